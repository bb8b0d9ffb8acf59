use sandbox::bluecherry::SalesOrder;
use serde_json::{Value, json};

use crate::sample::{company, now, order, order_json, order_with};

fn refusals(order: &SalesOrder) -> Vec<(String, String, Value)> {
    let mut company = company();
    let answer = company.post_order(order, now());
    assert_eq!(answer.status, 422, "{:?}", answer.value());
    assert_eq!(company.truth().len(), 0, "a refused order leaves nothing behind");
    assert_eq!(answer.value()["status"], "REJECTED");
    assert!(answer.value()["request_id"].as_str().is_some_and(|id| !id.is_empty()));
    let errors = answer.value()["errors"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    errors.iter().map(|error| (text(&error["code"]), text(&error["field"]), error["line_no"].clone())).collect()
}

#[test]
fn one_unknown_code_refuses_the_order_and_is_named() {
    let long = |length: usize| json!("x".repeat(length));
    let header = Value::Null;
    for (pointer, value, code, field, line) in [
        ("/division", json!("KID"), "BC_DIVISION", "division", header.clone()),
        ("/customer", json!("RETAIL"), "BC_CUSTOMER", "customer", header.clone()),
        ("/store", json!("SOHO"), "BC_STORE", "store", header.clone()),
        ("/ord_type", json!("EDI"), "BC_ORD_TYPE", "ord_type", header.clone()),
        ("/location", json!("FOB"), "BC_LOCATION", "location", header.clone()),
        ("/ship_via", json!("DHL"), "BC_SHIP_VIA", "ship_via", header.clone()),
        ("/terms", json!("N30"), "BC_TERMS", "terms", header.clone()),
        ("/currency_code", json!("EUR"), "BC_CURRENCY", "currency_code", header.clone()),
        ("/allowances/0/code", json!("VIP"), "BC_ALLOWANCE", "allowances.code", header.clone()),
        ("/charges/0/code", json!("TIP"), "BC_CHARGE", "charges.code", header.clone()),
        ("/payments/0/method", json!("CASH"), "BC_TENDER", "payments.method", header.clone()),
        ("/lines/0/allowances/0/code", json!("VIP"), "BC_ALLOWANCE", "allowances.code", json!(1)),
        ("/lines/1/sku/style", json!("417"), "BC_SKU_UNKNOWN", "style", json!(2)),
        ("/lines/1/sku/color_code", json!("RED"), "BC_SKU_UNKNOWN", "color_code", json!(2)),
        ("/lines/1/sku/lbl_code", json!("SAMPLE"), "BC_SKU_UNKNOWN", "lbl_code", json!(2)),
        ("/lines/1/sku/size_bk", json!(9), "BC_SKU_UNKNOWN", "size_bk", json!(2)),
        ("/ord_date", json!("24/11/2026"), "BC_DATE_WINDOW", "ord_date", header.clone()),
        ("/cancel_date", json!("2026-11-01"), "BC_DATE_WINDOW", "cancel_date", header.clone()),
        ("/ship_to/name", long(36), "BC_FIELD_LENGTH", "ship_to.name", header.clone()),
        ("/ship_to/addr1", long(36), "BC_FIELD_LENGTH", "ship_to.addr1", header.clone()),
        ("/ship_to/city", long(31), "BC_FIELD_LENGTH", "ship_to.city", header.clone()),
        ("/ship_to/zip", long(11), "BC_FIELD_LENGTH", "ship_to.zip", header.clone()),
        ("/ship_to/phone", long(21), "BC_FIELD_LENGTH", "ship_to.phone", header.clone()),
        ("/cust_po", long(23), "BC_FIELD_LENGTH", "cust_po", header.clone()),
        ("/ext_ref", long(23), "BC_FIELD_LENGTH", "ext_ref", header.clone()),
        ("/ship_to/name", json!("Łukasz"), "BC_CHARSET", "ship_to.name", header),
    ] {
        let found = refusals(&order_with(pointer, value));
        assert!(
            found.contains(&(code.to_owned(), field.to_owned(), line.clone())),
            "{pointer}: {code} {field} {line} is not among {found:?}"
        );
    }
}

#[test]
fn a_sku_of_another_division_is_refused() {
    let mut order = order_json();
    order["lines"][0]["sku"]["division"] = json!("MEN");
    let found = refusals(&serde_json::from_value(order).unwrap());
    assert_eq!(found, [("BC_DIVISION".to_owned(), "division".to_owned(), json!(1))]);
}

#[test]
fn a_quantity_of_nought_or_less_is_refused() {
    for quantity in [0, -1] {
        let found = refusals(&order_with("/lines/0/qty", json!(quantity)));
        assert!(found.contains(&("BC_QTY".to_owned(), "qty".to_owned(), json!(1))), "{found:?}");
    }
}

#[test]
fn every_reason_is_named_at_once() {
    let mut order = order_json();
    order["ship_via"] = json!("DHL");
    order["lines"][0]["sku"]["style"] = json!("999");
    order["lines"][2]["sku"]["color_code"] = json!("RED");
    let codes: Vec<_> = refusals(&serde_json::from_value(order).unwrap()).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["BC_SHIP_VIA", "BC_SKU_UNKNOWN", "BC_SKU_UNKNOWN"]);
}

#[test]
fn a_rejection_may_come_in_a_successful_envelope() {
    let mut company = company();
    company.switches.features.rejections_as_200 = true;
    let answer = company.post_order(&order_with("/ship_via", json!("DHL")), now());
    assert_eq!((answer.status, &answer.value()["status"]), (200, &json!("REJECTED")));
    assert_eq!(company.truth().len(), 0);
}

#[test]
fn a_code_that_is_added_is_taken_from_then_on() {
    let mut company = company();
    let order = order_with("/ship_via", json!("DHL"));
    assert_eq!(company.post_order(&order, now()).status, 422);
    company.master_data().ship_via.push("DHL".to_owned());
    assert_eq!(company.post_order(&order, now()).status, 201);
}

#[test]
fn codes_are_read_without_case_and_without_blanks_at_the_end() {
    let mut order = order();
    order.division = "wom  ".to_owned();
    order.lines[0].sku.color_code = "Blk ".to_owned();
    assert_eq!(company().post_order(&order, now()).status, 201);
}
