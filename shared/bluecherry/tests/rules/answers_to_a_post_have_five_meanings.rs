use bluecherry::ReferenceField;
use bluecherry::answer::{Reply, post};
use domain::step::PostAnswer;
use serde_json::{Value, json};

use crate::by_hand::{
    FORBIDDEN, MISSING_KEY, NOT_FOUND, PAGE, QUOTA, SERVER_ERROR, THROTTLED, booked, rejection, reply,
};
use crate::sample;

#[derive(PartialEq, Debug)]
enum Meaning {
    Booked,
    Staged(String),
    NotDone,
    Rejected(Vec<String>),
    Unknown,
    Refused,
}

fn meaning(reply: &Reply) -> Meaning {
    match post::read(reply, &sample::sales_order().lines, &sample::zone()) {
        PostAnswer::Booked(_) => Meaning::Booked,
        PostAnswer::Staged { import, .. } => Meaning::Staged(import.as_str().to_owned()),
        PostAnswer::NotDone { .. } => Meaning::NotDone,
        PostAnswer::Rejected(errors) => Meaning::Rejected(errors.into_iter().map(|error| error.code).collect()),
        PostAnswer::Unknown { .. } => Meaning::Unknown,
        PostAnswer::Refused { .. } => Meaning::Refused,
    }
}

fn with(changes: &Value) -> Value {
    let mut body = booked();
    for (field, value) in changes.as_object().unwrap() {
        body[field] = value.clone();
    }
    body
}

fn errors(codes: &[(&str, &str)]) -> Value {
    let errors: Vec<Value> =
        codes.iter().map(|(code, severity)| json!({ "code": code, "severity": severity })).collect();
    json!({ "status": "REJECTED", "request_id": "r-1", "errors": errors })
}

fn rejected(code: &str) -> Meaning {
    Meaning::Rejected(vec![code.to_owned()])
}

fn staged(import: &str) -> Meaning {
    Meaning::Staged(import.to_owned())
}

#[test]
fn every_answer_has_its_meaning() {
    let sku = || rejected("BC_SKU_UNKNOWN");
    let bare = || rejected("BC_BAD_REQUEST");
    let table: Vec<(&str, u16, String, Meaning)> = vec![
        ("booked", 201, booked().to_string(), Meaning::Booked),
        ("the same again", 200, with(&json!({ "duplicate": "Y" })).to_string(), Meaning::Booked),
        (
            "a held order",
            201,
            with(&json!({ "hold_code": "CR", "errors": [{ "code": "BC_HOLD_CREDIT", "severity": "ERROR" }] }))
                .to_string(),
            Meaning::Booked,
        ),
        (
            "a warning",
            201,
            with(&json!({ "errors": [{ "code": "BC_CHARSET", "severity": "WARN" }] })).to_string(),
            Meaning::Booked,
        ),
        ("no number", 201, with(&json!({ "ord_num": null })).to_string(), Meaning::Unknown),
        ("a blank number", 200, with(&json!({ "ord_num": "   " })).to_string(), Meaning::Unknown),
        ("no echo of the totals", 201, with(&json!({ "control": null })).to_string(), Meaning::Unknown),
        ("an echo without a total", 201, with(&json!({ "control": { "units": 3 } })).to_string(), Meaning::Unknown),
        ("no echo of the lines", 201, with(&json!({ "lines": null })).to_string(), Meaning::Unknown),
        ("no echo of the currency", 201, with(&json!({ "currency_code": "" })).to_string(), Meaning::Unknown),
        ("a duplicate without an echo", 200, r#"{"duplicate":"Y","ord_num":"0004711"}"#.to_owned(), Meaning::Unknown),
        ("staged", 202, r#"{"import_id":"i-1 ","state":"STAGED"}"#.to_owned(), staged("i-1")),
        ("staged under a number", 202, r#"{"import_id":17}"#.to_owned(), staged("17")),
        ("staged without a state", 202, r#"{"import_id":"Ab-1"}"#.to_owned(), staged("Ab-1")),
        ("staged under nothing", 202, r#"{"import_id":" ","state":"STAGED"}"#.to_owned(), Meaning::Unknown),
        ("staged under too much", 202, json!({ "import_id": "x".repeat(65) }).to_string(), Meaning::Unknown),
        ("staged without an import", 202, r#"{"state":"STAGED"}"#.to_owned(), Meaning::Unknown),
        ("an empty 202", 202, String::new(), Meaning::Unknown),
        ("an order in a 202", 202, booked().to_string(), Meaning::Unknown),
        ("an import that is not accepted", 200, r#"{"import_id":"i-1","state":"STAGED"}"#.to_owned(), Meaning::Unknown),
        (
            "staged and rejected",
            202,
            json!({ "import_id": "i-1", "status": "REJECTED", "errors": [{ "code": "BC_QTY" }] }).to_string(),
            rejected("BC_QTY"),
        ),
        ("nothing at all", 200, String::new(), Meaning::Unknown),
        ("an empty 204", 204, String::new(), Meaning::Unknown),
        ("a page in a 200", 200, PAGE.to_owned(), Meaning::Unknown),
        ("cut off", 201, booked().to_string()[..90].to_owned(), Meaning::Unknown),
        ("rejected", 422, rejection("BC_SKU_UNKNOWN").to_string(), sku()),
        ("rejected in a 200", 200, rejection("BC_SKU_UNKNOWN").to_string(), sku()),
        ("rejected in a 201", 201, rejection("BC_SKU_UNKNOWN").to_string(), sku()),
        ("errors without a status", 200, r#"{"errors":[{"code":"bc_sku_unknown "}]}"#.to_owned(), sku()),
        ("rejected without a reason", 200, r#"{"status":"REJECTED"}"#.to_owned(), bare()),
        (
            "rejected for two reasons",
            422,
            errors(&[("BC_SKU_UNKNOWN", "ERROR"), ("BC_QTY", "ERROR"), ("BC_TERMS", "WARN")]).to_string(),
            Meaning::Rejected(vec!["BC_SKU_UNKNOWN".to_owned(), "BC_QTY".to_owned()]),
        ),
        ("a rejection with a number", 200, with(&rejection("BC_SKU_UNKNOWN")).to_string(), Meaning::Unknown),
        ("for now", 422, rejection("BC_BATCH_RUNNING").to_string(), Meaning::NotDone),
        ("for now, in a 200", 200, rejection("BC_WINDOW_CLOSED").to_string(), Meaning::NotDone),
        ("for now, in a 409", 409, rejection("BC_BATCH_RUNNING").to_string(), Meaning::NotDone),
        (
            "for now, and for good",
            422,
            errors(&[("BC_BUSY", "ERROR"), ("BC_QTY", "ERROR")]).to_string(),
            Meaning::Rejected(vec!["BC_BUSY".to_owned(), "BC_QTY".to_owned()]),
        ),
        ("the reference is taken", 409, rejection("BC_DUP_EXT_REF").to_string(), Meaning::Unknown),
        ("the reference is taken, in a 422", 422, rejection("BC_DUP_EXT_REF").to_string(), Meaning::Unknown),
        ("a bare conflict", 409, String::new(), Meaning::Unknown),
        ("not an order", 400, r#"{"statusCode":400,"message":"Bad"}"#.to_owned(), bare()),
        ("not an order, with the reason", 400, rejection("BC_QTY").to_string(), rejected("BC_QTY")),
        ("too large", 413, String::new(), bare()),
        ("rejected without a body", 422, PAGE.to_owned(), bare()),
        ("throttled", 429, THROTTLED.to_owned(), Meaning::NotDone),
        ("throttled by a page", 429, PAGE.to_owned(), Meaning::NotDone),
        ("out of quota", 403, QUOTA.to_owned(), Meaning::NotDone),
        ("no permission", 403, FORBIDDEN.to_owned(), Meaning::Refused),
        ("no key", 401, MISSING_KEY.to_owned(), Meaning::Refused),
        ("the path leads nowhere", 404, NOT_FOUND.to_owned(), Meaning::Refused),
        ("closed", 503, rejection("BC_WINDOW_CLOSED").to_string(), Meaning::NotDone),
        ("busy", 503, rejection("BC_BUSY").to_string(), Meaning::NotDone),
        ("503 with another error", 503, rejection("BC_SKU_UNKNOWN").to_string(), Meaning::Unknown),
        ("503 with a page", 503, PAGE.to_owned(), Meaning::Unknown),
        ("503 with nothing", 503, String::new(), Meaning::Unknown),
        ("500", 500, SERVER_ERROR.to_owned(), Meaning::Unknown),
        ("500 that says busy", 500, rejection("BC_BUSY").to_string(), Meaning::Unknown),
        ("500 with an order", 500, booked().to_string(), Meaning::Unknown),
        ("502", 502, PAGE.to_owned(), Meaning::Unknown),
        ("504", 504, String::new(), Meaning::Unknown),
        ("408", 408, String::new(), Meaning::Unknown),
        ("a redirect", 302, String::new(), Meaning::Unknown),
    ];
    for (what, status, body, expected) in table {
        assert_eq!(meaning(&reply(status, body)), expected, "{what}");
    }
}

#[test]
fn what_was_booked_is_read_and_compares_with_what_was_posted() {
    let sales_order = sample::sales_order();
    let PostAnswer::Booked(read) = post::read(&reply(201, booked()), &sales_order.lines, &sample::zone()) else {
        panic!("not booked");
    };
    assert_eq!(read.number.as_str(), "0004711");
    assert_eq!(sales_order.difference_from(&read), None);

    let mut other = booked();
    other["control"]["tax_amt"] = json!("14.30");
    let PostAnswer::Booked(read) = post::read(&reply(201, other), &sales_order.lines, &sample::zone()) else {
        panic!("not booked");
    };
    assert_eq!(sales_order.difference_from(&read).unwrap(), "tax: posted 14.31, booked 14.30");
}

#[test]
fn lines_without_our_reference_are_known_by_their_number() {
    let mut body = booked();
    for line in body["lines"].as_array_mut().unwrap() {
        line.as_object_mut().unwrap().remove("ext_line_ref");
    }
    let sales_order = sample::sales_order();
    let PostAnswer::Booked(read) = post::read(&reply(201, body), &sales_order.lines, &sample::zone()) else {
        panic!("not booked");
    };
    assert_eq!(sales_order.difference_from(&read), None);
}

#[test]
fn a_rejection_keeps_code_line_and_field() {
    let PostAnswer::Rejected(errors) = post::read(&reply(422, rejection("BC_SKU_UNKNOWN")), &[], &sample::zone())
    else {
        panic!("not rejected");
    };
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].line, errors[0].field.as_deref()), (Some(2), Some("color_code")));
}

#[test]
fn an_order_that_is_filed_under_another_reference_is_noticed() {
    for (kept, elsewhere) in [
        (json!({}), false),
        (json!({ "ext_ref": "so-1mkz9a2b3c-1   " }), false),
        (json!({ "ext_ref": null }), false),
        (json!({ "ext_ref": null, "cust_po": null }), false),
        (json!({ "ext_ref": "" }), true),
        (json!({ "ext_ref": "SO-2-1" }), true),
        (json!({ "ext_ref": null, "cust_po": "#1001" }), true),
    ] {
        let posted = reply(201, with(&kept));
        let found = post::is_filed_elsewhere(&posted, &sample::reference(), ReferenceField::CustPo);
        assert_eq!(found, elsewhere, "{kept}");
    }
}
