//! A Shopify order as the domain's facts: what the real client makes of Shopify's answer, said plainly and apart from it. A test
//! holds that both say the same.

use std::collections::BTreeMap;

use domain::address::{self, Delivery};
use domain::code::SalesOrderNumber;
use domain::id::{LineId, LocationId, OrderId, OrderName};
use domain::image::{
    Discount, Extra, ExtraKind, FinancialStatus, Line, LineKind, OrderImage, Payment, Quantity, Routed, ShippingLine,
    sku_source,
};
use domain::money::{Currency, Money};
use domain::planted::{self, Bug};
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use rust_decimal::Decimal;
use sandbox::shopify::{self, FulfillmentOrderStatus, Order, Tax, TransactionKind as Kind, TransactionStatus};

/// The facts about an order, read at this time of Shopify's clock, and where it goes.
///
/// # Errors
/// With the name of the field that is no fact.
pub fn image_of(order: &Order, read_at: Timestamp) -> Result<(OrderImage, Delivery), &'static str> {
    let currency = Currency::parse(&order.currency).map_err(|_| "currencyCode")?;
    let money = |amount: Decimal| Money::new(amount.normalize(), currency);
    let delivery = Delivery {
        ship_to: order.shipping_address.as_ref().and_then(address),
        bill_to: order.billing_address.as_ref().and_then(address),
        email: order.email.clone().unwrap_or_default(),
        phone: order.phone.clone().unwrap_or_default(),
    };
    let sums = &order.sums;
    let extras = [
        (ExtraKind::Duty, sums.current_total_duties.unwrap_or_default()),
        (ExtraKind::Fee, sums.current_total_additional_fees.unwrap_or_default()),
        (ExtraKind::Tip, sums.total_tip_received),
    ];
    let total = match &order.presentment {
        Some(presentment) if planted::is(Bug::PresentmentTotal) => presentment.of(sums.current_total_price),
        _ => sums.current_total_price,
    };
    let image = OrderImage {
        id: OrderId(order.id),
        name: OrderName(order.name.clone()),
        created_at: whole_second(order.created_at),
        updated_at: order.updated_at,
        read_at,
        test: order.test,
        cancelled_at: order.cancelled_at.map(whole_second),
        financial: financial(order.financial_status),
        taxes_included: order.taxes_included,
        currency,
        has_address: delivery.ship_to.is_some(),
        lines: order.lines.iter().map(|line| self::line(order, line, &money)).collect(),
        shipping: order.shipping_lines.iter().filter(|line| !line.removed).map(|line| shipping(line, &money)).collect(),
        extras: extras
            .into_iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(kind, amount)| Extra { kind, amount: money(amount) })
            .collect(),
        total: money(total),
        tax: money(sums.current_total_tax),
        payments: payments(order, &money),
        routing: routing(order),
        numbers_shown: numbers_shown(order),
    };
    Ok((image, delivery))
}

/// The time without the fraction of its second.
pub(super) fn whole_second(time: Timestamp) -> Timestamp {
    time.round(TimestampRound::new().smallest(Unit::Second).mode(RoundMode::Floor)).unwrap_or(time)
}

fn address(from: &shopify::Address) -> Option<address::Address> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let address = address::Address {
        name: text(&from.name),
        company: text(&from.company),
        line1: text(&from.address1),
        line2: text(&from.address2),
        city: text(&from.city),
        province: text(&from.province_code),
        postcode: text(&from.zip),
        country: text(&from.country_code),
        phone: text(&from.phone),
    };
    (address != address::Address::default()).then_some(address)
}

fn line(order: &Order, line: &shopify::Line, money: &impl Fn(Decimal) -> Money) -> Line {
    let is_circular = line.properties.iter().any(|property| property.name == "_cycle");
    let discounts = line.allocations.iter().map(|share| Discount {
        source: order.discounts.get(share.application).map(|discount| discount.name.clone()).unwrap_or_default(),
        amount: money(share.amount),
    });
    Line {
        id: LineId(line.id),
        kind: match (is_circular, line.gift_card) {
            (true, _) => LineKind::Circular,
            (false, true) => LineKind::GiftCard,
            (false, false) => LineKind::Retail,
        },
        sku: sku_source(line.sku.as_deref(), line.variant, &line.title),
        ordered: Quantity(line.quantity),
        current: Quantity(line.current_quantity),
        ships: line.requires_shipping,
        unit_price: money(line.price),
        discounts: discounts.collect(),
        tax: money(tax(&line.taxes)),
    }
}

fn shipping(line: &shopify::ShippingLine, money: &impl Fn(Decimal) -> Money) -> ShippingLine {
    let code = line.code.as_deref().map(str::trim).filter(|code| !code.is_empty());
    ShippingLine {
        source: code.unwrap_or(line.title.trim()).to_owned(),
        amount: money(line.current_discounted_price),
        tax: money(tax(&line.taxes)),
    }
}

fn tax(taxes: &[Tax]) -> Decimal {
    taxes.iter().map(|tax| tax.price).sum()
}

/// What each gateway took less what it gave back; what is authorised where nothing was taken.
fn payments(order: &Order, money: &impl Fn(Decimal) -> Money) -> Vec<Payment> {
    let mut gateways: BTreeMap<&str, (Decimal, Decimal, bool)> = BTreeMap::new();
    for one in order.transactions.iter().filter(|one| one.status == TransactionStatus::Success) {
        let (taken, authorised, took) = gateways.entry(one.gateway.as_str()).or_default();
        match one.kind {
            Kind::Sale | Kind::Capture => (*taken, *took) = (*taken + one.amount, true),
            Kind::Refund => *taken -= one.amount,
            Kind::Authorization => *authorised += one.amount,
            Kind::Void => *authorised = Decimal::ZERO,
        }
    }
    let held = gateways.into_iter().map(|(gateway, (taken, authorised, took))| Payment {
        gateway: gateway.to_owned(),
        amount: money(if took { taken } else { authorised }),
    });
    held.filter(|payment| !payment.amount.is_zero()).collect()
}

/// Units by line and location: of open fulfilment orders in full, of closed ones what has left; never more than stand.
fn routing(order: &Order) -> Vec<Routed> {
    let is_closed = |one: &&shopify::FulfillmentOrder| one.status == FulfillmentOrderStatus::Closed;
    let is_open = |one: &&shopify::FulfillmentOrder| {
        !matches!(one.status, FulfillmentOrderStatus::Closed | FulfillmentOrderStatus::Cancelled)
    };
    let mut left: BTreeMap<u64, u32> = order.lines.iter().map(|line| (line.id, line.current_quantity)).collect();
    let mut routed: BTreeMap<(u64, u64), u32> = BTreeMap::new();
    let mut assigned: BTreeMap<(u64, u64), u32> = BTreeMap::new();
    let mut gone: BTreeMap<(u64, u64), u32> = BTreeMap::new();
    for one in order.fulfillment_orders.iter().filter(is_open) {
        for row in &one.lines {
            *assigned.entry((row.line, one.location)).or_default() += row.total;
        }
    }
    for one in order.fulfillment_orders.iter().filter(is_closed) {
        for row in &one.lines {
            *gone.entry((row.line, one.location)).or_default() += row.total.saturating_sub(row.remaining);
        }
    }
    for ((line, location), units) in assigned.into_iter().chain(gone) {
        let left = left.entry(line).or_default();
        let taken = units.min(*left);
        *left -= taken;
        if taken > 0 {
            *routed.entry((line, location)).or_default() += taken;
        }
    }
    let routed = routed.into_iter();
    routed
        .map(|((line, location), units)| Routed {
            line: LineId(line),
            location: LocationId(location),
            quantity: Quantity(units),
        })
        .collect()
}

/// The numbers of our metafield, a list in JSON.
fn numbers_shown(order: &Order) -> Vec<SalesOrderNumber> {
    let ours = order.metafields.iter().find(|one| one.namespace == "cherrycycle" && one.key == "sales_orders");
    let list = ours.map_or("", |one| one.value.trim_start_matches('[').trim_end_matches(']'));
    let texts = list.split(',').map(|text| text.trim().trim_matches('"')).filter(|text| !text.is_empty());
    texts.map(SalesOrderNumber::parse).collect::<Result<_, _>>().unwrap_or_default()
}

fn financial(status: shopify::FinancialStatus) -> FinancialStatus {
    use shopify::FinancialStatus as Shown;
    match status {
        Shown::Authorized => FinancialStatus::Authorized,
        Shown::Expired => FinancialStatus::Expired,
        Shown::Paid => FinancialStatus::Paid,
        Shown::PartiallyPaid => FinancialStatus::PartiallyPaid,
        Shown::PartiallyRefunded => FinancialStatus::PartiallyRefunded,
        Shown::Pending => FinancialStatus::Pending,
        Shown::Refunded => FinancialStatus::Refunded,
        Shown::Voided => FinancialStatus::Voided,
    }
}
