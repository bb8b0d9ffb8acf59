//! A player without a world: faults are drawn, and the invariant fails, by rules that a test can see through.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use simulation::case::Case;
use simulation::fault::{CallKind, FaultKind, Strike};
use simulation::played::{Counts, Played, Violation};
use simulation::shrink::at_work;

const CALLS: [(CallKind, [FaultKind; 4]); 3] = [
    (
        CallKind::Load,
        [FaultKind::KilledBefore, FaultKind::KilledAfter, FaultKind::OutOfTime, FaultKind::TableThrottled],
    ),
    (
        CallKind::Commit,
        [FaultKind::KilledBefore, FaultKind::KilledAfter, FaultKind::TableConflict, FaultKind::TableAnswerLost],
    ),
    (CallKind::ErpPost, [FaultKind::KilledAfter, FaultKind::ErpFailsAfter, FaultKind::ErpSlow, FaultKind::ErpDoubled]),
];

/// Each order makes a load, a commit and a post; a fault of these kinds strikes one of them every so often.
pub fn play(case: &Case, violates: impl Fn(&[u32], &[Strike]) -> bool) -> Played {
    let orders = at_work(case);
    let mut strikes = Vec::new();
    let mut calls = Vec::new();
    for order in &orders {
        for (call, kinds) in CALLS {
            calls.push((u64::from(*order), call, 0));
            for kind in kinds {
                let strike = Strike { kind, document: u64::from(*order), call, attempt: 0 };
                let is_drawn = case.rates.get(&kind).is_some_and(|rate| draw(case, &strike) < *rate);
                if (is_drawn && !case.without_strikes.contains(&strike)) || case.scripted.contains(&strike) {
                    strikes.push(strike);
                }
            }
        }
    }
    let two = || Violation { invariant: "I2", order: Some(3), says: "two sales orders".to_owned() };
    let violations = violates(&orders, &strikes).then(two).into_iter().collect();
    let counts = Counts { orders: orders.len() as u64, ..Counts::default() };
    Played { violations, trace: draw(case, &strikes).into(), counts, strikes, calls }
}

/// The strike of a kind at an order's post.
pub fn at_post(kind: FaultKind, order: u64) -> Strike {
    Strike { kind, document: order, call: CallKind::ErpPost, attempt: 0 }
}

fn draw(case: &Case, of: &impl Hash) -> u32 {
    let mut hasher = DefaultHasher::new();
    (case.seed, case.day, of).hash(&mut hasher);
    (hasher.finish() % 1_000_000) as u32
}
