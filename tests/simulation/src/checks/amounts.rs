//! What carriage and goods of an order come to, by the shop's own facts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sandbox::shopify::{Line, Order};

/// What carriage comes to without tax, and its tax.
pub fn freight(order: &Order) -> (Decimal, Decimal) {
    let standing = || order.shipping_lines.iter().filter(|line| !line.removed);
    let tax: Decimal = standing().flat_map(|line| &line.taxes).map(|tax| tax.price).sum();
    let amount: Decimal = standing().map(|line| line.current_discounted_price).sum();
    (if order.taxes_included { amount - tax } else { amount }, tax)
}

/// The money of a line's standing units: tax, and what they cost without it. Where units were removed, shares of a penny are left.
pub(super) struct Worth {
    pub tax: Decimal,
    pub net: Decimal,
    /// Without tax for each unit of the price after discounts: less than one where the prices hold the tax.
    pub basis: Decimal,
}

/// What the standing units of a line are worth.
pub(super) fn worth(order: &Order, line: &Line) -> Worth {
    let tax = standing(line, line.taxes.iter().map(|tax| tax.price).sum());
    let off = standing(line, line.allocations.iter().map(|allocation| allocation.amount).sum());
    let gross = line.price * Decimal::from(line.current_quantity) - off;
    let net = if order.taxes_included { gross - tax } else { gross };
    let basis = if order.taxes_included && !gross.is_zero() { net / gross } else { Decimal::ONE };
    Worth { tax, net, basis }
}

/// The share of the standing units in an amount over all units ordered.
pub(super) fn standing(line: &Line, amount: Decimal) -> Decimal {
    amount * Decimal::from(line.current_quantity) / Decimal::from(line.quantity.max(1))
}

/// What units of lines come to with their tax, and by how many pennies that may be off: each way of cutting a line up may move some
/// from one piece to another.
pub(super) fn goods(order: &Order, units: &BTreeMap<u64, u32>) -> (Decimal, i64) {
    let mut sum = (Decimal::ZERO, 0);
    for line in order.lines.iter().filter(|line| line.current_quantity > 0) {
        let Some(&taken) = units.get(&line.id) else { continue };
        let Worth { tax, net, .. } = worth(order, line);
        let is_whole = taken == line.current_quantity && line.current_quantity == line.quantity;
        let pieces = i64::try_from(2 + line.allocations.len()).unwrap_or(i64::MAX);
        sum.0 += (net + tax) * Decimal::from(taken) / Decimal::from(line.current_quantity);
        sum.1 += if is_whole { 0 } else { pieces };
    }
    sum
}
