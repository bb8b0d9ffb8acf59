//! The invariants of the design, checked by the simulators' own books, the tables, the logs and the queues. A check that looked
//! at nothing is a violation too.

mod codes;
mod components;
mod drained;
mod hygiene;
mod trail;
mod units;

pub use units::is_eligible;

use serde::Serialize;

use crate::day::facts::Facts;
use crate::day::generator::Expected;

/// What one invariant's check found.
#[derive(Debug, Clone, Serialize)]
pub struct Checked {
    /// Its id in the design.
    pub id: &'static str,
    /// What it says, in short.
    pub says: &'static str,
    /// How many facts were looked at.
    pub checked: usize,
    /// What does not hold.
    pub violations: Vec<String>,
}

impl Checked {
    fn new(id: &'static str, says: &'static str) -> Self {
        Self { id, says, checked: 0, violations: Vec::new() }
    }

    /// Looks at one fact.
    fn fact(&mut self, holds: bool, violation: impl FnOnce() -> String) {
        self.checked += 1;
        if !holds {
            self.violations.push(violation());
        }
    }
}

/// What each order must come to, by id.
pub type Oracle = std::collections::BTreeMap<u64, Expected>;

/// Runs every check.
pub fn all(facts: &Facts<'_>, oracle: &Oracle) -> Vec<Checked> {
    let mut checks = vec![
        units::each_unit_once(facts, oracle),
        units::no_order_without_cause(facts),
        components::equal_to_the_revision(facts),
        units::doorbells_change_nothing(facts, oracle),
        drained::everything_rests(facts),
        hygiene::nothing_personal(facts),
        trail::state_is_the_fold(facts),
    ];
    for check in &mut checks {
        if check.checked == 0 && !facts.orders.is_empty() {
            check.violations.push("nothing was looked at".to_owned());
        }
    }
    checks
}
