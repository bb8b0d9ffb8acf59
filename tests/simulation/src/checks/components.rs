//! I3: in what sales orders differ from a revision of the Shopify order, field by field.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sandbox::bluecherry::{BookedOrder, Line as BookedLine};
use sandbox::shopify::{Line, Order};

use super::amounts::{Worth, standing, worth};
use super::header;
use super::money::{carriage, payments, sums};
use crate::oracle::{Oracle, PartKey};

/// What came of a comparison.
#[derive(Debug, Default)]
pub struct Compared {
    /// In what the sales orders differ from the revision.
    pub differences: Vec<String>,
    /// The parts of the revision of which nothing is booked.
    pub unbooked: Vec<PartKey>,
    /// The freight stands on what is booked, or did until BlueCherry left it out.
    pub has_freight: bool,
    /// What a sales order was posted as whose freight BlueCherry left out; several where the books do not tell which of them it was.
    pub stripped: Vec<Decimal>,
    /// How many facts were looked at.
    pub facts: u64,
}

impl Compared {
    /// Whether BlueCherry left the freight out.
    pub fn is_stripped(&self) -> bool {
        !self.stripped.is_empty()
    }

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
    let (article, label) = (oracle.article(line.sku.as_deref()), oracle.label(line.sku.as_deref()));
    for row in &rows {
        let sku = &row.sku;
        let is_it = article.is_some_and(|(division, style, colour, label, dimension, size)| {
            (&sku.division, &sku.style, &sku.color_code, &sku.lbl_code, &sku.dimension, sku.size_bk)
                == (division, style, colour, label, dimension, *size)
        });
        let is_it = is_it && label.is_some_and(|(size, upc)| (&sku.size_desc, &sku.upc) == (size, upc));
        compared.fact(is_it, || format!("line {id} is booked as {sku:?}"));
    }
    let units: i64 = rows.iter().map(|row| row.qty).sum();
    let part = |amount: Decimal| {
        let standing = Decimal::from(line.current_quantity);
        if standing.is_zero() { Decimal::ZERO } else { amount * Decimal::from(units) / standing }
    };
    let Worth { tax, net, basis } = worth(order, line);
    // Each way of cutting up (removed units, locations, prices) may move a share of a penny from one row to another.
    let near = |one: Decimal, other: Decimal, pennies: i64| (one - other).abs() <= Decimal::new(pennies, 2);
    let is_whole = units == i64::from(line.current_quantity);
    let pennies = i64::from(!is_whole) + i64::from(line.current_quantity != line.quantity);
    let discounts = i64::try_from(line.allocations.len()).unwrap_or(i64::MAX);
    let booked_tax: Decimal = rows.iter().map(|row| row.tax_amt).sum();
    let booked_off: Decimal = rows.iter().flat_map(|row| &row.allowances).map(|allowance| allowance.amt).sum();
    let merchandise: Decimal = rows.iter().map(|row| row.unit_price * Decimal::from(row.qty)).sum();
    compared.fact(near(booked_tax, part(tax), pennies), || {
        format!("line {id}: tax {booked_tax} is booked, {} was charged", part(tax))
    });
    // Each discount is cut up by itself.
    compared.fact(near(merchandise - booked_off, part(net), pennies * discounts.max(1)), || {
        format!("line {id}: {} net is booked, {} was charged", merchandise - booked_off, part(net))
    });
    if !order.taxes_included {
        let is_price = rows.iter().all(|row| row.unit_price == line.price);
        compared.fact(is_price, || format!("line {id}: booked at {:?}, sold at {}", rows[0].unit_price, line.price));
    }
    compare_allowances(compared, oracle, order, line, &rows, |count, given, booked| {
        let pennies = (pennies + i64::from(order.taxes_included)) * count;
        near(booked, part(standing(line, given) * basis), pennies)
    });
}

/// Each discount stands under its code: nothing else does. `is_it` says whether what is booked under a code, to which so many
/// discounts go, is what was given.
fn compare_allowances(
    compared: &mut Compared,
    oracle: &Oracle,
    order: &Order,
    line: &Line,
    rows: &[&BookedLine],
    is_it: impl Fn(i64, Decimal, Decimal) -> bool,
) {
    let mut codes: BTreeMap<&str, (i64, Decimal, Decimal)> = BTreeMap::new();
    for allocation in &line.allocations {
        let discount = order.discounts.get(allocation.application);
        let code = discount.and_then(|discount| oracle.allowance(&discount.name)).map_or("", String::as_str);
        let (count, given, _) = codes.entry(code).or_default();
        (*count, *given) = (*count + 1, *given + allocation.amount);
    }
    for allowance in rows.iter().flat_map(|row| &row.allowances) {
        codes.entry(&allowance.code).or_default().2 += allowance.amt;
    }
    let id = line.id;
    compared.fact(codes.values().all(|(count, given, booked)| is_it(*count, *given, *booked)), || {
        let said: Vec<String> =
            codes.iter().map(|(code, (_, given, booked))| format!("{booked} for {given} as {code:?}")).collect();
        format!("line {id}: discounts are booked otherwise than they were given: {}", said.join(", "))
    });
}
