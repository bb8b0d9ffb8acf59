//! I3: the money that is no line's, and the sums: carriage, payments, totals.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sandbox::bluecherry::BookedOrder;
use sandbox::shopify::Order;

use super::amounts::freight;
use super::components::Compared;
use crate::oracle::{Oracle, paid};

/// Carriage is one charge, on one sales order, its tax apart. It waits with a part of which nothing is booked only if that part can
/// go: what lacks a code never holds the order's own money.
pub(super) fn carriage(
    compared: &mut Compared,
    oracle: &Oracle,
    order: &Order,
    booked: &[&BookedOrder],
    otherwise: bool,
) {
    let (amount, tax) = freight(order);
    let charges: Vec<_> = booked.iter().flat_map(|order| &order.posted.charges).collect();
    let is_none = amount.is_zero() && tax.is_zero();
    if otherwise && charges.is_empty() && !is_none {
        // It was paid for all the same.
        let gateways = paid(order).len();
        let lacking = booked.iter().filter(|order| is_paid_for(order, amount + tax, gateways));
        compared.stripped = lacking.map(|order| order.control.total + amount + tax).collect();
    }
    compared.has_freight = !charges.is_empty() || !compared.stripped.is_empty();
    let is_it = match charges.as_slice() {
        [] => is_none || compared.has_freight || may_wait(compared, oracle, order),
        [charge] => charge.amt == amount && charge.tax_amt == tax && Some(&charge.code) == oracle.freight(),
        _ => false,
    };
    compared.fact(is_it, || format!("the charges are {charges:?}; carriage is {amount}, its tax {tax}"));
}

fn may_wait(compared: &Compared, oracle: &Oracle, order: &Order) -> bool {
    let parts = oracle.parts(order);
    compared.unbooked.iter().filter_map(|key| parts.get(key)).any(|lines| oracle.can_go(order, lines))
}

/// Each gateway's money stands under its tender.
pub(super) fn payments(compared: &mut Compared, oracle: &Oracle, revision: &Order, booked: &[&BookedOrder]) {
    let mut due: BTreeMap<&str, Decimal> = BTreeMap::new();
    let held = paid(revision);
    for (gateway, amount) in &held {
        *due.entry(oracle.tender(gateway).map_or("", String::as_str)).or_default() += *amount;
    }
    let mut found: BTreeMap<&str, Decimal> = BTreeMap::new();
    for payment in booked.iter().flat_map(|order| &order.posted.payments) {
        *found.entry(&payment.method).or_default() += payment.amt;
    }
    found.retain(|_, amount| !amount.is_zero());
    if compared.unbooked.is_empty() {
        compared.fact(found == due, || format!("payments {found:?} are booked, {due:?} were made"));
        return;
    }
    compared.fact(found.keys().all(|tender| due.contains_key(tender)), || format!("tenders {:?}", found.keys()));
    // What was paid for a freight that is left out stands under its tender all the same.
    let (freight, tax) = freight(revision);
    let left_out = freight + tax;
    for order in booked {
        let paid: Decimal = order.posted.payments.iter().map(|payment| payment.amt).sum();
        let total = order.control.total;
        let is_stripped = || compared.stripped.contains(&(total + left_out));
        let is_it = is_paid_for(order, Decimal::ZERO, held.len())
            || (is_stripped() && is_paid_for(order, left_out, held.len()));
        compared.fact(is_it, || format!("{}: {paid} is paid of {total}", order.ext_ref));
    }
}

/// Whether what was paid is what a sales order comes to and so much more, but for a penny of each gateway.
fn is_paid_for(order: &BookedOrder, more: Decimal, gateways: usize) -> bool {
    let paid: Decimal = order.posted.payments.iter().map(|payment| payment.amt).sum();
    (paid - order.control.total - more).abs() <= Decimal::new(i64::try_from(gateways).unwrap_or(i64::MAX), 2)
}

/// What is booked comes to what the shop says.
pub(super) fn sums(compared: &mut Compared, order: &Order, booked: &[&BookedOrder]) {
    for order in booked {
        let is_said = order.posted.control == order.control;
        compared.fact(is_said, || format!("{} was posted with other totals than it comes to", order.ext_ref));
    }
    if !compared.unbooked.is_empty() {
        return;
    }
    let sum = |pick: fn(&BookedOrder) -> Decimal| booked.iter().map(|order| pick(order)).sum::<Decimal>();
    let units: i64 = booked.iter().map(|order| order.control.units).sum();
    let standing: i64 = order.lines.iter().map(|line| i64::from(line.current_quantity)).sum();
    let (freight, freight_tax) = if compared.is_stripped() { freight(order) } else { Default::default() };
    for (what, found, stated) in [
        ("total", sum(|order| order.control.total), order.sums.current_total_price - freight - freight_tax),
        ("tax", sum(|order| order.control.tax_amt), order.sums.current_total_tax - freight_tax),
        ("units", Decimal::from(units), Decimal::from(standing)),
    ] {
        compared.fact(found == stated, || format!("{what} {found} is booked, {stated} stands in Shopify"));
    }
}
