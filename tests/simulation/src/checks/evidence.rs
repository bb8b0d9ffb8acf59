//! What stood in the way of each order's calls, as those know who stood there: the table that counts the budget, the gateway,
//! BlueCherry, and the faults that were drawn.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::{SignedDuration, Timestamp};

use crate::ports::Failure;

/// How long after it was met something may still be put down as the reason of a wait: no worker lives longer, and its clock may be
/// off.
const TOLD_WITHIN: SignedDuration = SignedDuration::from_mins(4);

/// What stood in the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Met {
    /// The shared budget is spent.
    Budget,
    /// The gateway lets no more calls through for so long.
    Limit(SignedDuration),
    /// The gateway does not know the key.
    Key,
    /// BlueCherry knows the reference already.
    Known,
    /// Shopify does not let the app read or write it: a scope is missing.
    Scope,
    /// Its worker was held up.
    HeldUp,
    /// A call was not answered well.
    Failure(Failure),
}

/// What was met lately, by order.
#[derive(Default)]
pub(super) struct Evidence {
    met: BTreeMap<u64, VecDeque<(Timestamp, Met)>>,
    /// Until when BlueCherry has said that a window is closed.
    pub(super) told_closed: BTreeSet<Timestamp>,
}

impl Evidence {
    /// Notes that something stood in the way.
    pub(super) fn met(&mut self, order: u64, met: Met, now: Timestamp) {
        let held = self.met.entry(order).or_default();
        while held.front().is_some_and(|(at, _)| *at + TOLD_WITHIN * 2 < now) {
            held.pop_front();
        }
        held.push_back((now, met));
    }

    /// What an order met that may be the reason of a wait which began then, and when.
    pub(super) fn of(&self, order: u64, began: Timestamp) -> impl Iterator<Item = (Timestamp, Met)> {
        let held = self.met.get(&order).into_iter().flatten();
        held.filter(move |(at, _)| *at + TOLD_WITHIN >= began).copied()
    }
}
