use domain::address::AddressMark;
use domain::difference::Difference;
use domain::exception::{Owner, Problem};
use domain::image::{FinancialStatus, OrderImage, Quantity};
use domain::order::Standing;
use domain::step::{Effect, Step};

use crate::desk::Desk;
use crate::sample::{codes, codes_without, delivery, discount, gbp, image, key, line, mark, three_parts};
use domain::mapping::MappingKind;

fn differences(desk: &mut Desk) -> Vec<Difference> {
    let rest = desk.rest();
    match rest.exceptions.as_slice() {
        [exception] => match &exception.problem {
            Problem::ChangedAfterExport { differences } => differences.clone(),
            other => panic!("expected a change, not {other:?}"),
        },
        other => panic!("expected one exception, not {other:?}"),
    }
}

type Change = fn(&mut OrderImage);

#[test]
fn every_change_after_export_is_an_exception_that_shows_both_sides() {
    let cases: [(&str, Change, &str, &str, &str); 12] = [
        ("cancelled", |image| image.cancelled_at = Some(image.updated_at), "order", "standing", "cancelled"),
        ("refunded", |image| image.financial = FinancialStatus::Refunded, "payment", "Paid", "Refunded"),
        (
            "refunded in part",
            |image| image.financial = FinancialStatus::PartiallyRefunded,
            "payment",
            "Paid",
            "PartiallyRefunded",
        ),
        (
            "paid back",
            |image| {
                image.financial = FinancialStatus::PartiallyRefunded;
                image.payments[0].amount = gbp("90.00");
            },
            "paid",
            "92.40 GBP",
            "90.00 GBP",
        ),
        ("fewer units", |image| image.lines[0].current = Quantity(1), "units of `TEE-M` (line 11)", "2", "1"),
        ("line removed", |image| image.lines[0].current = Quantity(0), "units of `TEE-M` (line 11)", "2", "0"),
        ("line gone", |image| image.lines.clear(), "units of `TEE-M` (line 11)", "2", "0"),
        (
            "line added",
            |image| image.lines.push(line(12, "CAP", 1, "15.00", "3.00")),
            "units of `CAP` (line 12)",
            "0",
            "1",
        ),
        (
            "another price",
            |image| image.lines[0].unit_price = gbp("39.00"),
            "line 11",
            "`TEE-M` at 40.00 GBP, 1 discounts, tax 14.40 GBP",
            "`TEE-M` at 39.00 GBP, 1 discounts, tax 14.40 GBP",
        ),
        (
            "another discount",
            |image| image.lines[0].discounts.push(discount("MANUAL", "1.00")),
            "line 11",
            "`TEE-M` at 40.00 GBP, 1 discounts, tax 14.40 GBP",
            "`TEE-M` at 40.00 GBP, 2 discounts, tax 14.40 GBP",
        ),
        ("another total", |image| image.total = gbp("1.00"), "total", "92.40 GBP", "1.00 GBP"),
        (
            "another shipping",
            |image| image.shipping[0].source = "EXPRESS".to_owned(),
            "shipping",
            "STD 5.00 GBP",
            "EXPRESS 5.00 GBP",
        ),
    ];
    for (name, change, what, exported, now) in cases {
        let mut desk = Desk::exported(image());
        desk.change(change);
        let found = differences(&mut desk);
        let expected = Difference { what: what.to_owned(), exported: exported.to_owned(), now: now.to_owned() };
        assert!(found.contains(&expected), "{name}: {found:?}");
        assert_eq!(desk.order.standing(), Standing::Exception, "{name}");
        assert_eq!(desk.order.rest.exceptions[0].exception.problem.owner(), Owner::CustomerService);
        assert_eq!(desk.order.parts.len(), 1, "{name}: never a second order");
    }
}

#[test]
fn an_authorisation_that_runs_out_after_the_export_is_a_change() {
    for status in [FinancialStatus::Expired, FinancialStatus::Voided] {
        let mut desk = Desk::empty();
        desk.rules.policy.capture_at_dispatch = true;
        desk.read(OrderImage { financial: FinancialStatus::Authorized, ..image() }, mark());
        assert_eq!(desk.export().len(), 1);
        assert_eq!(desk.order.standing(), Standing::Exported);
        desk.change(|image| image.financial = status.clone());
        let expected =
            Difference { what: "payment".to_owned(), exported: "Authorized".to_owned(), now: format!("{status:?}") };
        assert_eq!(differences(&mut desk), [expected]);
        assert_eq!(desk.order.standing(), Standing::Exception, "the goods may leave without their money");
    }
}

#[test]
fn a_changed_address_is_named_and_never_shown() {
    let mut desk = Desk::exported(image());
    let mut moved = delivery();
    moved.ship_to.as_mut().unwrap().line1 = "2 Other Street".to_owned();
    desk.read(image(), AddressMark::of(&moved, mark().salt()));
    let expected = Difference {
        what: "shipping address".to_owned(),
        exported: "as exported".to_owned(),
        now: "changed".to_owned(),
    };
    assert_eq!(differences(&mut desk), [expected]);
}

#[test]
fn what_bluecherry_need_not_know_is_no_change() {
    let cases: [(&str, Change); 3] = [
        ("a newer revision", |_| ()),
        ("routing moved on", |image| image.routing.clear()),
        ("captured at last", |image| image.financial = FinancialStatus::Paid),
    ];
    for (name, change) in cases {
        let mut desk = Desk::exported(image());
        desk.change(change);
        assert!(desk.rest().exceptions.is_empty(), "{name}");
        assert_eq!(desk.order.standing(), Standing::Exported, "{name}");
    }
}

#[test]
fn a_change_that_is_taken_back_needs_nobody_any_more() {
    let mut desk = Desk::exported(image());
    desk.change(|image| image.lines[0].current = Quantity(1));
    assert_eq!(differences(&mut desk).len(), 1);
    desk.change(|image| image.lines[0].current = Quantity(2));
    assert!(desk.rest().exceptions.is_empty());
}

#[test]
fn the_larger_side_of_a_change_is_at_stake() {
    for (total, at_stake) in [("1.00", "92.40"), ("100.00", "100.00")] {
        let mut desk = Desk::exported(image());
        desk.change(|image| image.total = gbp(total));
        assert_eq!(desk.rest().exceptions[0].at_stake, Some(gbp(at_stake)), "{total}");
    }
}

#[test]
fn an_order_that_changed_while_one_part_waits_sends_no_more_of_it() {
    let mut desk = Desk::with(three_parts());
    desk.rules.codes = codes_without(&[key(MappingKind::Allowance, "WELCOME10")]);
    assert_eq!(desk.export().len(), 2);
    desk.rules.codes = codes();
    desk.change(|image| image.lines[0].current = Quantity(1));
    let found = differences(&mut desk);
    assert_eq!(found[0].what, "units of `TEE-M` (line 11)");
    assert!(matches!(desk.next(), Step::Rest(_)), "two revisions never stand in one set of parts");
}

#[test]
fn an_edit_before_the_export_is_baked_in_and_no_change() {
    let mut desk = Desk::with(three_parts());
    desk.change(|image| *image = crate::sample::image());
    assert_eq!(desk.export().len(), 1);
    assert!(desk.rest().exceptions.is_empty());
}

#[test]
fn an_exception_keeps_its_age_while_its_details_change() {
    let mut desk = Desk::exported(image());
    desk.change(|image| image.total = gbp("1.00"));
    desk.rest();
    let since = desk.order.rest.exceptions[0].since;
    desk.wait(jiff::SignedDuration::from_hours(1));
    desk.change(|image| image.total = gbp("2.00"));
    desk.rest();
    assert_eq!(desk.order.rest.exceptions[0].since, since);
    desk.hand_over();
    assert!(!matches!(desk.next(), Step::Do(Effect::PostSalesOrder { .. })));
}
