use domain::image::{Line, OrderImage};
use domain::mapping::MappingKind;
use domain::order::Standing;
use domain::step::PostAnswer;
use jiff::SignedDuration;
use rust_decimal::Decimal;

use crate::desk::Desk;
use crate::sample::{
    LEEDS, LONDON, booked, codes, codes_without, discount, gbp, key, line, order_of, payment, routed, three_parts,
};

#[test]
fn one_part_waits_while_another_is_an_exception_and_a_third_goes() {
    let mut desk = Desk::with(three_parts());
    desk.rules.codes = codes_without(&[key(MappingKind::Allowance, "WELCOME10")]);
    let second = desk.open();
    let until = desk.now + SignedDuration::from_mins(10);
    desk.answer(second.part, PostAnswer::NotDone { until: Some(until), why: "429".to_owned() });
    let third = desk.open();
    desk.answer(third.part, PostAnswer::Booked(Box::new(crate::sample::booked(&third.intent.sales_order, "7003"))));
    desk.export();
    assert_eq!((second.part, third.part), (2, 3));
    let rest = desk.rest();
    assert_eq!(rest.until, Some(until));
    let kinds: Vec<&str> = rest.exceptions.iter().map(|exception| exception.problem.kind()).collect();
    assert_eq!(kinds, ["missing_allowance"]);
    assert_eq!(desk.order.numbers_written.len(), 1);
    assert_eq!(desk.order.standing(), Standing::Exception);
    let stakes = rest.exceptions[0].at_stake.unwrap();
    assert!(stakes.amount < three_parts().total.amount, "only what the part comes to is at stake");
    desk.now = until;
    desk.rules.codes = codes();
    assert_eq!(desk.export().len(), 2, "both go in their time");
    assert_eq!(desk.order.standing(), Standing::Exported);
}

#[test]
fn an_order_rests_until_the_earliest_of_its_times() {
    let mut desk = Desk::with(three_parts());
    for minutes in [30, 10, 20] {
        let part = desk.open().part;
        let until = Some(desk.now + SignedDuration::from_mins(minutes));
        desk.answer(part, PostAnswer::NotDone { until, why: "429".to_owned() });
    }
    assert_eq!(desk.rest().until, Some(desk.now + SignedDuration::from_mins(10)));
}

#[test]
fn the_rejection_of_one_part_leaves_the_others_alone() {
    let mut desk = Desk::with(three_parts());
    desk.open();
    desk.answer(1, PostAnswer::Rejected(Vec::new()));
    assert_eq!(desk.export().len(), 2);
    assert_eq!(desk.exceptions(), ["erp_rejected"]);
    let at_stake = desk.order.rest.exceptions[0].exception.at_stake.unwrap();
    assert_eq!(at_stake, gbp("92.40"), "what the tees come to, with the freight");
    assert!(at_stake.amount < three_parts().total.amount);
}

/// Three tees from London and two from Leeds at prices that include a tax: whose net price is no whole penny stands on two
/// rows of a sales order.
fn split_with_tax(tax: i64) -> OrderImage {
    let tax = Decimal::new(tax, 2).to_string();
    let tees = Line { discounts: vec![discount("WELCOME10", "7.77")], ..line(11, "TEE-M", 5, "40.00", &tax) };
    let mut image = order_of(vec![tees], vec![routed(11, LONDON, 3), routed(11, LEEDS, 2)]);
    image.taxes_included = true;
    image.total = gbp("197.23");
    image.payments = vec![payment("shopify_payments", "197.23")];
    image
}

#[test]
fn a_part_that_goes_later_gets_the_money_that_the_first_one_left() {
    for tax in 3000..3120 {
        for waits in [1, 2] {
            let mut desk = Desk::with(split_with_tax(tax));
            let mut until = None;
            for _ in 0..2 {
                let part = desk.open();
                if part.part == waits {
                    until = Some(desk.now + SignedDuration::from_mins(10));
                    desk.answer(part.part, PostAnswer::NotDone { until, why: "429".to_owned() });
                } else {
                    let booked = booked(&part.intent.sales_order, &format!("700{}", part.part));
                    desk.answer(part.part, PostAnswer::Booked(Box::new(booked)));
                }
            }
            desk.export();
            desk.now = until.unwrap();
            desk.export();
            assert_eq!(desk.order.standing(), Standing::Exported, "tax {tax}, part {waits}: {:?}", desk.order.rest);
        }
    }
}
