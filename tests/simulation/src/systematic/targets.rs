//! Which calls of a run are broken.

use std::collections::BTreeSet;

use crate::cloud::ticking;
use crate::fault::{CallKind, Strike};
use crate::ports::may_befall;

/// How far from an order's call, in calls, one that is no order's is still broken. The ticks of schedules that meet no order are
/// all alike.
const NEAR: usize = 3;

/// A call: its document, its kind, its attempt.
pub type Call = (u64, CallKind, u32);

/// The calls that are worth breaking: each of an order's, those near one, and the first of each other kind and document. Each
/// machine is a document of its own, and most begin for a tick far from any order: of them those near one alone. Each tick is one too:
/// of those of a schedule the first that makes a call stands for all, for each of the calls that it makes of a kind.
pub fn worth_breaking(calls: &[Call]) -> BTreeSet<Call> {
    let orders: BTreeSet<u64> = calls
        .iter()
        .filter(|(_, kind, _)| matches!(kind, CallKind::Load | CallKind::Commit))
        .map(|(document, ..)| *document)
        .collect();
    let mut worth = BTreeSet::new();
    let mut ticked = BTreeSet::new();
    for (place, call) in calls.iter().enumerate() {
        let near = place.saturating_sub(NEAR)..(place + NEAR + 1).min(calls.len());
        let is_first = match ticking(call.0) {
            Some(schedule) => ticked.insert((schedule, call.1, call.2)),
            None => call.2 == 0 && call.1 != CallKind::Begin,
        };
        if is_first || calls[near].iter().any(|(document, ..)| orders.contains(document)) {
            worth.insert(*call);
        }
    }
    worth
}

/// Each fault that can befall each of these calls.
pub fn targets(calls: &[Call]) -> impl Iterator<Item = Strike> {
    worth_breaking(calls).into_iter().flat_map(|(document, call, attempt)| {
        may_befall(call).iter().map(move |kind| Strike { kind: *kind, document, call, attempt })
    })
}

#[cfg(test)]
mod tests {
    use super::worth_breaking;
    use crate::fault::CallKind as C;
    use crate::kernel::name_hash;

    #[test]
    fn the_ticks_of_schedules_far_from_any_order_are_broken_once() {
        let mut calls: Vec<_> = (0..100).map(|attempt| (999, C::Index, attempt)).collect();
        calls.insert(50, (7, C::Load, 0));
        calls.insert(51, (7, C::Commit, 0));
        let worth = worth_breaking(&calls);
        assert!(worth.contains(&(7, C::Load, 0)) && worth.contains(&(7, C::Commit, 0)));
        let ticks: Vec<u32> = worth.iter().filter(|call| call.0 == 999).map(|call| call.2).collect();
        assert_eq!(ticks, [0, 47, 48, 49, 50, 51, 52]);
    }

    #[test]
    fn each_tick_is_a_document_and_the_first_stands_for_those_far_from_any_order() {
        let sweep = name_hash("sweep");
        let mut calls: Vec<_> = (0..100).map(|tick| (sweep + tick, C::ShopifyChanged, 0)).collect();
        calls.insert(50, (7, C::Load, 0));
        let worth = worth_breaking(&calls);
        let ticks: Vec<u64> = worth.iter().filter(|call| call.0 != 7).map(|call| call.0 - sweep).collect();
        assert_eq!(ticks, [0, 47, 48, 49, 50, 51, 52]);
    }
}
