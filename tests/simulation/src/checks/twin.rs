//! I7: doorbells change no order's net units and money. The same customers, played again without faults on doorbells, must come
//! to the same.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::OrderId;
use driver::rows::Body;
use rust_decimal::Decimal;

use super::{View, order_of};
use crate::played::Violation;

/// What an order comes to, in BlueCherry and in open exceptions together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Net {
    /// Units: those on live sales order lines, or, where a person has to act, those that the exceptions are about.
    pub units: i64,
    /// Money, likewise.
    pub money: Decimal,
    /// The kinds of the open exceptions with what they hold up: for people, since whether a change came before its export or
    /// after it is a matter of doorbells.
    pub exceptions: BTreeMap<&'static str, Decimal>,
}

/// What each order of a world at rest comes to.
pub fn net(view: &View<'_>) -> BTreeMap<u64, Net> {
    let mut nets: BTreeMap<u64, Net> = view.shop.orders().map(|order| (order.id, Net::default())).collect();
    for booked in view.books {
        let net = nets.entry(order_of(&booked.ext_ref).map_or(0, |(order, _)| order)).or_default();
        net.units += booked.control.units;
        net.money += booked.control.total;
    }
    for (id, net) in &mut nets {
        view.tables.with_order(OrderId(*id), |rows| {
            let Some(Body::Head(head)) = rows.get("root").map(|row| &row.body) else { return };
            for open in &head.rest.exceptions {
                let held_up = open.exception.at_stake.map_or(Decimal::ZERO, |stake| stake.amount);
                *net.exceptions.entry(open.exception.problem.kind()).or_default() += held_up;
            }
            // An exception tells its owner to make the books what the order is: with it, they come to that.
            if let Some(image) = head.image.as_ref().filter(|_| !net.exceptions.is_empty()) {
                net.units = image.lines.iter().map(|line| i64::from(line.current.0)).sum();
                net.money = image.total.amount;
            }
        });
    }
    nets
}

/// In which orders two worlds of the same customers differ.
pub fn compare(one: &BTreeMap<u64, Net>, twin: &BTreeMap<u64, Net>) -> Vec<Violation> {
    let sums = |nets: &BTreeMap<u64, Net>, id| nets.get(&id).map(|net| (net.units, net.money));
    let ids: BTreeSet<u64> = one.keys().chain(twin.keys()).copied().collect();
    ids.into_iter()
        .filter(|id| sums(one, *id) != sums(twin, *id))
        .map(|id| Violation {
            invariant: "I7",
            order: Some(id),
            says: format!("it comes to {:?}, and to {:?} in the twin", one.get(&id), twin.get(&id)),
        })
        .collect()
}
