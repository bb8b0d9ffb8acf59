//! The sums that Shopify states with an order.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::line::Line;
use super::order::Order;

/// The sums of an order, in the shop's currency. Those of an order placed from a REST payload are the payload's own, and need not tie.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// What the customer owed when the order was placed.
    pub total_price: Decimal,
    /// What stands after edits and refunds.
    pub current_total_price: Decimal,
    /// The tax that stands after edits and refunds.
    pub current_total_tax: Decimal,
    /// Duties; absent unless the order crosses a border with duties taken at the checkout.
    pub current_total_duties: Option<Decimal>,
    /// Additional fees, absent where there are none.
    pub current_total_additional_fees: Option<Decimal>,
    /// Tips.
    pub total_tip_received: Decimal,
    /// What cash rounding added to the payment.
    pub cash_rounding: Decimal,
}

/// The sums as they follow from the lines; duties, fees, tips and rounding stay as they are.
pub(super) fn current(order: &Order) -> Sums {
    let standing = order.lines.iter().map(|line| share(line, merchandise(line))).sum::<Decimal>();
    let line_taxes =
        order.lines.iter().map(|line| share(line, line.taxes.iter().map(|tax| tax.price).sum())).sum::<Decimal>();
    let shipping = order.shipping_lines.iter().filter(|shipping| !shipping.removed);
    let carriage = shipping.clone().map(|shipping| shipping.current_discounted_price).sum::<Decimal>();
    let carriage_taxes = shipping.flat_map(|shipping| &shipping.taxes).map(|tax| tax.price).sum::<Decimal>();
    let tax = line_taxes + carriage_taxes;
    let on_top = if order.taxes_included { Decimal::ZERO } else { tax };
    Sums {
        current_total_price: standing
            + carriage
            + on_top
            + order.sums.current_total_duties.unwrap_or_default()
            + order.sums.current_total_additional_fees.unwrap_or_default()
            + order.sums.total_tip_received,
        current_total_tax: tax,
        ..order.sums
    }
}

/// A line's price over all units ordered, after its discounts.
fn merchandise(line: &Line) -> Decimal {
    let taken_off = line.allocations.iter().map(|allocation| allocation.amount).sum::<Decimal>();
    line.price * Decimal::from(line.quantity) - taken_off
}

/// The share of an amount over all units ordered that the standing units have.
fn share(line: &Line, amount: Decimal) -> Decimal {
    if line.quantity == line.current_quantity || line.quantity == 0 {
        return amount;
    }
    (amount * Decimal::from(line.current_quantity) / Decimal::from(line.quantity))
        .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}
