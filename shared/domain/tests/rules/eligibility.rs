use domain::eligibility::Ineligible;
use domain::image::{FinancialStatus, OrderImage, Quantity};
use domain::order::Standing;

use crate::desk::Desk;
use crate::sample::{at, image, noon};

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
        let mut image = image();
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
