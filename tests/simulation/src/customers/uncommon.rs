//! What few orders have: a second discount, a second carriage, another payer than the one who gets it, a payment that is first
//! authorised and captured later.

use rust_decimal::Decimal;
use sandbox::day::generator::{Customer, Expected};
use sandbox::shopify::{
    Address, Allocation, DiscountApplication, DiscountKind, FinancialStatus, Order, ShippingLine, Tax, TransactionKind,
};
use sandbox::world::samples::{Samples, value};

use super::draw::Draw;
use super::money::{pence, tax_anew, tie, worth};
use crate::case::Case;

/// What an order has that few have, each by a draw of its own.
pub(super) fn uncommon(case: &Case, number: u32, samples: &Samples, customer: &mut Customer) {
    let mut draw = Draw::of(case, number, "uncommon");
    let chances = [40, 30, 50, 10, 25].map(|per_mille| draw.happens(per_mille));
    let [discount, carriage, payer, no_payer, authorised] = chances;
    let order = &mut customer.order;
    if payer {
        order.billing_address = Some(another(number));
    } else if no_payer {
        order.billing_address = None;
    }
    if customer.draft || customer.expected != Expected::Exported {
        return;
    }
    let before = worth(order);
    if discount {
        second_discount(order, samples, &mut draw);
    }
    if carriage {
        second_carriage(order);
    }
    tie(order, before);
    if authorised && customer.paid_after.is_none() {
        customer.paid_after = authorise(order).map(|gateway| (0.0, gateway));
    }
}

/// On one line, or on all.
fn second_discount(order: &mut Order, samples: &Samples, draw: &mut Draw) {
    let is_free = |name: &str| order.discounts.iter().all(|discount| discount.name != name);
    let free: Vec<&str> =
        samples.allowances.iter().map(|row| value(row, "source")).filter(|name| is_free(name)).collect();
    let (Some(&name), application) = (draw.one_of(&free), order.discounts.len()) else { return };
    order.discounts.push(DiscountApplication { kind: DiscountKind::Manual, name: name.to_owned() });
    let included = order.taxes_included;
    let lines = if draw.happens(500) { 1 } else { order.lines.len() };
    let percent = Decimal::from(draw.between(3, 12));
    for line in order.lines.iter_mut().take(lines) {
        let gross = line.price * Decimal::from(line.quantity);
        line.allocations.push(Allocation { amount: pence(gross * percent / Decimal::ONE_HUNDRED), application });
        tax_anew(line, included);
    }
}

/// Such as a surcharge for a parcel of its own.
fn second_carriage(order: &mut Order) {
    let Some(first) = order.shipping_lines.first() else { return };
    let price = Decimal::new(250, 2);
    let rate = Decimal::new(20, 2);
    let tax = if order.taxes_included { price * rate / (Decimal::ONE + rate) } else { price * rate };
    let taxes = vec![Tax { title: "VAT".to_owned(), rate, price: pence(tax) }];
    // It is the first that says how the order goes.
    let code = Some(if first.code.as_deref() == Some("Express") { "Standard" } else { "Express" }.to_owned());
    let title = "Parcel of its own".to_owned();
    order.shipping_lines.push(ShippingLine {
        title,
        code,
        price,
        current_discounted_price: price,
        taxes,
        removed: false,
    });
}

/// Turns the one sale of an order into what is captured later; gives the gateway.
fn authorise(order: &mut Order) -> Option<&'static str> {
    let [sale] = order.transactions.as_mut_slice() else { return None };
    let gateway = if sale.gateway == "paypal" { "paypal" } else { "shopify_payments" };
    sale.kind = TransactionKind::Authorization;
    order.financial_status = FinancialStatus::Authorized;
    Some(gateway)
}

fn another(number: u32) -> Address {
    Address {
        name: Some(format!("Payer {number}")),
        company: (number.is_multiple_of(2)).then(|| format!("Firm {number}")),
        address1: Some(format!("{number} Counting House Yard")),
        city: Some("York".to_owned()),
        zip: Some(format!("YO{} 1AA", number % 30)),
        country_code: Some("GB".to_owned()),
        ..Address::default()
    }
}
