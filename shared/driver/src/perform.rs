//! The effects of the lanes: each is one call to the outside, and what came of it in the domain's words.

use domain::address::{AddressMark, Delivery};
use domain::code::SalesOrderNumber;
use domain::id::OrderId;
use domain::import::{Course, ImportId};
use domain::order::Order;
use domain::part::Intent;
use domain::planted::{self, Bug};
use domain::reference::ExternalReference;
use domain::step::{FindAnswer, ImportAnswer, Lane, Outcome, PostAnswer};
use jiff::Timestamp;

use crate::gate::{self, Probe};
use crate::ports::{BlueCherry, NotNow, Ports, ReadAnswer, Shopify, TableError, WriteAnswer};
use crate::refusal::Refusal;
use crate::systems::Systems;

/// Reads the order; the delivery stays in the worker's memory.
pub(crate) async fn read_order<P: Ports>(systems: &Systems<P>, order: &Order) -> (Outcome, Option<Delivery>) {
    if planted::is(Bug::TenfoldReads) {
        for _ in 0..9 {
            let _ = systems.ports.shopify().read_order(order.id).await;
        }
    }
    match systems.ports.shopify().read_order(order.id).await {
        ReadAnswer::Order(image, delivery) => {
            systems.refusals.reading.over(systems.ports.tables(), systems.ports.now()).await;
            let salt = order.address.as_ref().map_or_else(|| systems.ports.random_hex(), |mark| mark.salt().to_owned());
            let mark = AddressMark::of(&delivery, &salt);
            (Outcome::Read(image, mark), Some(planted::neighbours(Bug::NeighboursAddress, *delivery)))
        }
        ReadAnswer::NotFound => (Outcome::Unread { why: None }, None),
        ReadAnswer::Unreadable { why } => (Outcome::Unread { why: Some(why) }, None),
        ReadAnswer::NotNow(not_now) => (put_off(systems, &systems.refusals.reading, not_now, true).await, None),
    }
}

/// Posts an intent that is saved. A worker that comes too late refuses its own call.
pub(crate) async fn post<P: Ports>(systems: &Systems<P>, part: u16, intent: &Intent, delivery: &Delivery) -> Outcome {
    let send_by = if planted::is(Bug::SendByNotChecked) { Timestamp::MAX } else { intent.send_by };
    let answer = if systems.ports.now() > send_by {
        PostAnswer::NotDone { until: None, why: "this worker was too late and did not send".to_owned() }
    } else {
        quoting(systems.ports.bluecherry().post(&intent.sales_order, delivery, send_by).await, delivery)
    };
    match &answer {
        PostAnswer::Refused { why } => {
            systems.refusals.posting.met(systems.ports.tables(), why, systems.ports.now()).await;
        }
        PostAnswer::Booked(_) | PostAnswer::Staged { .. } => {
            systems.refusals.posting.over(systems.ports.tables(), systems.ports.now()).await;
        }
        PostAnswer::NotDone { .. } | PostAnswer::Rejected(_) | PostAnswer::Unknown { .. } => {}
    }
    Outcome::Posted { part, attempt: intent.attempt, answer }
}

/// The mistake that [`Bug::RequestQuoted`] stands for: personal data in the trail.
fn quoting(answer: PostAnswer, delivery: &Delivery) -> PostAnswer {
    match answer {
        PostAnswer::Unknown { why } if planted::is(Bug::RequestQuoted) => {
            PostAnswer::Unknown { why: format!("{why}: {}", delivery.email) }
        }
        answer => answer,
    }
}

/// Finds out what became of a post.
pub(crate) async fn find<P: Ports>(
    systems: &Systems<P>,
    lane: Lane,
    part: u16,
    attempt: u32,
    reference: &ExternalReference,
) -> Result<Outcome, TableError> {
    let (answer, course) = match gate::ask_probe(systems, lane).await? {
        Probe::Open(course) => (systems.ports.bluecherry().find(reference).await, course),
        Probe::Closed { until, why } => (FindAnswer::Unanswered { until, why }, Course::default()),
    };
    match &answer {
        FindAnswer::Refused { why } => {
            systems.refusals.posting.met(systems.ports.tables(), why, systems.ports.now()).await;
        }
        FindAnswer::Nothing | FindAnswer::One(_) | FindAnswer::Several(_) => {
            systems.refusals.posting.over(systems.ports.tables(), systems.ports.now()).await;
        }
        FindAnswer::Unanswered { .. } => {}
    }
    Ok(Outcome::Found { part, attempt, answer, course })
}

/// Finds out what became of a staged order.
pub(crate) async fn import<P: Ports>(
    systems: &Systems<P>,
    lane: Lane,
    part: u16,
    attempt: u32,
    import: &ImportId,
) -> Result<Outcome, TableError> {
    let answer = match gate::ask_probe(systems, lane).await? {
        Probe::Open(_) => systems.ports.bluecherry().import(import).await,
        Probe::Closed { until, why } => ImportAnswer::Unanswered { until, why },
    };
    match &answer {
        ImportAnswer::Refused { why } => {
            systems.refusals.posting.met(systems.ports.tables(), why, systems.ports.now()).await;
        }
        ImportAnswer::Staged { .. } | ImportAnswer::Posted(_) | ImportAnswer::Rejected(_) | ImportAnswer::Nothing => {
            systems.refusals.posting.over(systems.ports.tables(), systems.ports.now()).await;
        }
        ImportAnswer::Unanswered { .. } => {}
    }
    Ok(Outcome::Imported { part, attempt, answer })
}

/// Lets Shopify show the numbers.
pub(crate) async fn write_numbers<P: Ports>(
    systems: &Systems<P>,
    order: OrderId,
    numbers: Vec<SalesOrderNumber>,
) -> Outcome {
    let numbers = planted::neighbours(Bug::OtherOrdersNumber, numbers);
    match systems.ports.shopify().write_numbers(order, &numbers).await {
        WriteAnswer::Written => {
            systems.refusals.writing.over(systems.ports.tables(), systems.ports.now()).await;
            Outcome::NumbersWritten { numbers }
        }
        WriteAnswer::Refused { why } => Outcome::NumbersRefused { numbers, why },
        WriteAnswer::NotNow(not_now) => put_off(systems, &systems.refusals.writing, not_now, false).await,
    }
}

async fn put_off<P: Ports>(systems: &Systems<P>, refusal: &Refusal, not_now: NotNow, reading: bool) -> Outcome {
    if not_now.refused {
        refusal.met(systems.ports.tables(), &not_now.why, systems.ports.now()).await;
    }
    Outcome::PutOff { until: not_now.until, why: not_now.why, reading }
}
