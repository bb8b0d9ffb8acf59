use std::time::Duration;

use jiff::Timestamp;
use sandbox::bluecherry::{
    Booking, ClosedWindow, Company, CompanySettings, ImportCycle, ImportState, SalesOrder, WindowState,
};
use serde_json::{Value, json};

use crate::sample::{REFERENCE, master_data, now, order, order_with, settings};

/// An import every five minutes; `now` is 10:00:30.
fn staging() -> Company {
    let every = jiff::SignedDuration::from_mins(5);
    Company::new(CompanySettings { imports: Some(ImportCycle { every }), ..settings() }, master_data())
}

fn at(time: &str) -> Timestamp {
    format!("2026-11-24T{time}Z").parse().unwrap()
}

fn stage(company: &mut Company, order: &SalesOrder, now: Timestamp) -> (String, Timestamp) {
    let (posting, _) = company.arrive(order);
    match company.take(order, &posting, now) {
        Booking::Staged { import_id, next_at } => (import_id, next_at),
        other => panic!("{other:?}"),
    }
}

fn close(company: &mut Company, until: Timestamp) {
    company.switches.window = Some(ClosedWindow { state: WindowState::Batch, until });
}

#[test]
fn a_staged_order_is_no_order_until_an_import_begins() {
    let mut company = staging();
    let answer = company.post_order(&order(), now());
    let body = json!({
        "import_id": "I0000000001", "state": "STAGED", "ord_num": null, "errors": [], "next_at": "2026-11-24T05:05:00"
    });
    assert_eq!((answer.status, answer.value()), (202, &body));
    assert_eq!(company.import_by_id("I0000000001", at("10:04:59")).value()["state"], "STAGED");
    assert_eq!(company.orders_by_reference(REFERENCE, at("10:04:59")).status, 404);
    let imported = company.import_by_id("I0000000001", at("10:07:00"));
    assert_eq!((&imported.value()["state"], &imported.value()["ord_num"]), (&json!("POSTED"), &json!("00041001")));
    let truth = company.truth();
    assert_eq!((truth.len(), truth[0].booked_at), (1, at("10:05:00")), "it is booked when the import began");
}

#[test]
fn what_is_staged_while_an_import_begins_waits_for_the_next() {
    let mut company = staging();
    let (id, next_at) = stage(&mut company, &order(), at("10:05:00"));
    assert_eq!(next_at, at("10:10:00"));
    company.import_due(at("10:09:59"));
    assert_eq!(company.import_state(&id, at("10:09:59")), Some(ImportState::Staged { next_at }));
    company.import_due(next_at);
    assert_eq!(company.import_state(&id, next_at), Some(ImportState::Posted { ord_num: "00041001".to_owned() }));
}

#[test]
fn the_import_and_not_the_post_refuses_what_is_wrong_with_an_order() {
    for (pointer, value, code) in [
        ("/ship_via", json!("DHL"), "BC_SHIP_VIA"),
        ("/lines/0/sku/style", json!("999"), "BC_SKU_UNKNOWN"),
        ("/control/total", json!("122.46"), "BC_CONTROL_TOTAL"),
        ("/ship_to/name", json!("Łukasz"), "BC_CHARSET"),
    ] {
        let mut company = staging();
        let (id, next_at) = stage(&mut company, &order_with(pointer, value), now());
        company.import_due(next_at);
        let Some(ImportState::Rejected(problems)) = company.import_state(&id, next_at) else {
            panic!("{pointer} is not rejected");
        };
        assert_eq!(problems[0].code, code, "{pointer}");
        assert_eq!(company.truth().len(), 0, "{pointer}");
        let answer = company.import_by_id(&id, next_at);
        assert_eq!(answer.value()["state"], "REJECTED");
        assert_eq!(answer.value()["errors"][0]["code"], code);
    }
}

#[test]
fn the_post_refuses_what_cannot_be_staged() {
    for (pointer, value, code) in
        [("/cust_po", json!("x".repeat(23)), "BC_FIELD_LENGTH"), ("/lines", json!([]), "BC_QTY")]
    {
        let answer = staging().post_order(&order_with(pointer, value), now());
        assert_eq!((answer.status, &answer.value()["errors"][0]["code"]), (422, &json!(code)), "{pointer}");
    }
}

#[test]
fn a_code_that_is_added_before_the_import_is_known_to_it() {
    let mut company = staging();
    let (id, next_at) = stage(&mut company, &order_with("/ship_via", json!("DHL")), now());
    company.master_data().ship_via.push("DHL".to_owned());
    company.import_due(next_at);
    assert!(matches!(company.import_state(&id, next_at), Some(ImportState::Posted { .. })));
}

#[test]
fn no_import_begins_in_a_closed_window_and_the_first_begins_when_it_opens() {
    let mut company = staging();
    let (id, _) = stage(&mut company, &order(), now());
    let opens = at("10:17:00");
    close(&mut company, opens);
    assert_eq!(company.status(at("10:16:00")).value()["order_import"]["next_at"], "2026-11-24T05:17:00");
    assert_eq!(company.import_state(&id, at("10:16:00")), Some(ImportState::Staged { next_at: opens }));
    let refused = company.post_order(&order(), at("10:16:59"));
    assert_eq!((refused.status, &refused.value()["errors"][0]["code"]), (503, &json!("BC_WINDOW_CLOSED")));
    company.import_due(at("10:18:00"));
    assert!(matches!(company.import_state(&id, at("10:18:00")), Some(ImportState::Posted { .. })));
    assert_eq!(company.truth()[0].booked_at, opens);
    let times = company.state(at("10:18:00")).import.unwrap();
    assert_eq!((times.last_begun, times.next_at), (Some(opens), at("10:20:00")));
}

#[test]
fn the_status_tells_when_imports_begin_in_local_time() {
    let mut company = staging();
    assert_eq!(
        company.status(now()).value()["order_import"],
        json!({ "mode": "STAGED", "last_begun_at": Value::Null, "next_at": "2026-11-24T05:05:00" })
    );
    assert_eq!(
        company.status(now() + Duration::from_mins(17)).value()["order_import"],
        json!({ "mode": "STAGED", "last_begun_at": "2026-11-24T05:15:00", "next_at": "2026-11-24T05:20:00" })
    );
}

#[test]
fn imports_take_orders_as_they_came_and_two_of_one_reference_are_two() {
    let mut company = staging();
    let (first, _) = stage(&mut company, &order(), now());
    let (second, next_at) = stage(&mut company, &order(), now());
    company.import_due(next_at);
    let posted = |number: &str| Some(ImportState::Posted { ord_num: number.to_owned() });
    assert_eq!(company.import_state(&first, next_at), posted("00041001"));
    assert_eq!(company.import_state(&second, next_at), posted("00041002"));
}

#[test]
fn where_duplicates_are_refused_the_import_does_it() {
    for (content, same) in [(order(), true), (order_with("/location", json!("UK")), false)] {
        let mut company = staging();
        company.switches.features.refuses_duplicates = true;
        stage(&mut company, &order(), now());
        let (second, next_at) = stage(&mut company, &content, now());
        company.import_due(next_at);
        match company.import_state(&second, next_at).unwrap() {
            ImportState::Posted { ord_num } => assert!(same && ord_num == "00041001"),
            ImportState::Rejected(problems) => assert!(!same && problems[0].code == "BC_DUP_EXT_REF"),
            ImportState::Staged { .. } => panic!("it is settled"),
        }
        assert_eq!(company.truth().len(), 1);
    }
}

#[test]
fn an_import_that_never_was_is_not_known() {
    let mut company = staging();
    stage(&mut company, &order(), now());
    for id in ["I0000000002", "I0000000000", "0000000001", ""] {
        let answer = company.import_by_id(id, now());
        assert_eq!((answer.status, &answer.value()["errors"][0]["code"]), (404, &json!("BC_IMPORT_UNKNOWN")), "{id}");
    }
    assert_eq!(company.import_by_id("i0000000001 ", now()).status, 200, "case and blanks at the end do not count");
}
