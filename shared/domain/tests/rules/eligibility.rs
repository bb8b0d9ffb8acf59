use domain::eligibility::Ineligible;
use domain::exception::Problem;
use domain::image::{FinancialStatus, OrderImage, Payment, Quantity};
use domain::money::Money;
use domain::order::Standing;
use domain::step::{Effect, Step};

use crate::desk::Desk;
use crate::sample::{at, gbp, image, noon};

type Change = fn(&mut OrderImage);

#[test]
fn an_order_that_is_none_of_ours_rests_with_its_reason() {
    let financial: [(Change, FinancialStatus); 6] = [
        (|image| image.financial = FinancialStatus::Authorized, FinancialStatus::Authorized),
        (|image| image.financial = FinancialStatus::Expired, FinancialStatus::Expired),
        (|image| image.financial = FinancialStatus::PartiallyPaid, FinancialStatus::PartiallyPaid),
        (|image| image.financial = FinancialStatus::Pending, FinancialStatus::Pending),
        (|image| image.financial = FinancialStatus::Voided, FinancialStatus::Voided),
        (
            |image| image.financial = FinancialStatus::Other("ON_THE_MOON".to_owned()),
            FinancialStatus::Other("ON_THE_MOON".to_owned()),
        ),
    ];
    let facts: [(Change, Ineligible); 5] = [
        (|image| image.test = true, Ineligible::Test),
        (|image| image.created_at = at("2026-10-31T23:59:59Z"), Ineligible::BeforeGoLive),
        (|image| image.cancelled_at = Some(noon()), Ineligible::Cancelled),
        (|image| image.financial = FinancialStatus::Refunded, Ineligible::Refunded),
        (|image| image.lines[0].current = Quantity(0), Ineligible::Empty),
    ];
    let cases = facts.into_iter().chain(financial.map(|(change, status)| (change, Ineligible::NotPaid(status))));
    for (change, reason) in cases {
        let mut image = OrderImage { payments: Vec::new(), ..image() };
        change(&mut image);
        let mut desk = Desk::with(image);
        let rest = desk.rest();
        assert_eq!(rest.ineligible, Some(reason.clone()), "{reason}");
        assert_eq!((rest.until, rest.exceptions.len()), (None, 0), "{reason}: nothing waits and nobody has to act");
        assert_eq!(desk.order.standing(), Standing::Ineligible, "{reason}");
    }
}

#[test]
fn a_paid_order_is_exported_from_the_go_live_moment_on() {
    for (placed, financial) in [
        ("2026-11-01T00:00:00Z", FinancialStatus::Paid),
        ("2026-11-24T11:00:00Z", FinancialStatus::Paid),
        ("2026-11-24T11:00:00Z", FinancialStatus::PartiallyRefunded),
    ] {
        let desk = Desk::with(OrderImage { created_at: at(placed), financial, ..image() });
        assert_eq!(desk.posting().part, 1, "{placed}");
    }
}

#[test]
fn an_authorised_order_is_exported_where_capture_waits_for_dispatch() {
    let mut desk = Desk::with(OrderImage { financial: FinancialStatus::Authorized, ..image() });
    desk.rules.policy.capture_at_dispatch = true;
    assert_eq!(desk.posting().part, 1);
}

#[test]
fn an_order_becomes_eligible_when_shopify_says_so() {
    let mut desk = Desk::with(OrderImage { financial: FinancialStatus::Pending, ..image() });
    assert!(desk.rest().ineligible.is_some());
    desk.change(|image| image.financial = FinancialStatus::Paid);
    desk.export();
    assert_eq!(desk.order.standing(), Standing::Exported);
    assert_eq!(desk.order.rest.ineligible, None, "the old reason is gone");
}

#[test]
fn money_kept_for_an_order_that_will_never_be_exported_is_for_finance() {
    let carriage = |image: &mut OrderImage| {
        image.lines[0].current = Quantity(0);
        image.financial = FinancialStatus::PartiallyRefunded;
        image.payments[0].amount = gbp("5.94");
    };
    let cancelled = |image: &mut OrderImage| {
        image.cancelled_at = Some(noon());
        image.payments[0].amount = gbp("92.40");
    };
    let cases: [(&str, Change, Option<Money>); 6] = [
        ("carriage of an order without goods", carriage, Some(gbp("5.94"))),
        ("a cancelled order that was not paid back", cancelled, Some(gbp("92.40"))),
        (
            "a deposit of an order that was cancelled before the rest was paid",
            |image| {
                image.cancelled_at = Some(noon());
                image.financial = FinancialStatus::PartiallyPaid;
                image.payments[0].amount = gbp("20.00");
            },
            Some(gbp("20.00")),
        ),
        (
            "in two currencies",
            |image| {
                image.cancelled_at = Some(noon());
                image.payments[0].amount = Money::new(image.total.amount, "USD".parse().unwrap());
            },
            None,
        ),
        (
            "a cancelled order that was paid back",
            |image| {
                image.cancelled_at = Some(noon());
                image.payments.clear();
            },
            None,
        ),
        (
            "only authorised",
            |image| {
                image.cancelled_at = Some(noon());
                image.financial = FinancialStatus::Authorized;
            },
            None,
        ),
    ];
    for (what, change, kept) in cases {
        let mut image = image();
        change(&mut image);
        let mut desk = Desk::with(image);
        desk.wait(desk.rules.policy.patience);
        let rest = desk.rest();
        let is_unknown = what == "in two currencies";
        assert_eq!(rest.exceptions.len(), usize::from(kept.is_some() || is_unknown), "{what}");
        assert_eq!(rest.exceptions.first().and_then(|exception| exception.at_stake), kept, "{what}");
        assert!(rest.exceptions.iter().all(|exception| exception.problem == Problem::MoneyKept), "{what}");
        assert!(rest.ineligible.is_some(), "{what}");
    }
}

#[test]
fn what_one_gateway_took_and_another_paid_back_is_for_finance_though_the_sums_are_even() {
    let statuses = [
        (FinancialStatus::PartiallyRefunded, "-90.00", true),
        (FinancialStatus::Refunded, "-92.40", true),
        (FinancialStatus::Refunded, "-92.40", false),
    ];
    for (status, credit, is_cancelled) in statuses {
        let mut image = image();
        image.cancelled_at = is_cancelled.then(noon);
        image.financial = status.clone();
        image.payments = vec![
            Payment { gateway: "shopify_payments".to_owned(), amount: gbp("92.40") },
            Payment { gateway: "shopify_store_credit".to_owned(), amount: gbp(credit) },
        ];
        let mut desk = Desk::with(image);
        desk.wait(desk.rules.policy.patience);
        let rest = desk.rest();
        let [told] = rest.exceptions.as_slice() else { panic!("{status:?}: {:?}", rest.exceptions) };
        let gateways = vec!["shopify_store_credit".to_owned()];
        assert_eq!(told.problem, Problem::PaidBackElsewhere { gateways }, "{status:?}");
        assert_eq!(told.at_stake, Some(gbp("92.40")), "what the other payout holds");
    }
}

#[test]
fn money_that_was_told_stays_told_when_the_order_is_cancelled_as_well() {
    let mut desk = Desk::with(image());
    desk.change(is_emptied);
    desk.now = desk.rest().until.unwrap();
    desk.hand_over();
    desk.change(|_| ());
    assert_eq!(desk.exceptions(), ["money_kept"]);
    let since = desk.order.rest.exceptions[0].since;
    desk.wait(desk.rules.policy.patience * 4);
    let now = desk.now;
    desk.change(|image| image.cancelled_at = Some(now));
    assert_eq!(desk.exceptions(), ["money_kept"]);
    assert_eq!(desk.order.rest.exceptions[0].since, since);
}

fn is_cancelled(image: &mut OrderImage) {
    image.cancelled_at = Some(noon());
    image.payments[0].amount = gbp("92.40");
}

fn is_emptied(image: &mut OrderImage) {
    image.lines[0].current = Quantity(0);
    image.financial = FinancialStatus::PartiallyRefunded;
    image.payments[0].amount = gbp("5.94");
}

#[test]
fn money_that_is_paid_back_within_patience_needs_nobody() {
    for kept in [is_cancelled, is_emptied] {
        let mut desk = Desk::with(image());
        desk.change(kept);
        let patience = desk.rules.policy.patience;
        let rest = desk.rest();
        assert_eq!((rest.until, rest.exceptions.len()), (Some(noon() + patience), 0));
        assert_eq!(desk.order.standing(), Standing::Ineligible);
        desk.wait(patience / 2);
        desk.change(|image| {
            image.financial = FinancialStatus::Refunded;
            image.payments.clear();
        });
        let rest = desk.rest();
        assert_eq!((rest.until, rest.exceptions.len()), (None, 0), "nothing is waited for any more");
    }
}

#[test]
fn money_that_is_still_kept_is_told_without_further_news_once_shopify_was_asked_again() {
    for kept in [is_cancelled, is_emptied] {
        let mut desk = Desk::with(image());
        desk.change(kept);
        let until = desk.rest().until.unwrap();
        // Other changes meanwhile prolong nothing.
        desk.wait(desk.rules.policy.patience / 2);
        desk.change(|image| image.name.0.push('B'));
        assert_eq!(desk.rest().until, Some(until));
        desk.now = until;
        desk.hand_over();
        assert_eq!(desk.next(), Step::Do(Effect::ReadOrder), "a refund need not have rung");
        desk.change(|_| ());
        let rest = desk.rest();
        assert_eq!(rest.until, None, "it stays until Shopify shows nothing kept");
        assert_eq!(rest.exceptions[0].problem, Problem::MoneyKept);
        desk.hand_over();
        assert_eq!(desk.next(), Step::Rest(rest), "it is not asked for again and again");
    }
}

#[test]
fn a_refund_that_did_not_ring_is_seen_before_anything_is_told() {
    let mut desk = Desk::with(image());
    desk.change(is_cancelled);
    desk.now = desk.rest().until.unwrap();
    desk.hand_over();
    assert_eq!(desk.next(), Step::Do(Effect::ReadOrder));
    desk.change(|image| {
        image.financial = FinancialStatus::Refunded;
        image.payments.clear();
    });
    assert!(desk.exceptions().is_empty());
}

#[test]
fn a_cancellation_that_is_seen_late_has_had_its_patience() {
    let mut desk = Desk::with(image());
    desk.wait(desk.rules.policy.patience * 3);
    desk.change(is_cancelled);
    assert_eq!(desk.exceptions(), ["money_kept"]);
}

#[test]
fn an_order_that_is_empty_anew_has_its_patience_anew() {
    let mut desk = Desk::with(image());
    desk.change(is_emptied);
    desk.rest();
    desk.wait(desk.rules.policy.patience / 2);
    desk.change(|image| *image = OrderImage { updated_at: image.updated_at, ..crate::sample::image() });
    assert_eq!(desk.order.empty_since, None);
    desk.change(is_emptied);
    assert_eq!(desk.rest().until, Some(desk.now + desk.rules.policy.patience));
}
