use domain::exception::{Owner, Problem};
use domain::image::{Extra, ExtraKind, OrderImage, Quantity};
use domain::money::{Currency, Money};
use domain::totals::untied;

use crate::desk::Desk;
use crate::sample::{discount, four_parts, gbp, image, payment, three_parts};

#[test]
fn a_sound_order_ties() {
    for order in [image(), three_parts(), four_parts()] {
        assert_eq!(untied(&order), Ok(Vec::new()));
    }
}

#[test]
fn a_sum_that_does_not_tie_is_named_with_both_sides() {
    type Change = fn(&mut OrderImage);
    let cases: [(&str, Change, &[&str]); 9] = [
        ("a penny of the total", |image| image.total = gbp("92.41"), &["total", "payments"]),
        ("a penny of tax", |image| image.tax = gbp("15.41"), &["tax"]),
        ("a penny paid back", |image| image.payments[0].amount = gbp("92.39"), &["payments"]),
        ("a second gateway", |image| image.payments.push(payment("gift_card", "1.00")), &["payments"]),
        ("a discount more", |image| image.lines[0].discounts.push(discount("X", "0.01")), &["total"]),
        ("a unit less", |image| image.lines[0].current = Quantity(1), &["total", "tax"]),
        ("a tip", |image| image.extras.push(Extra { kind: ExtraKind::Tip, amount: gbp("1.00") }), &["total"]),
        ("tax on freight", |image| image.shipping[0].tax = gbp("1.01"), &["total", "tax"]),
        ("prices with tax", |image| image.taxes_included = true, &["total"]),
    ];
    for (name, change, expected) in cases {
        let mut order = image();
        change(&mut order);
        let found = untied(&order).unwrap();
        assert_eq!(found.iter().map(|sum| sum.sum.as_str()).collect::<Vec<_>>(), expected, "{name}");
        assert!(found.iter().all(|sum| sum.components != sum.stated), "{name}");
        let mut desk = Desk::with(order);
        assert_eq!(desk.exceptions(), ["totals_do_not_tie"], "{name}: never a rounding");
    }
}

type Remint = fn(&mut OrderImage, Money);

#[test]
fn an_order_of_two_currencies_is_an_exception() {
    let usd = |amount: &str| Money::new(amount.parse().unwrap(), Currency::parse("USD").unwrap());
    let cases: [(&str, Remint); 4] = [
        ("a price", |image, usd| image.lines[0].unit_price = usd),
        ("freight", |image, usd| image.shipping[0].amount = usd),
        ("a payment", |image, usd| image.payments[0].amount = usd),
        ("an extra", |image, usd| image.extras.push(Extra { kind: ExtraKind::Duty, amount: usd })),
    ];
    for (name, change) in cases {
        let mut order = image();
        change(&mut order, usd("40.00"));
        assert!(untied(&order).is_err(), "{name}");
        assert_eq!(Desk::with(order).exceptions(), ["currencies_mixed"], "{name}");
    }
    let mut order = image();
    order.total = usd("92.40");
    assert_eq!(untied(&order).unwrap().len(), 2, "a stated total in another currency does not tie");
}

#[test]
fn a_free_order_ties_and_goes_without_a_tender() {
    let mut order = image();
    order.lines[0].discounts = vec![discount("WELCOME10", "80.00")];
    order.lines[0].tax = gbp("0.00");
    order.shipping[0].amount = gbp("0.00");
    order.shipping[0].tax = gbp("0.00");
    (order.total, order.tax) = (gbp("0.00"), gbp("0.00"));
    order.payments.clear();
    let posted = Desk::with(order).export();
    assert_eq!(posted.len(), 1);
    assert!(posted[0].payments.is_empty() && posted[0].control.total.is_zero());
}

#[test]
fn what_was_paid_back_by_a_gateway_that_took_nothing_is_for_finance_and_never_sent_or_netted() {
    let mut order = image();
    order.payments[0].amount = gbp("102.40");
    order.payments.push(payment("shopify_store_credit", "-10.00"));
    assert_eq!(untied(&order), Ok(Vec::new()), "the sums tie");
    let mut desk = Desk::with(order);
    let rest = desk.rest();
    let told = Problem::PaidBackElsewhere { gateways: vec!["shopify_store_credit".to_owned()] };
    assert_eq!(rest.exceptions.iter().map(|one| &one.problem).collect::<Vec<_>>(), [&told]);
    assert_eq!((told.owner(), rest.exceptions[0].at_stake), (Owner::Finance, Some(gbp("92.40"))));
    desk.change(|order| order.payments = image().payments);
    assert_eq!(desk.export().len(), 1);
}
