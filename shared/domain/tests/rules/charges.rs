use std::collections::BTreeMap;

use domain::image::{Extra, ExtraKind, OrderImage, Payment};
use domain::mapping::MappingKind;
use domain::money::Money;
use domain::sales_order::SalesOrder;
use domain::step::PostAnswer;
use rust_decimal::Decimal;

use crate::desk::Desk;
use crate::sample::{codes, codes_without, gbp, key, three_parts};

fn with_tip() -> OrderImage {
    let mut image = three_parts();
    image.extras.push(Extra { kind: ExtraKind::Tip, amount: gbp("2.50") });
    image.total = image.total.plus(gbp("2.50")).unwrap();
    image.payments[0].amount = image.total;
    image
}

fn charges(orders: &[SalesOrder]) -> Vec<Vec<(String, String)>> {
    let of = |order: &SalesOrder| {
        order.charges.iter().map(|charge| (charge.code.to_string(), charge.amount.to_string())).collect()
    };
    orders.iter().map(of).collect()
}

fn freight_and_tip() -> Vec<(String, String)> {
    [("FRT", "5.00"), ("TIP", "2.50")].map(|(code, amount)| (code.to_owned(), amount.to_owned())).to_vec()
}

fn whole(orders: &[SalesOrder]) -> Decimal {
    orders.iter().map(|order| order.control.total).sum()
}

#[test]
fn the_orders_charges_go_with_one_part() {
    let mut desk = Desk::with(with_tip());
    let posted = desk.export();
    assert_eq!(charges(&posted), [freight_and_tip(), Vec::new(), Vec::new()]);
    assert_eq!(whole(&posted), with_tip().total.amount);
}

#[test]
fn charges_go_with_a_part_that_can_go_and_stay_there() {
    let mut desk = Desk::with(with_tip());
    desk.rules.codes = codes_without(&[key(MappingKind::Allowance, "WELCOME10")]);
    let mut posted = desk.export();
    assert_eq!(
        charges(&posted),
        [freight_and_tip(), Vec::new()],
        "the first part lacks a code, the second carries them"
    );
    assert_eq!(desk.order.plan.as_ref().unwrap().charges_on, Some(2));
    desk.rules.codes = codes();
    posted.extend(desk.export());
    assert!(posted[2].charges.is_empty(), "that choice is frozen");
    assert_eq!(whole(&posted), with_tip().total.amount);
}

#[test]
fn a_frozen_choice_outlives_the_rejection_of_its_part() {
    let mut desk = Desk::with(with_tip());
    let first = desk.open();
    let second_codes = codes();
    desk.answer(first.part, PostAnswer::Unknown { why: "timeout".to_owned() });
    desk.rules.codes = second_codes;
    let second = desk.open();
    assert!(second.intent.sales_order.charges.is_empty());
    desk.answer(first.part, PostAnswer::Rejected(Vec::new()));
    let third = desk.open();
    assert!(third.intent.sales_order.charges.is_empty(), "the charges wait with the part that was to carry them");
}

/// What the sales orders hold of each tender.
fn tenders(orders: &[SalesOrder]) -> BTreeMap<String, Decimal> {
    let mut held = BTreeMap::new();
    for payment in orders.iter().flat_map(|order| &order.payments) {
        *held.entry(payment.method.to_string()).or_insert(Decimal::ZERO) += payment.amount;
    }
    held
}

#[test]
fn each_tender_ties_though_the_charges_go_with_another_part_after_one_has_left() {
    let mut moved = 0;
    for pence in 1..=600 {
        let mut image = with_tip();
        let gift = Money::new(Decimal::new(pence, 2), image.currency);
        let card = image.total.minus(gift).unwrap();
        image.payments = vec![
            Payment { gateway: "gift_card".to_owned(), amount: gift },
            Payment { gateway: "shopify_payments".to_owned(), amount: card },
        ];
        let mut desk = Desk::with(image);
        desk.rules.codes = codes_without(&[key(MappingKind::Allowance, "WELCOME10")]);
        let refused = desk.open();
        assert_eq!(charges(&[refused.intent.sales_order.as_ref().clone()]), [freight_and_tip()]);
        desk.answer(refused.part, PostAnswer::Rejected(Vec::new()));
        let mut posted = desk.export();
        desk.rules.codes = codes();
        desk.change(|image| image.name.0.push('B'));
        posted.extend(desk.export());
        moved += usize::from(charges(&posted[1..2]) == [freight_and_tip()]);
        assert_eq!((posted.len(), whole(&posted)), (3, with_tip().total.amount));
        let tied = [("CARD".to_owned(), card.amount), ("GIFT".to_owned(), gift.amount)];
        assert_eq!(tenders(&posted), BTreeMap::from(tied), "{pence} p");
    }
    assert_eq!(moved, 600);
}

#[test]
fn a_part_without_its_charge_code_holds_the_charges_and_the_others_go_without() {
    let mut desk = Desk::with(with_tip());
    desk.rules.codes = codes_without(&[key(MappingKind::Charge, "freight")]);
    let mut posted = desk.export();
    assert_eq!(charges(&posted), [Vec::new(), Vec::new()]);
    assert_eq!(desk.exceptions(), ["missing_charge"]);
    // Meanwhile another code of the part is lost: the charges must not move to a part that has left.
    desk.rules.codes = codes_without(&[key(MappingKind::Allowance, "WELCOME10")]);
    assert_eq!(desk.exceptions(), ["missing_allowance"]);
    desk.rules.codes = codes();
    posted.extend(desk.export());
    assert_eq!(charges(&posted)[2], freight_and_tip());
    assert_eq!(whole(&posted), with_tip().total.amount);
}

#[test]
fn an_order_without_charges_needs_no_charge_code() {
    let mut image = three_parts();
    image.shipping[0].amount = gbp("0.00");
    image.shipping[0].tax = gbp("0.00");
    image.total = image.total.minus(gbp("6.00")).unwrap();
    image.tax = image.tax.minus(gbp("1.00")).unwrap();
    image.payments[0].amount = image.total;
    let mut desk = Desk::with(image);
    desk.rules.codes = codes_without(&[key(MappingKind::Charge, "freight")]);
    assert_eq!(desk.export().len(), 3);
}
