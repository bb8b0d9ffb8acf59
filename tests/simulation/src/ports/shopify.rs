//! Shopify, by calls, answered as the real port classifies.

use std::rc::Rc;

use domain::code::SalesOrderNumber;
use domain::id::OrderId;
use driver::ports::{NotNow, ReadAnswer, Shopify, WriteAnswer};
use feed_poll::{Changed, ChangedOrders, Page, PageAnswer};
use jiff::{SignedDuration, Timestamp};
use sandbox::shopify::Metafield;

use super::call::{About, Befell, Call, Failure};
use super::image::{image_of, whole_second};
use super::worker::Worker;
use crate::checks::Met;
use crate::checks::subscriptions::lacks;
use crate::fault::{CallKind, FaultKind};
use crate::kernel::name_hash;
use crate::world::{Heard, World};

/// As many orders as a page of the sweep holds: few, so that a run has pages between which it may stop.
const PAGE: usize = 3;

/// How late the listing may show a change, in milliseconds: less than what the next sweep reads again.
const LISTED_LATE: (i64, i64) = (30_000, 270_000);

/// In which words an order waits for a scope, and what raises and settles the exception of it.
const DENIED: &str = "Shopify denies access";
const READING: &str = "shopify_refused";
const WRITING: &str = "shopify_write_refused";

/// What the driver is told of a call that brought nothing: only a throttled one says when to come again.
pub(super) fn not_now(failure: Failure, clock: Timestamp) -> NotNow {
    let (until, why) = match failure {
        Failure::Throttled { wait } => (Some(domain::policy::later(clock, wait)), "throttled"),
        Failure::TimedOut => (None, "no answer in time"),
        Failure::Garbage => (None, "the answer cannot be read"),
        Failure::Busy => (None, "busy"),
        Failure::Broken | Failure::Conflict => (None, "the call failed"),
    };
    NotNow { until, why: why.to_owned(), refused: false }
}

impl Worker {
    pub(super) async fn call_shopify<T: 'static>(
        &self,
        kind: CallKind,
        about: About,
        effect: impl FnMut(&Rc<World>, &Befell) -> T + 'static,
    ) -> Result<T, NotNow> {
        self.shopify_token().await;
        let call = Call { kind, about, patience: self.world.shopify_patience() };
        self.world.call(&self.machine, call, effect).await.map_err(|failure| not_now(failure, self.clock()))
    }

    /// The same, of a call that needs scopes: without them it has no effect.
    async fn call_granted<T: 'static>(
        &self,
        kind: CallKind,
        about: About,
        needs: &'static [&'static str],
        mut effect: impl FnMut(&Rc<World>, &Befell) -> T + 'static,
    ) -> Result<T, NotNow> {
        let effect = move |world: &Rc<World>, befell: &Befell| {
            if lacks(&world.shop.borrow(), needs) {
                world.count(befell.document, |traffic| traffic.strikes += 1);
                world.met(befell.document, Met::Scope);
                return None;
            }
            Some(effect(world, befell))
        };
        let denied = || NotNow { until: None, why: DENIED.to_owned(), refused: true };
        self.call_shopify(kind, about, effect).await?.ok_or_else(denied)
    }

    /// Notes what an answer tells of a refusal.
    fn hears(&self, exception: &'static str, is_done: bool, not_now: Option<&NotNow>) {
        if is_done {
            self.world.heard_of_refusals(exception, Heard::Answer);
        } else if not_now.is_some_and(|not_now| not_now.refused) {
            self.world.heard_of_refusals(exception, Heard::Refusal);
        }
    }
}

impl Shopify for Worker {
    async fn read_order(&self, order: OrderId) -> ReadAnswer {
        let effect = move |world: &Rc<World>, _: &Befell| {
            let read_at = whole_second(world.shop_clock());
            match world.shop.borrow_mut().serve(order.0) {
                None => ReadAnswer::NotFound,
                Some(shown) => match image_of(shown, read_at) {
                    Ok((image, delivery)) => ReadAnswer::Order(Box::new(image), Box::new(delivery)),
                    Err(field) => ReadAnswer::Unreadable { why: field.to_owned() },
                },
            }
        };
        let about = About::Order(order.0);
        let needs = &["read_orders", "read_merchant_managed_fulfillment_orders"];
        let answer = self.call_granted(CallKind::ShopifyRead, about, needs, effect).await;
        self.hears(READING, matches!(answer, Ok(ReadAnswer::Order(..))), answer.as_ref().err());
        answer.unwrap_or_else(ReadAnswer::NotNow)
    }

    async fn write_numbers(&self, order: OrderId, numbers: &[SalesOrderNumber]) -> WriteAnswer {
        let quoted: Vec<String> = numbers.iter().map(|number| format!("\"{number}\"")).collect();
        let value = format!("[{}]", quoted.join(","));
        let effect = move |world: &Rc<World>, _: &Befell| {
            let metafield = Metafield {
                namespace: "cherrycycle".to_owned(),
                key: "sales_orders".to_owned(),
                kind: "list.single_line_text_field".to_owned(),
                value: value.clone(),
            };
            let now = world.shop_clock();
            let written = world.shop.borrow_mut().set_metafields(order.0, vec![metafield], now);
            world.shop_changed(order.0);
            match written {
                Ok(()) => WriteAnswer::Written,
                Err(refused) => WriteAnswer::Refused { why: refused.to_string() },
            }
        };
        let about = About::Order(order.0);
        let answer = self.call_granted(CallKind::ShopifyWrite, about, &["write_orders"], effect).await;
        self.hears(WRITING, matches!(answer, Ok(WriteAnswer::Written)), answer.as_ref().err());
        answer.unwrap_or_else(WriteAnswer::NotNow)
    }
}

impl ChangedOrders for Worker {
    async fn page(&self, since: Timestamp, after: Option<&str>) -> PageAnswer {
        let after = after.map(str::to_owned);
        let effect = move |world: &Rc<World>, befell: &Befell| {
            if after.is_none() {
                world.sweeps_since(since);
            }
            let page = world.shop.borrow().changed_since(since, after.as_deref(), PAGE);
            let is_late = befell.fault == Some(FaultKind::ListingLag);
            let late = if is_late { befell.between(LISTED_LATE.0, LISTED_LATE.1) } else { 0 };
            let listed_to = world.shop_clock() - SignedDuration::from_millis(late);
            // What is listed late is passed by what is behind it.
            let orders = page.orders.into_iter().filter(|(_, updated_at)| *updated_at <= listed_to);
            PageAnswer::Page(Page {
                orders: orders.map(|(id, updated_at)| Changed { order: OrderId(id), updated_at }).collect(),
                next: page.next,
                at: whole_second(world.shop_clock()),
            })
        };
        let about = About::Whatever(name_hash("the sweep"));
        let answer = self.call_granted(CallKind::ShopifyChanged, about, &["read_orders"], effect).await;
        answer.unwrap_or_else(PageAnswer::NotNow)
    }
}
