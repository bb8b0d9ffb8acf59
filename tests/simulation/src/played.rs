//! What came of playing a case.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::fault::{CallKind, FaultKind, Strike};

/// A broken promise.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Violation {
    /// Which invariant, by its id in the design, or a word for what is no invariant there.
    pub invariant: &'static str,
    /// The order, if it is one order's.
    pub order: Option<u64>,
    /// What does not hold, in a sentence.
    pub says: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.order {
            Some(order) => write!(f, "{}, order {order}: {}", self.invariant, self.says),
            None => write!(f, "{}: {}", self.invariant, self.says),
        }
    }
}

/// What was counted.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counts {
    /// Orders placed.
    pub orders: u64,
    /// Events of the scheduler.
    pub events: u64,
    /// Calls that departed.
    pub calls: u64,
    /// Functions killed.
    pub kills: u64,
    /// Strikes by kind.
    pub faults: BTreeMap<FaultKind, u64>,
    /// Invocations of schedules, and those among them that found nothing to do.
    pub schedule_runs: u64,
    /// Invocations of schedules that found nothing to do.
    pub idle_schedule_runs: u64,
    /// Orders whose news the sweep brought.
    pub found_by_sweep: u64,
    /// Orders whose last news nobody can know: the one message that told it was lost before anything was saved.
    pub unknowable: u64,
}

/// What came of a case.
#[derive(Clone, Debug)]
pub struct Played {
    /// What does not hold; empty if all does.
    pub violations: Vec<Violation>,
    /// A hash of every event in its order.
    pub trace: u64,
    /// What was counted.
    pub counts: Counts,
    /// The faults that struck, in their order.
    pub strikes: Vec<Strike>,
    /// Every call that departed, in its order: what systematic runs break one by one.
    pub calls: Vec<(u64, CallKind, u32)>,
}

impl Counts {
    /// Adds what another world counted.
    pub fn add(&mut self, other: &Self) {
        self.orders += other.orders;
        self.events += other.events;
        self.calls += other.calls;
        self.kills += other.kills;
        for (kind, count) in &other.faults {
            *self.faults.entry(*kind).or_default() += count;
        }
        self.schedule_runs += other.schedule_runs;
        self.idle_schedule_runs += other.idle_schedule_runs;
        self.found_by_sweep += other.found_by_sweep;
        self.unknowable += other.unknowable;
    }
}
