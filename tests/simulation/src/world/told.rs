//! What those who look on are told of calls: that they depart, what stood in their way, and how many there were.

use jiff::{SignedDuration, Timestamp};
use sandbox::bluecherry::Refusal;

use super::World;
use crate::checks::{Departure, Met, Traffic};
use crate::cloud::ticking;
use crate::fault::CallKind;
use crate::ports::Failure;

/// What a caller of BlueCherry or Shopify heard, as far as refusals go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heard {
    /// It is refused: its key, or for want of a scope.
    Refusal,
    /// What it asked for was done or answered.
    Answer,
}

/// When callers last heard of a refusal, and when last of none.
#[derive(Clone, Copy, Default, Debug)]
pub struct Refusals {
    /// The last refusal.
    pub last: Option<Timestamp>,
    /// The last answer.
    pub answered: Option<Timestamp>,
}

impl World {
    /// A caller heard what an exception tells of, or that it is over.
    pub fn heard_of_refusals(&self, exception: &'static str, heard: Heard) {
        let mut refusals = self.refusals.borrow_mut();
        let told = refusals.entry(exception).or_default();
        match heard {
            Heard::Refusal => told.last = Some(self.kernel.now()),
            Heard::Answer => told.answered = Some(self.kernel.now()),
        }
    }

    /// What callers heard of the trouble that an exception tells of.
    pub fn refusals(&self, exception: &str) -> Refusals {
        self.refusals.borrow().get(exception).copied().unwrap_or_default()
    }

    /// A call departed.
    pub fn departed(&self, departure: Departure, attempt: u32) {
        let Departure { order: document, call, .. } = departure;
        self.counts.borrow_mut().calls += 1;
        self.calls.borrow_mut().push((document, call, attempt));
        self.checker.borrow_mut().departed(departure, self.kernel.now());
        self.count(document, |traffic| match call {
            CallKind::Load => traffic.loads += 1,
            CallKind::Commit => traffic.commits += 1,
            CallKind::ShopifyRead => traffic.reads += 1,
            CallKind::ShopifyWrite => traffic.writes += 1,
            CallKind::ErpPost => traffic.posts += 1,
            CallKind::ErpFind => traffic.finds += 1,
            CallKind::ErpImport => traffic.imports += 1,
            CallKind::ErpStatus => traffic.statuses += 1,
            CallKind::CountCall => traffic.counts += 1,
            CallKind::Mappings => traffic.mappings += 1,
            _ => {}
        });
    }

    /// Something stood in the way of an order, which may wait for it. A tick of a schedule waits for nothing.
    pub fn met(&self, order: u64, met: Met) {
        if ticking(order).is_some() {
            return;
        }
        self.checker.borrow_mut().met(order, met, self.kernel.now());
    }

    /// A call was not answered well.
    pub fn failed(&self, document: u64, call: CallKind, failure: Failure) {
        use CallKind as K;
        if matches!(call, K::ShopifyRead | K::ShopifyWrite | K::ErpStatus | K::ErpPost | K::ErpFind | K::ErpImport) {
            self.met(document, Met::Failure(failure));
        }
    }

    /// BlueCherry's gateway stopped a call.
    pub fn stopped(&self, document: u64, refusal: &Refusal) {
        let met = match refusal {
            Refusal::NoKey | Refusal::WrongKey => Met::Key,
            Refusal::Throttled { retry_after: seconds } | Refusal::OutOfQuota { replenished_in: seconds } => {
                Met::Limit(SignedDuration::from_secs(i64::try_from(*seconds).unwrap_or(i64::MAX)))
            }
        };
        self.count(document, |traffic| match refusal {
            Refusal::OutOfQuota { .. } => traffic.out_of_quota += 1,
            _ => traffic.stopped += 1,
        });
        self.met(document, met);
    }

    /// Somebody asked for a call of the shared budget, on behalf of an order.
    pub fn asked_budget(&self, document: u64, window: i64, is_granted: bool) {
        if !is_granted {
            self.count(document, |traffic| traffic.refused += 1);
        }
        self.checker.borrow_mut().asked_budget(document, window, is_granted, self.kernel.now());
    }

    /// What happened to an order's calls so far.
    pub fn traffic_of(&self, order: u64) -> Traffic {
        self.traffic.borrow().get(&order).copied().unwrap_or_default()
    }

    /// Counts something of an order's calls. Nobody asks for those of a schedule's ticks.
    pub fn count(&self, order: u64, count: impl FnOnce(&mut Traffic)) {
        if ticking(order).is_some() {
            return;
        }
        count(self.traffic.borrow_mut().entry(order).or_default());
    }
}
