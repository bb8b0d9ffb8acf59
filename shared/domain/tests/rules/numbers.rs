use domain::order::Standing;
use domain::step::{Effect, Outcome, Step};
use jiff::SignedDuration;

use crate::desk::Desk;
use crate::sample::{image, number, three_parts};

#[test]
fn shopify_is_shown_the_numbers_once_every_part_that_can_go_has_gone() {
    let mut desk = Desk::with(three_parts());
    for under in ["7001", "7002", "7003"] {
        assert!(matches!(desk.next(), Step::Do(Effect::PostSalesOrder { .. })));
        desk.book(under);
    }
    let numbers = ["7001", "7002", "7003"].map(number).to_vec();
    assert_eq!(desk.next(), Step::Do(Effect::WriteNumbers { numbers: numbers.clone() }));
    desk.apply(Outcome::NumbersWritten { numbers });
    assert!(matches!(desk.next(), Step::Rest(_)));
}

#[test]
fn numbers_are_written_only_when_they_differ_from_what_is_shown() {
    let mut desk = Desk::exported(image());
    desk.change(|_| ());
    assert!(matches!(desk.next(), Step::Rest(_)), "the echo of our write causes none");
    desk.order.numbers_written = vec![number("7000")];
    assert_eq!(desk.next(), Step::Do(Effect::WriteNumbers { numbers: vec![number("7001")] }));
}

#[test]
fn an_order_without_a_sales_order_shows_no_numbers() {
    let mut desk = Desk::with(domain::image::OrderImage { test: true, ..image() });
    assert!(desk.rest().ineligible.is_some());
}

#[test]
fn a_write_that_was_put_off_waits_and_is_then_done() {
    let mut desk = Desk::with(image());
    desk.book("7001");
    let until = desk.now + SignedDuration::from_mins(2);
    desk.apply(Outcome::PutOff { until: Some(until), why: "throttled".to_owned(), reading: false });
    assert_eq!(desk.rest().until, Some(until));
    assert_eq!(desk.order.standing(), Standing::Waiting);
    desk.hand_over();
    desk.now = until;
    assert!(matches!(desk.next(), Step::Do(Effect::WriteNumbers { .. })), "no read is needed for it");
}

#[test]
fn what_shopify_shows_is_believed_where_it_is_a_part_of_our_numbers() {
    let all = ["7001", "7002", "7003"];
    let cases: [(&str, &[&str], bool); 5] = [
        ("all of them", &all, false),
        ("a slower worker wrote fewer", &["7001"], true),
        ("in another order", &["7002", "7001", "7003"], true),
        ("none: the echo of our write may not show it yet", &[], false),
        ("another's", &["7001", "9999"], false),
    ];
    for (name, shown, writes) in cases {
        let mut desk = Desk::exported(three_parts());
        desk.change(|image| image.numbers_shown = shown.iter().map(|text| number(text)).collect());
        let step = desk.next();
        assert_eq!(matches!(step, Step::Do(Effect::WriteNumbers { .. })), writes, "{name}: {step:?}");
    }
}
