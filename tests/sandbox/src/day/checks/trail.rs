//! I10: every state change stands in the trail; the state is its fold.

use domain::id::OrderId;
use domain::order::Reading;
use domain::trail::fold;

use crate::day::checks::Checked;
use crate::day::facts::Facts;

/// Folds every trail and compares it with what the table holds.
pub(super) fn state_is_the_fold(facts: &Facts<'_>) -> Checked {
    let mut check = Checked::new("I10", "every state change stands in the trail; the state is its fold");
    for (id, trail) in &facts.trails {
        let Some(stored) = facts.settled.stored.get(id) else { continue };
        let folded = fold(OrderId(*id), trail).map(|mut order| {
            order.reading = Reading::default();
            order
        });
        let mut held = stored.order.clone();
        held.reading = Reading::default();
        check.fact(folded.as_ref() == Ok(&held), || format!("{id}: the trail does not lead to the state"));
        check.fact(trail.iter().all(|entry| !entry.actor.is_empty() && !entry.cause.0.is_empty()), || {
            format!("{id}: an entry has no actor or no cause")
        });
    }
    check
}
