//! I3: a sales order equals the revision that was read, in each component, to the penny.

use rust_decimal::Decimal;

use crate::bluecherry::BookedOrder;
use crate::day::checks::{Checked, codes, units::line_of};
use crate::day::facts::Facts;
use crate::shopify::{Line, Order};
use crate::world::samples::Samples;

/// Compares every booked order with the shop's order, line by line and sum by sum.
pub(super) fn equal_to_the_revision(facts: &Facts<'_>) -> Checked {
    let mut check = Checked::new("I3", "a sales order equals the revision that was read, in each component and code");
    for (id, booked) in &facts.booked {
        let Some(order) = facts.orders.get(id) else { continue };
        let whole = facts.settled.stored.get(id).is_some_and(|stored| stored.order.rest.exceptions.is_empty());
        for line in order.lines.iter().filter(|line| line.current_quantity == line.quantity) {
            line_money(&mut check, order, line, booked);
        }
        if whole {
            order_money(&mut check, order, booked);
        }
        codes::equal(&mut check, &facts.world.samples, order, booked);
    }
    check
}

fn line_money(check: &mut Checked, order: &Order, line: &Line, booked: &[BookedOrder]) {
    let rows: Vec<_> = booked
        .iter()
        .flat_map(|booked| &booked.posted.lines)
        .filter(|row| line_of(&row.ext_line_ref) == line.id)
        .collect();
    let units: i64 = rows.iter().map(|row| row.qty).sum();
    if units != i64::from(line.quantity) {
        return; // I1 says so.
    }
    let tax: Decimal = rows.iter().map(|row| row.tax_amt).sum();
    let off: Decimal = rows.iter().flat_map(|row| &row.allowances).map(|allowance| allowance.amt).sum();
    let merchandise: Decimal = rows.iter().map(|row| row.unit_price * Decimal::from(row.qty)).sum();
    let stated_tax: Decimal = line.taxes.iter().map(|tax| tax.price).sum();
    let stated_off: Decimal = line.allocations.iter().map(|allocation| allocation.amount).sum();
    let gross = line.price * Decimal::from(line.quantity) - stated_off;
    let net = if order.taxes_included { gross - stated_tax } else { gross };
    let name = &order.name;
    check.fact(tax == stated_tax, || format!("{name} line {}: tax {tax} booked, {stated_tax} charged", line.id));
    check.fact(merchandise - off == net, || {
        format!("{name} line {}: {} net booked, {net} charged", line.id, merchandise - off)
    });
    if !order.taxes_included {
        check.fact(off == stated_off, || format!("{name} line {}: {off} off booked, {stated_off} given", line.id));
    }
}

fn order_money(check: &mut Checked, order: &Order, booked: &[BookedOrder]) {
    let name = &order.name;
    let sum = |pick: fn(&BookedOrder) -> Decimal| booked.iter().map(pick).sum::<Decimal>();
    let shipping: Decimal = order.shipping_lines.iter().map(|line| line.current_discounted_price).sum();
    let shipping_tax: Decimal = order.shipping_lines.iter().flat_map(|line| &line.taxes).map(|tax| tax.price).sum();
    let freight = if order.taxes_included { shipping - shipping_tax } else { shipping };
    let compare = [
        ("total", sum(|booked| booked.control.total), order.sums.current_total_price),
        ("tax", sum(|booked| booked.control.tax_amt), order.sums.current_total_tax),
        ("freight", sum(|booked| booked.control.freight_amt), freight),
        (
            "payments",
            booked.iter().flat_map(|booked| &booked.posted.payments).map(|payment| payment.amt).sum(),
            order.sums.current_total_price,
        ),
    ];
    for (what, found, stated) in compare {
        check.fact(found == stated, || format!("{name}: {what} {found} booked, {stated} in Shopify"));
    }
}

/// The warehouse codes of a line's locations.
pub(super) fn warehouses(samples: &Samples, line: &Line) -> Vec<String> {
    line.locations
        .iter()
        .filter_map(|(location, _)| Samples::find(&samples.locations, &location.to_string()))
        .map(|row| crate::world::samples::value(row, "warehouse").to_owned())
        .collect()
}
