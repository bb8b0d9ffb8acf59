//! I9: no secret and nothing personal in any log line, table item or message.

use crate::day::checks::Checked;
use crate::day::facts::Facts;
use crate::world::{CLIENT_SECRET, SUBSCRIPTION_KEY};

/// Looks for every customer's fields, and for the secrets, in everything that was written down.
pub(super) fn nothing_personal(facts: &Facts<'_>) -> Checked {
    let mut check = Checked::new("I9", "no secret and nothing personal in logs, tables and queues");
    let mut canaries: Vec<String> = vec![CLIENT_SECRET.to_owned(), SUBSCRIPTION_KEY.to_owned()];
    for order in facts.orders.values() {
        canaries.extend(order.email.clone());
        canaries.extend(order.phone.clone());
        for address in [&order.shipping_address, &order.billing_address].into_iter().flatten() {
            canaries.extend([&address.name, &address.address1, &address.phone].into_iter().flatten().cloned());
        }
    }
    canaries.retain(|canary| canary.trim().len() >= 6);
    canaries.sort();
    canaries.dedup();
    let written = [("a log line", &facts.printed), ("a table item", &facts.items), ("a message", &facts.messages)];
    for (place, texts) in written {
        for text in texts {
            let folded = text.to_lowercase();
            let found = canaries.iter().find(|canary| folded.contains(&canary.to_lowercase()));
            check.fact(found.is_none(), || {
                format!("{place} holds {:?}", found.map(|canary| canary.chars().take(4).collect::<String>()))
            });
        }
    }
    check
}
