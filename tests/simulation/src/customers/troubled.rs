//! Orders of several parts, of which one line has a trouble that holds its part alone: a discount without a mapping, or an article
//! that BlueCherry does not know.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use sandbox::day::generator::{Customer, Expected, unknown_to_erp};
use sandbox::shopify::{Allocation, DiscountApplication, DiscountKind, Order};
use sandbox::world::samples::{Samples, value};

use super::draw::Draw;
use super::money::{pence, tax_anew, tie, worth};
use crate::case::Case;

/// Of a thousand orders that nothing else is the matter with, how many are tried. One in three is of one part, and stays as it is.
const TROUBLED: u64 = 45;

/// What a discount is called that no mapping knows when the day begins.
const PARTNER: &str = "PARTNER-";

/// Gives a line of the order a trouble, or two of them one each, if another part is left without the first.
pub(super) fn trouble(case: &Case, number: u32, samples: &Samples, customer: &mut Customer) {
    let mut draw = Draw::of(case, number, "trouble");
    if customer.draft || customer.expected != Expected::Exported || !draw.happens(TROUBLED) {
        return;
    }
    let (allowance, article) = match draw.between(0, 5) {
        0 | 1 => (true, false),
        2 | 3 => (false, true),
        _ => (true, true),
    };
    let order = &mut customer.order;
    let before = worth(order);
    if article {
        unknown_article(order, samples, &mut draw);
    }
    if allowance {
        unmapped_discount(order, number, samples, &mut draw);
    }
    tie(order, before);
}

/// Whether no mapping knows a discount when the day begins.
pub(super) fn is_unmapped(discount: &DiscountApplication) -> bool {
    discount.name.starts_with(PARTNER)
}

fn unknown_article(order: &mut Order, samples: &Samples, draw: &mut Draw) {
    let (Some(place), Some(row)) = (drawn_line(order, draw), samples.skus.last()) else { return };
    let serving = serving(samples, value(row, "division"));
    let Some(&location) = draw.one_of(&serving) else { return };
    let mut troubled = order.clone();
    let line = &mut troubled.lines[place];
    line.sku = Some(unknown_to_erp(samples));
    line.title = unknown_to_erp(samples);
    line.locations = vec![(location, line.quantity)];
    if leaves_a_part(&troubled, place, samples) {
        *order = troubled;
    }
}

fn unmapped_discount(order: &mut Order, number: u32, samples: &Samples, draw: &mut Draw) {
    let Some(first) = drawn_line(order, draw) else { return };
    let is_known = |place: &usize| order.lines[*place].sku.as_deref() != Some(&unknown_to_erp(samples));
    let places = (first..order.lines.len()).chain(0..first).filter(is_known);
    let Some(place) = places.into_iter().find(|place| leaves_a_part(order, *place, samples)) else { return };
    let (application, included) = (order.discounts.len(), order.taxes_included);
    order.discounts.push(DiscountApplication { kind: DiscountKind::Code, name: format!("{PARTNER}{number}") });
    let line = &mut order.lines[place];
    let percent = Decimal::from(draw.between(5, 16));
    let gross = line.price * Decimal::from(line.quantity);
    line.allocations.push(Allocation { amount: pence(gross * percent / Decimal::ONE_HUNDRED), application });
    tax_anew(line, included);
}

fn drawn_line(order: &Order, draw: &mut Draw) -> Option<usize> {
    let places: Vec<usize> = (0..order.lines.len()).collect();
    draw.one_of(&places).copied()
}

/// Whether some part holds none of a line's units.
fn leaves_a_part(order: &Order, place: usize, samples: &Samples) -> bool {
    let of_line = |place: usize| -> BTreeSet<(&str, &str)> {
        let line = &order.lines[place];
        let row = Samples::find(&samples.skus, line.sku.as_deref().unwrap_or_default());
        let division = row.map_or("", |row| value(row, "division"));
        let warehouse = |location: u64| {
            Samples::find(&samples.locations, &location.to_string()).map_or("", |row| value(row, "warehouse"))
        };
        line.locations.iter().map(|(location, _)| (division, warehouse(*location))).collect()
    };
    let own = of_line(place);
    (0..order.lines.len()).any(|other| of_line(other).iter().any(|part| !own.contains(part)))
}

fn serving(samples: &Samples, division: &str) -> Vec<u64> {
    let rows = samples.locations.iter();
    let rows = rows.filter(|row| value(row, "divisions").split('|').any(|served| served == division));
    rows.filter_map(|row| value(row, "source").parse().ok()).collect()
}
