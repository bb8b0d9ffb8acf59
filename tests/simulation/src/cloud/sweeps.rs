//! The sweeps: when the last whole one began, and what each of the two has rung.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use domain::step::Lane;
use driver::hint::Hint;
use driver::ports::{QueueError, Queues};
use jiff::{SignedDuration, Timestamp};

use crate::ports::Worker;
use crate::world::World;

/// Of a revision so old the sweep of every ten minutes has rung, or it has missed it.
const SURELY_SWEPT: SignedDuration = SignedDuration::from_mins(12);

/// What is known of the sweeps.
#[derive(Default)]
pub struct Sweeps {
    began: Cell<Option<Timestamp>>,
    whole: Cell<Option<Timestamp>>,
    /// The newest revision of each order that the sweep of every ten minutes has rung.
    rang: RefCell<BTreeMap<u64, Timestamp>>,
    /// What changed before was looked for when a sweep last asked for what changed later.
    asked_since: Cell<Option<Timestamp>>,
}

impl Sweeps {
    /// A run begins, or goes on with one that did not come to its end.
    pub(super) fn begins(&self, now: Timestamp) {
        self.began.set(self.began.get().or(Some(now)));
    }

    /// The run was whole.
    pub(super) fn is_whole(&self) {
        self.whole.set(self.began.take().or(self.whole.get()));
    }

    /// Whether a whole run began at that moment or later.
    pub fn is_whole_since(&self, moment: Timestamp) -> bool {
        self.whole.get().is_some_and(|began| began >= moment)
    }
}

/// The queue as a sweep rings it: what it rings is noted.
pub(super) struct Noted<'a> {
    pub(super) world: &'a Rc<World>,
    pub(super) worker: &'a Worker,
    pub(super) is_nightly: bool,
    /// Whether the sweep of every ten minutes has read its own feed, and goes on with what the night left.
    pub(super) goes_on: &'a Cell<bool>,
}

impl Queues for Noted<'_> {
    async fn ring(&self, lane: Lane, hints: &[Hint]) -> Result<(), QueueError> {
        for hint in hints.iter().filter(|_| self.is_nightly) {
            self.world.found_by_night(hint);
        }
        self.worker.ring(lane, hints).await?;
        let mut rang = self.world.sweeps.rang.borrow_mut();
        for hint in hints.iter().filter(|_| !self.is_nightly && !self.goes_on.get()) {
            let newest = rang.entry(hint.order.0).or_insert(Timestamp::MIN);
            *newest = hint.updated_at.map_or(*newest, |told| told.max(*newest));
        }
        Ok(())
    }
}

impl World {
    /// A sweep asks for the first page of what changed since then. Of what changed before, since the sweep before asked, it must have
    /// rung: only what changed before the world began was told to nobody.
    pub fn sweeps_since(&self, since: Timestamp) {
        let from = self.sweeps.asked_since.get().unwrap_or(self.begins);
        if since <= from {
            return;
        }
        self.sweeps.asked_since.set(Some(since));
        let changed = self.shop.borrow().changed_since(from, None, usize::MAX).orders;
        let rang = self.sweeps.rang.borrow();
        for (order, changed_at) in changed.into_iter().take_while(|(_, changed_at)| *changed_at < since) {
            self.checker.borrow_mut().swept(order, changed_at, rang.get(&order).copied(), since);
        }
    }

    /// The sweep of the night finds an order. What is no longer on its way must be old news, and the other sweep must have rung it.
    fn found_by_night(&self, hint: &Hint) {
        let Some(told) = hint.updated_at.filter(|told| *told + SURELY_SWEPT < self.shop_clock()) else { return };
        let is_swept = self.sweeps.rang.borrow().get(&hint.order.0).is_some_and(|rang| *rang >= told);
        self.checker.borrow_mut().found_by_night(hint.order.0, told, is_swept);
    }
}
