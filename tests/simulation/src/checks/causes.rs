//! What customers and the people at the merchant did that gives an order reason to be looked at, from the plan of the day.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use crate::customers::{Action, What};

/// Reasons, by order and of all.
#[derive(Default)]
pub(super) struct Causes {
    /// Codes that arrived.
    pub(super) arrivals: u32,
    placed: BTreeMap<u64, SignedDuration>,
    routed: BTreeMap<u64, SignedDuration>,
}

impl Causes {
    /// The reasons that a plan gives.
    pub(super) fn of(plan: &[Action]) -> Self {
        let mut causes = Self::default();
        for action in plan {
            match action.what {
                What::PutMapping(_) => causes.arrivals += 1,
                What::Place(_) => drop(causes.placed.insert(action.order, action.at)),
                What::Route => drop(causes.routed.insert(action.order, action.at)),
                _ => {}
            }
        }
        causes
    }

    /// How long an order stood without a location, if it got one.
    pub(super) fn unrouted_for(&self, order: u64) -> Option<SignedDuration> {
        let (placed, routed) = (self.placed.get(&order)?, self.routed.get(&order)?);
        Some(*routed - *placed)
    }
}
