//! I3: in what sales orders differ from a revision of the Shopify order, field by field.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use sandbox::bluecherry::{BookedOrder, Line as BookedLine};
use sandbox::shopify::{Line, Order};

use super::header;
use crate::oracle::{Oracle, PartKey, paid};

/// What came of a comparison.
#[derive(Debug, Default)]
pub struct Compared {
    /// In what the sales orders differ from the revision.
    pub differences: Vec<String>,
    /// The parts of the revision of which nothing is booked.
    pub unbooked: Vec<PartKey>,
    /// The freight is left out, and BlueCherry alone did it.
    pub lacks_freight: bool,
    /// How many facts were looked at.
    pub facts: u64,
}

impl Compared {
    /// Looks at one fact.
    pub(super) fn fact(&mut self, holds: bool, says: impl FnOnce() -> String) {
        self.facts += 1;
        if !holds {
            self.differences.push(says());
        }
    }
}

/// Compares what is booked, one sales order for each reference, with a revision. `otherwise`: BlueCherry left the freight out of
/// one of them.
pub fn compare(oracle: &Oracle, revision: &Order, booked: &[&BookedOrder], otherwise: bool) -> Compared {
    let mut compared = Compared::default();
    let mut parts = oracle.parts(revision);
    for order in booked {
        let key = (order.posted.division.clone(), order.posted.location.clone());
        let units = parts.remove(&key);
        compared.fact(units.as_ref() == Some(&units_of(order)), || {
            format!("{} holds {:?} for {key:?}, of which the order has {units:?}", order.ext_ref, units_of(order))
        });
        header::compare(&mut compared, oracle, revision, order);
    }
    compared.unbooked = parts.into_keys().collect();
    for line in &revision.lines {
        compare_line(&mut compared, oracle, revision, line, booked);
    }
    carriage(&mut compared, oracle, revision, booked, otherwise);
    payments(&mut compared, oracle, revision, booked);
    sums(&mut compared, revision, booked);
    compared
}

/// Units by Shopify's line. `.2` and so on name further prices of one line.
pub fn units_of(order: &BookedOrder) -> BTreeMap<u64, u32> {
    let mut units = BTreeMap::new();
    for row in &order.posted.lines {
        *units.entry(line_of(row)).or_default() += u32::try_from(row.qty).unwrap_or(u32::MAX);
    }
    units
}

fn line_of(row: &BookedLine) -> u64 {
    row.ext_line_ref.split('.').next().and_then(|line| line.parse().ok()).unwrap_or_default()
}

/// Article, price, discount and tax of a line, over all its rows.
fn compare_line(compared: &mut Compared, oracle: &Oracle, order: &Order, line: &Line, booked: &[&BookedOrder]) {
    let rows: Vec<&BookedLine> =
        booked.iter().flat_map(|order| &order.posted.lines).filter(|row| line_of(row) == line.id).collect();
    if rows.is_empty() {
        return;
    }
    let id = line.id;
    let article = oracle.article(line.sku.as_deref());
    for row in &rows {
        let sku = &row.sku;
        let is_it = article.is_some_and(|(division, style, colour, label, dimension, size)| {
            (&sku.division, &sku.style, &sku.color_code, &sku.lbl_code, &sku.dimension, sku.size_bk)
                == (division, style, colour, label, dimension, *size)
        });
        compared.fact(is_it, || format!("line {id} is booked as {sku:?}"));
    }
    let units: i64 = rows.iter().map(|row| row.qty).sum();
    let standing = Decimal::from(line.current_quantity);
    let part =
        |amount: Decimal| if standing.is_zero() { Decimal::ZERO } else { amount * Decimal::from(units) / standing };
    let stands = |amount: Decimal| amount * standing / Decimal::from(line.quantity.max(1));
    let tax = stands(line.taxes.iter().map(|tax| tax.price).sum());
    let off = stands(line.allocations.iter().map(|allocation| allocation.amount).sum());
    let gross = line.price * standing - off;
    let net = if order.taxes_included { gross - tax } else { gross };
    let off = if order.taxes_included && !gross.is_zero() { off * net / gross } else { off };
    // Each way of cutting up (removed units, locations, prices) may move a share of a penny from one row to another.
    let near = |one: Decimal, other: Decimal, pennies: i64| (one - other).abs() <= Decimal::new(pennies, 2);
    let is_whole = units == i64::from(line.current_quantity);
    let pennies = i64::from(!is_whole) + i64::from(line.current_quantity != line.quantity);
    let booked_tax: Decimal = rows.iter().map(|row| row.tax_amt).sum();
    let booked_off: Decimal = rows.iter().flat_map(|row| &row.allowances).map(|allowance| allowance.amt).sum();
    let merchandise: Decimal = rows.iter().map(|row| row.unit_price * Decimal::from(row.qty)).sum();
    compared.fact(near(booked_tax, part(tax), pennies), || {
        format!("line {id}: tax {booked_tax} is booked, {} was charged", part(tax))
    });
    compared.fact(near(merchandise - booked_off, part(net), pennies), || {
        format!("line {id}: {} net is booked, {} was charged", merchandise - booked_off, part(net))
    });
    let pennies = pennies + i64::from(order.taxes_included);
    compared.fact(near(booked_off, part(off), pennies), || {
        format!("line {id}: {booked_off} off is booked, {} was given", part(off))
    });
    if !order.taxes_included {
        let is_price = rows.iter().all(|row| row.unit_price == line.price);
        compared.fact(is_price, || format!("line {id}: booked at {:?}, sold at {}", rows[0].unit_price, line.price));
    }
    let given: BTreeSet<&String> = line
        .allocations
        .iter()
        .filter_map(|allocation| order.discounts.get(allocation.application))
        .filter_map(|discount| oracle.allowance(&discount.name))
        .collect();
    for allowance in rows.iter().flat_map(|row| &row.allowances) {
        compared.fact(given.contains(&allowance.code), || format!("line {id} has the allowance {}", allowance.code));
    }
}

/// Carriage is one charge, on one sales order, its tax apart.
fn carriage(compared: &mut Compared, oracle: &Oracle, order: &Order, booked: &[&BookedOrder], otherwise: bool) {
    let (amount, tax) = freight(order);
    let charges: Vec<_> = booked.iter().flat_map(|order| &order.posted.charges).collect();
    let is_none = amount.is_zero() && tax.is_zero();
    let may_be_elsewhere = !compared.unbooked.is_empty() && charges.is_empty();
    compared.lacks_freight = otherwise && charges.is_empty() && !is_none;
    let is_it = match charges.as_slice() {
        [] => is_none || may_be_elsewhere || compared.lacks_freight,
        [charge] => charge.amt == amount && charge.tax_amt == tax && Some(&charge.code) == oracle.freight(),
        _ => false,
    };
    compared.fact(is_it, || format!("the charges are {charges:?}; carriage is {amount}, its tax {tax}"));
}

/// What carriage comes to without tax, and its tax.
pub fn freight(order: &Order) -> (Decimal, Decimal) {
    let standing = || order.shipping_lines.iter().filter(|line| !line.removed);
    let tax: Decimal = standing().flat_map(|line| &line.taxes).map(|tax| tax.price).sum();
    let amount: Decimal = standing().map(|line| line.current_discounted_price).sum();
    (if order.taxes_included { amount - tax } else { amount }, tax)
}

/// Each gateway's money stands under its tender.
fn payments(compared: &mut Compared, oracle: &Oracle, revision: &Order, booked: &[&BookedOrder]) {
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
    for order in booked {
        let paid: Decimal = order.posted.payments.iter().map(|payment| payment.amt).sum();
        let most = Decimal::new(i64::try_from(held.len()).unwrap_or(i64::MAX), 2);
        // What was paid for a freight that is left out stands under its tender all the same.
        let left_out = if compared.lacks_freight { freight(revision).0 + freight(revision).1 } else { Decimal::ZERO };
        let is_for = |more: Decimal| (paid - order.control.total - more).abs() <= most;
        compared.fact(is_for(Decimal::ZERO) || is_for(left_out), || {
            format!("{}: {paid} is paid of {}", order.ext_ref, order.control.total)
        });
    }
}

/// What is booked comes to what the shop says.
fn sums(compared: &mut Compared, order: &Order, booked: &[&BookedOrder]) {
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
    let (freight, freight_tax) = if compared.lacks_freight { freight(order) } else { Default::default() };
    for (what, found, stated) in [
        ("total", sum(|order| order.control.total), order.sums.current_total_price - freight - freight_tax),
        ("tax", sum(|order| order.control.tax_amt), order.sums.current_total_tax - freight_tax),
        ("units", Decimal::from(units), Decimal::from(standing)),
    ] {
        compared.fact(found == stated, || format!("{what} {found} is booked, {stated} stands in Shopify"));
    }
}
