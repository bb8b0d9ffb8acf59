use domain::exception::{ErpError, Owner, Problem};
use domain::mapping::MappingKind;
use domain::order::Standing;
use domain::step::PostAnswer;

use crate::desk::Desk;
use crate::sample::{article, image, key, row, rows};

fn refused() -> Vec<ErpError> {
    vec![ErpError { code: "BC_SKU_UNKNOWN".to_owned(), line: Some(1), field: Some("sku".to_owned()) }]
}

fn rejected() -> Desk {
    let mut desk = Desk::with(image());
    desk.open();
    desk.answer(1, PostAnswer::Rejected(refused()));
    desk
}

#[test]
fn a_rejection_is_an_exception_with_its_reasons_and_the_money() {
    let mut desk = rejected();
    let rest = desk.rest();
    assert_eq!(rest.until, None);
    assert_eq!(rest.exceptions[0].problem, Problem::ErpRejected { part: 1, errors: refused() });
    assert_eq!(rest.exceptions[0].problem.owner(), Owner::Operations);
    let text = rest.exceptions[0].to_string();
    assert!(text.contains("BC_SKU_UNKNOWN line 1 field `sku`"), "{text}");
    assert_eq!(rest.exceptions[0].at_stake, Some(image().total));
    assert_eq!(desk.order.standing(), Standing::Exception);
}

#[test]
fn the_same_payload_is_not_sent_again() {
    let mut desk = rejected();
    desk.change(|_| ());
    assert_eq!(desk.exceptions(), ["erp_rejected"]);
    desk.change(|image| image.routing.push(crate::sample::routed(11, crate::sample::LONDON, 0)));
    assert_eq!(desk.exceptions(), ["erp_rejected"], "news that changes nothing of what is sent");
}

#[test]
fn a_changed_payload_goes() {
    type Change = fn(&mut Desk);
    let changes: [(&str, Change); 2] = [
        ("the order was edited", |desk| desk.change(|image| image.name.0 = "#1001-b".to_owned())),
        ("another article is mapped", |desk| {
            desk.rules.codes = rows().into_iter().chain([row("TEE-M", article("010", "000999"))]).collect();
        }),
    ];
    for (why, change) in changes {
        let mut desk = rejected();
        change(&mut desk);
        assert_eq!(desk.posting().intent.attempt, 2, "{why}");
        desk.export();
        assert_eq!(desk.order.standing(), Standing::Exported, "{why}");
    }
}

#[test]
fn a_touched_mapping_sends_the_same_payload_again() {
    let mut desk = rejected();
    let touched = rows().into_iter().map(|mut row| {
        if row.key() == key(MappingKind::Sku, "TEE-M") {
            row.version += 1;
        }
        row
    });
    desk.rules.codes = touched.collect();
    assert_eq!(desk.posting().intent.attempt, 2, "what was mended in BlueCherry shows in no payload");
}

#[test]
fn a_rejected_order_that_is_cancelled_is_nobodys_trouble_any_more() {
    let mut desk = rejected();
    assert_eq!(desk.exceptions().len(), 1);
    desk.change(|image| {
        image.cancelled_at = Some(image.updated_at);
        image.payments.clear();
    });
    let rest = desk.rest();
    assert!(rest.exceptions.is_empty() && rest.ineligible.is_some());
}
