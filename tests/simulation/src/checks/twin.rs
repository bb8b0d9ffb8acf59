//! I7: doorbells change no order's net units and money. The same customers, played again without faults on doorbells, must come
//! to the same.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::OrderId;
use driver::rows::Body;
use rust_decimal::Decimal;

use super::{View, order_of};
use crate::played::Violation;

/// Of an order that changed, the export may have come before the change or after it: that is a matter of doorbells. Which revision is
/// booked is held against the shop's by I3.
const CHANGED: &str = "changed_after_export";

/// What an order comes to, in BlueCherry and in open exceptions together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Net {
    /// Units: those on live sales order lines, or, where a person has to act, those that the exceptions are about.
    pub units: i64,
    /// Money, likewise.
    pub money: Decimal,
    /// Units on live sales orders alone, and what they cost without charges, one sales order for each reference. Which part the
    /// charges go with is a matter of which one could go first.
    pub booked: (i64, Decimal),
    /// The kinds of the open exceptions with what they hold up: for people, since whether a change came before its export or
    /// after it is a matter of doorbells.
    pub exceptions: BTreeMap<&'static str, Decimal>,
}

/// What each order of a world at rest comes to.
pub fn net(view: &View<'_>) -> BTreeMap<u64, Net> {
    let mut nets: BTreeMap<u64, Net> = view.shop.orders().map(|order| (order.id, Net::default())).collect();
    let mut references = BTreeSet::new();
    for booked in view.books {
        let net = nets.entry(order_of(&booked.ext_ref).map_or(0, |(order, _)| order)).or_default();
        let (units, money) = (booked.control.units, booked.control.total);
        (net.units, net.money) = (net.units + units, net.money + money);
        // That the wire doubled a post is no matter of doorbells.
        if references.insert(&booked.ext_ref) {
            let charges: Decimal = booked.posted.charges.iter().map(|charge| charge.amt + charge.tax_amt).sum();
            net.booked = (net.booked.0 + units, net.booked.1 + money - charges);
        }
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
    let none = Net::default();
    let ids: BTreeSet<u64> = one.keys().chain(twin.keys()).copied().collect();
    ids.into_iter()
        .filter(|id| !is_same(one.get(id).unwrap_or(&none), twin.get(id).unwrap_or(&none)))
        .map(|id| Violation {
            invariant: "I7",
            order: Some(id),
            says: format!("it comes to {:?}, and to {:?} in the twin", one.get(&id), twin.get(&id)),
        })
        .collect()
}

/// Whether an order comes to the same. Where the same stands open in both, the same must be booked as well: else an exception would
/// hide whatever is booked.
fn is_same(one: &Net, twin: &Net) -> bool {
    let is_alike = one.exceptions.keys().eq(twin.exceptions.keys()) && !one.exceptions.contains_key(CHANGED);
    (one.units, one.money) == (twin.units, twin.money) && (!is_alike || one.booked == twin.booked)
}
