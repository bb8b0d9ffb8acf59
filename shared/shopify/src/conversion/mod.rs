//! From Shopify's wire types to our own facts about an order. This is the only place that names the generated types of a
//! read; what it can't make a fact of is refused, with the name of the field and never its value.

mod address;
mod lines;
mod payments;
mod routing;

use domain::address::Delivery;
use domain::code::SalesOrderNumber;
use domain::id::{OrderId, OrderName};
use domain::image::{Extra, ExtraKind, FinancialStatus, OrderImage, Quantity};
use domain::money::{Currency, CurrencyMismatch, Money};
use jiff::Timestamp;

use crate::generated::order_for_export::{InShopMoney, OrderDisplayFinancialStatus, OrderForExportOrder};

/// A field of the order is not what a fact needs.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{field}` {problem}")]
pub struct Unreadable {
    /// Shopify's name of the field.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl Unreadable {
    fn new(field: &'static str, problem: &'static str) -> Self {
        Self { field, problem }
    }
}

impl From<CurrencyMismatch> for Unreadable {
    fn from(_: CurrencyMismatch) -> Self {
        Self::new("currencyCode", "differs between amounts of one order in the shop's currency")
    }
}

/// The facts about an order that has all of its pages, and where it goes. `read_at` is by Shopify's clock; none when its
/// answer carried no date.
pub(crate) fn convert(
    order: OrderForExportOrder,
    read_at: Option<Timestamp>,
) -> Result<(OrderImage, Delivery), Unreadable> {
    let currency =
        Currency::parse(&order.currency_code).map_err(|_| Unreadable::new("currencyCode", "is no currency code"))?;
    if order.shipping_lines.page_info.has_next_page {
        return Err(Unreadable::new("shippingLines", "holds more than the 10 that are read"));
    }
    let lines = order.line_items.nodes.iter().map(|line| lines::line(line, currency)).collect::<Result<Vec<_>, _>>()?;
    let shipping = order.shipping_lines.nodes.iter().map(|line| lines::shipping(line, currency));
    let delivery = Delivery {
        ship_to: order.shipping_address.and_then(address::address),
        bill_to: order.billing_address.and_then(address::address),
        email: order.email.unwrap_or_default(),
        phone: order.phone.unwrap_or_default(),
    };
    let image = OrderImage {
        id: OrderId(order.legacy_resource_id.0),
        name: OrderName(order.name),
        created_at: order.created_at.0,
        updated_at: order.updated_at.0,
        // Without Shopify's clock the revision itself is the one safe answer: it claims no knowledge of anything later.
        read_at: read_at.unwrap_or(order.updated_at.0),
        test: order.test,
        cancelled_at: order.cancelled_at.map(|at| at.0),
        financial: financial(order.display_financial_status),
        taxes_included: order.taxes_included,
        currency,
        has_address: delivery.ship_to.is_some(),
        shipping: shipping.collect::<Result<_, _>>()?,
        extras: extras(
            [
                (ExtraKind::Duty, order.current_total_duties_set.as_ref()),
                (ExtraKind::Fee, order.current_total_additional_fees_set.as_ref()),
                (ExtraKind::Tip, Some(&order.total_tip_received_set)),
            ],
            currency,
        )?,
        total: money(&order.current_total_price_set, currency)?,
        tax: money(&order.current_total_tax_set, currency)?,
        payments: payments::payments(&order.transactions, currency)?,
        routing: routing::routing(&order.fulfillment_orders.nodes, &lines)?,
        numbers_shown: order.sales_orders.map(|shown| numbers(&shown.value)).unwrap_or_default(),
        lines,
    };
    Ok((image, delivery))
}

/// The numbers of our metafield, a list in JSON. Whatever else stands there is none of ours.
fn numbers(value: &str) -> Vec<SalesOrderNumber> {
    serde_json::from_str(value).unwrap_or_default()
}

fn money(set: &InShopMoney, currency: Currency) -> Result<Money, Unreadable> {
    let stated = Currency::parse(&set.shop_money.currency_code)
        .map_err(|_| Unreadable::new("currencyCode", "is no currency code"))?;
    // Adding to nothing of the order's currency refuses any other.
    Ok(Money::zero(currency).plus(Money::new(set.shop_money.amount.0, stated))?)
}

fn quantity(units: i64, field: &'static str) -> Result<Quantity, Unreadable> {
    u32::try_from(units).map(Quantity).map_err(|_| Unreadable::new(field, "is no number of units"))
}

fn extras(sets: [(ExtraKind, Option<&InShopMoney>); 3], currency: Currency) -> Result<Vec<Extra>, Unreadable> {
    let mut extras = Vec::new();
    for (kind, set) in sets {
        let amount = set.map_or(Ok(Money::zero(currency)), |set| money(set, currency))?;
        if !amount.is_zero() {
            extras.push(Extra { kind, amount });
        }
    }
    Ok(extras)
}

fn financial(status: Option<OrderDisplayFinancialStatus>) -> FinancialStatus {
    use OrderDisplayFinancialStatus as Wire;
    match status {
        Some(Wire::AUTHORIZED) => FinancialStatus::Authorized,
        Some(Wire::EXPIRED) => FinancialStatus::Expired,
        Some(Wire::PAID) => FinancialStatus::Paid,
        Some(Wire::PARTIALLY_PAID) => FinancialStatus::PartiallyPaid,
        Some(Wire::PARTIALLY_REFUNDED) => FinancialStatus::PartiallyRefunded,
        Some(Wire::PENDING) => FinancialStatus::Pending,
        Some(Wire::REFUNDED) => FinancialStatus::Refunded,
        Some(Wire::VOIDED) => FinancialStatus::Voided,
        Some(Wire::Other(other)) => FinancialStatus::Other(other),
        None => FinancialStatus::Other("none".to_owned()),
    }
}
