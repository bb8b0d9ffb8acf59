//! BlueCherry, by calls, answered as the real port classifies.

use std::rc::Rc;

use domain::address::Delivery;
use domain::code::SalesOrderNumber;
use domain::import::{ImportId, Imports};
use domain::policy::later;
use domain::reference::ExternalReference;
use domain::sales_order::SalesOrder;
use domain::step::{FindAnswer, ImportAnswer, PostAnswer};
use driver::ports::{BlueCherry, NotNow, Status, StatusAnswer};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sandbox::bluecherry::{Booking, ImportState};

use super::call::{About, Befell, Failure};
use super::gateway::Unserved;
use super::image::whole_second;
use super::sales_order::{booked, errors, wire_order, without_freight};
use super::shopify::not_now;
use super::worker::Worker;
use crate::checks::{Met, Tried, order_of};
use crate::cloud::settings::{COMPANY, ENVIRONMENT};
use crate::fault::{CallKind, FaultKind};
use crate::kernel::name_hash;
use crate::world::{Heard, World};

impl Worker {
    fn until(&self, wait: SignedDuration) -> Timestamp {
        later(self.clock(), wait)
    }
}

/// The exception that tells of a refused status.
const ASKING: &str = "bluecherry_refused";
/// The exception that tells of refused calls about orders.
const ORDERS: &str = "bluecherry_orders_refused";

const REFUSED: &str = "BlueCherry's gateway refuses the key";
const STOPPED: &str = "BlueCherry's gateway limits the calls";

/// A time as BlueCherry writes it: local, to the second, without a zone; read again by the rules of its zone.
fn as_local(time: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let local = whole_second(time).to_zoned_datetime(zone.clone()).datetime();
    local.to_zoned_datetime(zone.clone()).ok().map(|read| read.timestamp())
}

impl BlueCherry for Worker {
    fn pinned(&self) -> (&str, &str) {
        (COMPANY, ENVIRONMENT)
    }

    async fn status(&self) -> StatusAnswer {
        let effect = |world: &Rc<World>, now: Timestamp, _: &Befell| {
            world.import_due();
            let state = world.company.borrow().state(now);
            if let Some(until) = state.closed_until {
                world.checker.borrow_mut().tells_closed(whole_second(until));
            }
            state
        };
        let about = About::Whatever(name_hash("BlueCherry's status"));
        let answer = match self.call_erp(CallKind::ErpStatus, about, None, effect).await {
            Ok(state) => StatusAnswer::Status(Status {
                company: state.company,
                environment: state.environment.code().to_owned(),
                closed_until: state.closed_until.map(whole_second),
                import: state.import.map(|times| Imports {
                    last_begun: times.last_begun.map(whole_second),
                    next_at: Some(whole_second(times.next_at)),
                }),
            }),
            Err(unserved) => {
                let refused = matches!(unserved, Unserved::Stopped { wait: None });
                let (until, why) = self.unanswered(unserved);
                StatusAnswer::NotNow(NotNow { until, why, refused })
            }
        };
        match &answer {
            StatusAnswer::Status(_) => self.world.heard_of_refusals(ASKING, Heard::Answer),
            StatusAnswer::NotNow(not_now) if not_now.refused => self.world.heard_of_refusals(ASKING, Heard::Refusal),
            StatusAnswer::NotNow(_) => {}
        }
        answer
    }

    async fn post(&self, sales_order: &SalesOrder, delivery: &Delivery, send_by: Timestamp) -> PostAnswer {
        let zone = self.world.zone.clone();
        let house = self.world.deployment.house_address.as_ref();
        let order = match wire_order(sales_order, delivery, house, &zone) {
            Ok(order) => order,
            Err(error) => return PostAnswer::Rejected(vec![error]),
        };
        let (id, reference) = (sales_order.order.0, sales_order.reference.clone());
        let mut was_taken = false;
        let effect = move |world: &Rc<World>, now: Timestamp, befell: &Befell| {
            let is_otherwise = befell.fault == Some(FaultKind::ErpBooksOtherwise);
            let otherwise = if is_otherwise { without_freight(&order) } else { None };
            if otherwise.is_some() {
                world.otherwise.borrow_mut().insert(id);
            }
            let order = otherwise.as_ref().unwrap_or(&order);
            let booking = {
                let mut company = world.company.borrow_mut();
                let (posting, _) = company.arrive(order);
                company.take(order, &posting, now)
            };
            let is_taken = matches!(booking, Booking::Booked(_) | Booking::Staged { .. });
            if std::mem::replace(&mut was_taken, is_taken) && is_taken {
                world.doubled.borrow_mut().insert(reference.to_string());
            }
            match &booking {
                Booking::Rejected(_) => world.count(id, |traffic| traffic.rejected += 1),
                Booking::Closed { until } => {
                    let told = as_local(*until, &world.zone);
                    world.checker.borrow_mut().tells_closed(told.unwrap_or(*until));
                }
                Booking::Conflict(_) | Booking::Duplicate(_) => world.met(id, Met::Known),
                Booking::Booked(_) | Booking::Staged { .. } => {}
            }
            world.books_changed();
            booking
        };
        let part = order_of(sales_order.reference.as_str()).map_or(0, |(_, part)| part);
        let about = About::Part(id, Tried { part, send_by });
        let unknown = |why: &str| PostAnswer::Unknown { why: why.to_owned() };
        let answer = match self.call_erp(CallKind::ErpPost, about, Some(send_by), effect).await {
            Ok(Booking::Booked(order) | Booking::Duplicate(order)) => match booked(&order) {
                Some(booked) => PostAnswer::Booked(Box::new(booked)),
                None => unknown("the answer lacks what was booked"),
            },
            Ok(Booking::Conflict(_)) => unknown("BlueCherry knows something under this reference already"),
            Ok(Booking::Staged { import_id, next_at }) => match ImportId::parse(&import_id) {
                Ok(import) => PostAnswer::Staged { import, until: as_local(next_at, &zone) },
                Err(_) => unknown("the answer lacks the import's number"),
            },
            Ok(Booking::Rejected(problems)) => PostAnswer::Rejected(errors(&problems)),
            Ok(Booking::Closed { until }) => {
                PostAnswer::NotDone { until: as_local(until, &zone), why: "BlueCherry's window is closed".to_owned() }
            }
            Err(Unserved::NotSent) => {
                PostAnswer::NotDone { until: None, why: "this worker was too late and did not send".to_owned() }
            }
            Err(Unserved::Failed(Failure::Busy)) => {
                PostAnswer::NotDone { until: None, why: "BlueCherry is busy".to_owned() }
            }
            Err(Unserved::Failed(Failure::TimedOut)) => unknown("no answer in time"),
            Err(Unserved::Failed(Failure::Garbage)) => unknown("the answer has no number"),
            Err(Unserved::Failed(Failure::Broken | Failure::Conflict)) => unknown("the call broke"),
            Err(Unserved::Stopped { wait: None }) => PostAnswer::Refused { why: REFUSED.to_owned() },
            Err(Unserved::Failed(Failure::Throttled { wait }) | Unserved::Stopped { wait: Some(wait) }) => {
                PostAnswer::NotDone { until: Some(self.until(wait)), why: STOPPED.to_owned() }
            }
        };
        match &answer {
            PostAnswer::Booked(_) | PostAnswer::Staged { .. } => self.world.heard_of_refusals(ORDERS, Heard::Answer),
            PostAnswer::Refused { .. } => self.world.heard_of_refusals(ORDERS, Heard::Refusal),
            _ => {}
        }
        answer
    }

    async fn find(&self, reference: &ExternalReference) -> FindAnswer {
        let wanted = reference.as_str().to_owned();
        let effect = move |world: &Rc<World>, now: Timestamp, _: &Befell| {
            world.import_due();
            world.company.borrow().seen_under(&wanted, now)
        };
        let about = About::Whatever(name_hash(reference.as_str()));
        let unreadable = || FindAnswer::Unanswered { until: None, why: "the answer cannot be read".to_owned() };
        let answer = match self.call_erp(CallKind::ErpFind, about, None, effect).await {
            Ok(found) => match found.as_slice() {
                [] => FindAnswer::Nothing,
                [one] => booked(one).map_or_else(unreadable, |booked| FindAnswer::One(Box::new(booked))),
                several => several
                    .iter()
                    .map(|order| SalesOrderNumber::parse(&order.ord_num).ok())
                    .collect::<Option<_>>()
                    .map_or_else(unreadable, FindAnswer::Several),
            },
            Err(Unserved::Stopped { wait: None }) => FindAnswer::Refused { why: REFUSED.to_owned() },
            Err(unserved) => {
                let (until, why) = self.unanswered(unserved);
                FindAnswer::Unanswered { until, why }
            }
        };
        match &answer {
            FindAnswer::Refused { .. } => self.world.heard_of_refusals(ORDERS, Heard::Refusal),
            FindAnswer::Unanswered { .. } => {}
            _ => self.world.heard_of_refusals(ORDERS, Heard::Answer),
        }
        answer
    }

    async fn import(&self, import: &ImportId) -> ImportAnswer {
        let wanted = import.as_str().to_owned();
        let effect = move |world: &Rc<World>, now: Timestamp, befell: &Befell| {
            world.import_due();
            let state = world.company.borrow().import_state(&wanted, now);
            if let Some(ImportState::Rejected(_)) = state {
                world.count(befell.document, |traffic| traffic.rejected += 1);
            }
            state
        };
        let about = About::Whatever(name_hash(import.as_str()));
        let answer = match self.call_erp(CallKind::ErpImport, about, None, effect).await {
            Ok(None) => ImportAnswer::Nothing,
            Ok(Some(ImportState::Staged { next_at })) => {
                ImportAnswer::Staged { until: as_local(next_at, &self.world.zone) }
            }
            Ok(Some(ImportState::Posted { ord_num })) => match SalesOrderNumber::parse(&ord_num) {
                Ok(number) => ImportAnswer::Posted(number),
                Err(_) => ImportAnswer::Unanswered { until: None, why: "the answer has no number".to_owned() },
            },
            Ok(Some(ImportState::Rejected(problems))) => ImportAnswer::Rejected(errors(&problems)),
            Err(Unserved::Stopped { wait: None }) => ImportAnswer::Refused { why: REFUSED.to_owned() },
            Err(unserved) => {
                let (until, why) = self.unanswered(unserved);
                ImportAnswer::Unanswered { until, why }
            }
        };
        match &answer {
            ImportAnswer::Refused { .. } => self.world.heard_of_refusals(ORDERS, Heard::Refusal),
            ImportAnswer::Unanswered { .. } => {}
            _ => self.world.heard_of_refusals(ORDERS, Heard::Answer),
        }
        answer
    }
}

impl Worker {
    /// What a question that was not answered is told.
    fn unanswered(&self, unserved: Unserved) -> (Option<Timestamp>, String) {
        match unserved {
            Unserved::Failed(failure) => {
                let NotNow { until, why, .. } = not_now(failure, self.clock());
                (until, why)
            }
            Unserved::NotSent => (None, "it was not sent".to_owned()),
            Unserved::Stopped { wait } => {
                (wait.map(|wait| self.until(wait)), wait.map_or(REFUSED, |_| STOPPED).to_owned())
            }
        }
    }
}
