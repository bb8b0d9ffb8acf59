//! I9: nothing personal is kept. What customers are called, and where they live, carries a word that stands nowhere else.

use std::collections::BTreeSet;

use domain::id::OrderId;
use driver::operations::{ARRIVED, AUDIT, EXCEPTION, FEED, MODE, STATUS};
use sandbox::day::generator::CANARY;
use sandbox::shopify::Order;

use super::{Checker, View};

/// The kinds of rows of the operations table.
const OPERATIONS: [&str; 6] = [ARRIVED, AUDIT, EXCEPTION, FEED, MODE, STATUS];

/// A shorter text may stand anywhere by chance.
const SHORTEST: usize = 6;

impl Checker {
    /// Reads through everything that is kept: rows, trails, the operations table, and the queue with its dead letters as one text.
    pub fn nothing_personal(&mut self, view: &View<'_>, queue: &str) {
        let nobody = BTreeSet::from([CANARY]);
        for OrderId(id) in view.tables.orders() {
            let mut personal = nobody.clone();
            personal.extend(view.shop.order(id).into_iter().flat_map(personal_of));
            let kept = kept(view, OrderId(id));
            let found = personal.into_iter().find(|text| kept.contains(text));
            self.fact("I9", Some(id), found.is_none(), || format!("{found:?} is kept {}", around(&kept, found)));
        }
        let rows = OPERATIONS.iter().flat_map(|kind| view.tables.operations_of(kind));
        let rows = rows.map(|row| format!("{row:?}")).collect::<Vec<_>>().join("\n");
        for (what, text) in [("the operations table", rows.as_str()), ("the queue", queue)] {
            let is_clean = !text.contains(CANARY);
            self.fact("I9", None, is_clean, || format!("{what} keeps it {}", around(text, Some(CANARY))));
        }
        let is_marked = |order: &Order| order.email.as_deref().is_some_and(|email| email.contains(CANARY));
        let mut orders = view.shop.orders().peekable();
        let is_looked_for = orders.peek().is_none() || orders.any(is_marked);
        self.fact("I9", None, is_looked_for, || format!("no customer is called {CANARY}: it would not be found"));
    }
}

/// What of an order is its customer's.
fn personal_of(order: &Order) -> impl Iterator<Item = &str> {
    let addresses = [&order.shipping_address, &order.billing_address].into_iter().flatten();
    let of_addresses = addresses.flat_map(|address| [&address.name, &address.address1, &address.phone]);
    let texts = of_addresses.chain([&order.email, &order.phone]).flatten();
    texts.map(|text| text.trim()).filter(|text| text.len() >= SHORTEST)
}

/// All that is kept of an order, as it is stored.
fn kept(view: &View<'_>, order: OrderId) -> String {
    let rows = view.tables.with_order(order, |rows| {
        let rows = rows.values().map(|row| format!("{} {} {:?}\n", row.item, row.body.to_json(), row.index));
        rows.collect::<String>()
    });
    let trail = view.tables.with_trail(order, |trail| serde_json::to_string(trail).unwrap_or_default());
    rows + &trail
}

/// Where a text was found.
fn around(kept: &str, found: Option<&str>) -> String {
    let Some(at) = found.and_then(|text| kept.find(text)) else { return String::new() };
    let from = kept[..at].char_indices().rev().nth(80).map_or(0, |(from, _)| from);
    format!("in …{}…", kept[from..].chars().take(200).collect::<String>())
}
