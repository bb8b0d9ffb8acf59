//! The codes that an order at rest waits for, as the table's index must name them: `kind#name in Shopify`.

use std::collections::BTreeSet;

use sandbox::shopify::{Line, Order};

use crate::oracle::{Oracle, PartKey, paid};

/// Kinds of which one code, `*`, stands for all that have none of their own: an order waits for that as well.
const WITH_DEFAULT: [&str; 3] = ["carrier", "allowance", "tender"];

/// What an order waits for.
#[derive(Debug, Default)]
pub(super) struct Awaited {
    /// What it certainly waits for.
    pub(super) must: BTreeSet<String>,
    /// What it may wait for besides: any code of a part that BlueCherry rejected may be the wrong one.
    pub(super) may: BTreeSet<String>,
}

impl Awaited {
    /// Whether exactly these codes are waited for.
    pub(super) fn is(&self, found: &BTreeSet<String>) -> bool {
        found.is_superset(&self.must) && found.iter().all(|code| self.must.contains(code) || self.may.contains(code))
    }
}

/// What an order waits for whose open exceptions are of these kinds, and of which these parts are not booked.
pub(super) fn awaited(oracle: &Oracle, order: &Order, kinds: &BTreeSet<&str>, unbooked: &[PartKey]) -> Awaited {
    let mut awaited = Awaited::default();
    for kind in kinds {
        let codes = match *kind {
            "missing_sku" => skus(order, |line| oracle.article(line.sku.as_deref()).is_none()),
            "missing_location" => locations(order, |_, location| oracle.served(location).is_none()),
            "missing_carrier" => [format!("carrier#{}", carrier(order))].into(),
            "missing_allowance" => {
                named("allowance", discounts(order).filter(|discount| oracle.allowance(discount).is_none()))
            }
            "missing_tender" => {
                named("tender", paid(order).into_keys().filter(|gateway| oracle.tender(gateway).is_none()))
            }
            "sku_outside_location" => outside(oracle, order),
            "erp_rejected" => {
                awaited.may.extend(every(order, unbooked));
                rejected(oracle, order, unbooked)
            }
            _ => continue,
        };
        awaited.must.extend(codes);
        let default = kind.strip_prefix("missing_").filter(|kind| WITH_DEFAULT.contains(kind));
        awaited.must.extend(default.map(|kind| format!("{kind}#*")));
    }
    awaited
}

fn named<'a>(kind: &str, names: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    names.map(|name| format!("{kind}#{}", name.trim())).collect()
}

fn standing(order: &Order) -> impl Iterator<Item = &Line> {
    order.lines.iter().filter(|line| line.current_quantity > 0)
}

/// An article goes by its SKU; one that has none by its variant, and one that has neither by its title.
fn sku(line: &Line) -> String {
    match (line.sku.as_deref().map(str::trim).filter(|sku| !sku.is_empty()), line.variant) {
        (Some(sku), _) => format!("sku#{sku}"),
        (None, Some(variant)) => format!("sku#variant:{variant}"),
        (None, None) => format!("sku#title:{}", line.title.trim()),
    }
}

fn skus(order: &Order, is_wanted: impl Fn(&Line) -> bool) -> BTreeSet<String> {
    standing(order).filter(|line| is_wanted(line)).map(sku).collect()
}

fn locations(order: &Order, is_wanted: impl Fn(u64, u64) -> bool) -> BTreeSet<String> {
    let routed = Oracle::routed(order).into_keys().filter(|(line, location)| is_wanted(*line, *location));
    routed.map(|(_, location)| format!("location#{location}")).collect()
}

fn carrier(order: &Order) -> &str {
    let line = order.shipping_lines.iter().find(|line| !line.removed);
    line.map_or("none", |line| line.code.as_deref().unwrap_or(&line.title)).trim()
}

fn discounts(order: &Order) -> impl Iterator<Item = &str> {
    let given = standing(order).flat_map(|line| &line.allocations);
    given.filter_map(|share| order.discounts.get(share.application)).map(|discount| discount.name.as_str())
}

/// Articles and locations of which the one does not serve the other's division.
fn outside(oracle: &Oracle, order: &Order) -> BTreeSet<String> {
    let is_outside = |line: &Line, location: u64| {
        let (article, served) = (oracle.article(line.sku.as_deref()), oracle.served(location));
        article.zip(served).is_some_and(|(article, served)| !served.contains(&article.0))
    };
    let mut codes = BTreeSet::new();
    for (id, location) in Oracle::routed(order).into_keys() {
        for line in standing(order).filter(|line| line.id == id && is_outside(line, location)) {
            codes.extend([sku(line), format!("location#{location}")]);
        }
    }
    codes
}

/// The articles of the parts of which nothing is booked because BlueCherry rejected them.
fn rejected(oracle: &Oracle, order: &Order, unbooked: &[PartKey]) -> BTreeSet<String> {
    let parts = oracle.parts(order);
    let rejected = unbooked
        .iter()
        .filter_map(|key| parts.get(key))
        .filter(|lines| oracle.lacks(order, lines).contains(&"erp_rejected"));
    let lines: BTreeSet<u64> = rejected.flat_map(|lines| lines.keys().copied()).collect();
    skus(order, |line| lines.contains(&line.id))
}

/// Every code that a sales order of these parts may name.
fn every(order: &Order, unbooked: &[PartKey]) -> BTreeSet<String> {
    let mut codes = skus(order, |_| true);
    codes.extend(locations(order, |_, _| true));
    codes.extend([format!("carrier#{}", carrier(order)), "charge#freight".to_owned()]);
    codes.extend(named("allowance", discounts(order)));
    codes.extend(named("tender", paid(order).into_keys()));
    codes.extend(unbooked.iter().map(|(division, _)| format!("division#{division}")));
    codes
}
