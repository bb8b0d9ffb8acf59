//! I8: when everything rests, nothing is forgotten.

use domain::order::Standing;

use crate::day::checks::Checked;
use crate::day::facts::Facts;

/// Nothing waits, no message lies in a queue, and Shopify shows the numbers that BlueCherry gave.
pub(super) fn everything_rests(facts: &Facts<'_>) -> Checked {
    let mut check = Checked::new("I8", "everything drained: done, or an exception; nothing due, nothing queued");
    for (id, order) in &facts.orders {
        let stored = facts.settled.stored.get(id);
        check.fact(!facts.settled.waiting.contains(id), || {
            let standing = stored.map(|stored| (stored.version, stored.order.rest.until, stored.due_at));
            format!("{}: it still waits: {standing:?}", order.name)
        });
        let exported = stored.is_some_and(|stored| stored.order.standing() == Standing::Exported);
        if exported {
            let shown = order.metafields.iter().any(|metafield| {
                facts.booked.get(id).into_iter().flatten().all(|booked| metafield.value.contains(&booked.ord_num))
            });
            check.fact(shown, || format!("{}: Shopify does not show its sales orders' numbers", order.name));
        }
    }
    check.fact(facts.messages.is_empty(), || format!("{} messages lie in the queues", facts.messages.len()));
    check
}
