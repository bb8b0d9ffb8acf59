use bluecherry::ReferenceField;
use bluecherry::answer::{Reply, find};
use domain::step::FindAnswer;
use serde_json::{Value, json};

use crate::by_hand::{MISSING_KEY, NOT_FOUND, PAGE, QUOTA, SERVER_ERROR, THROTTLED, booked, rejection, reply};
use crate::sample;

#[derive(PartialEq, Debug)]
enum Meaning {
    Nothing,
    One(String),
    Several(Vec<String>),
    Unanswered,
    Refused,
}

fn meaning(reply: &Reply) -> Meaning {
    match find::read(reply, &sample::reference(), ReferenceField::CustPo, &sample::zone()) {
        FindAnswer::Nothing => Meaning::Nothing,
        FindAnswer::One(booked) => Meaning::One(booked.number.to_string()),
        FindAnswer::Several(numbers) => Meaning::Several(numbers.iter().map(ToString::to_string).collect()),
        FindAnswer::Unanswered { .. } => Meaning::Unanswered,
        FindAnswer::Refused { .. } => Meaning::Refused,
    }
}

fn order(changes: &Value) -> Value {
    let mut order = booked();
    for (field, value) in changes.as_object().unwrap() {
        order[field] = value.clone();
    }
    order
}

fn items(orders: &[Value]) -> String {
    json!({ "items": orders }).to_string()
}

#[test]
fn every_answer_has_its_meaning() {
    let one = || Meaning::One("0004711".to_owned());
    let table: Vec<(&str, u16, String, Meaning)> = vec![
        ("no such order", 404, rejection("BC_ORD_UNKNOWN").to_string(), Meaning::Nothing),
        ("no such order, in a 200", 200, rejection("BC_ORD_UNKNOWN").to_string(), Meaning::Nothing),
        ("an empty list", 200, items(&[]), Meaning::Nothing),
        ("an empty list under 404", 404, items(&[]), Meaning::Nothing),
        ("one", 200, items(&[booked()]), one()),
        ("one, by its spare field alone", 200, items(&[order(&json!({ "ext_ref": null }))]), one()),
        (
            "one, in small letters and padded",
            200,
            items(&[order(&json!({ "ext_ref": "so-1mkz9a2b3c-1      " }))]),
            one(),
        ),
        (
            "two",
            200,
            items(&[booked(), order(&json!({ "ord_num": "0004712" }))]),
            Meaning::Several(vec!["0004711".to_owned(), "0004712".to_owned()]),
        ),
        (
            "another's order",
            200,
            items(&[order(&json!({ "ext_ref": "SO-2-1", "cust_po": "SO-2-1" }))]),
            Meaning::Unanswered,
        ),
        ("an order of nobody", 200, items(&[order(&json!({ "ext_ref": null, "cust_po": "" }))]), Meaning::Unanswered),
        ("one without a number", 200, items(&[order(&json!({ "ord_num": "" }))]), Meaning::Unanswered),
        ("one without totals", 200, items(&[order(&json!({ "control": null }))]), Meaning::Unanswered),
        ("two, one without a number", 200, items(&[booked(), order(&json!({ "ord_num": null }))]), Meaning::Unanswered),
        ("the gateway's 404", 404, NOT_FOUND.to_owned(), Meaning::Refused),
        ("a 404 with a page", 404, PAGE.to_owned(), Meaning::Refused),
        ("an empty 404", 404, String::new(), Meaning::Refused),
        ("a 404 for another reason", 404, rejection("BC_CUSTOMER").to_string(), Meaning::Refused),
        ("a list that is none", 200, r#"{"items":null}"#.to_owned(), Meaning::Unanswered),
        ("an empty 200", 200, String::new(), Meaning::Unanswered),
        ("another error in a 200", 200, rejection("BC_CUSTOMER").to_string(), Meaning::Unanswered),
        (
            "an empty list beside an error",
            200,
            json!({ "items": [], "errors": [{ "code": "BC_BUSY" }] }).to_string(),
            Meaning::Unanswered,
        ),
        ("an empty list that is no success", 500, items(&[]), Meaning::Unanswered),
        ("closed", 503, rejection("BC_WINDOW_CLOSED").to_string(), Meaning::Unanswered),
        ("throttled", 429, THROTTLED.to_owned(), Meaning::Unanswered),
        ("out of quota", 403, QUOTA.to_owned(), Meaning::Unanswered),
        ("500", 500, SERVER_ERROR.to_owned(), Meaning::Unanswered),
        ("502", 502, PAGE.to_owned(), Meaning::Unanswered),
        ("no key", 401, MISSING_KEY.to_owned(), Meaning::Refused),
    ];
    for (what, status, body, expected) in table {
        assert_eq!(meaning(&reply(status, body)), expected, "{what}");
    }
}

#[test]
fn what_is_found_compares_with_what_was_posted() {
    let read =
        find::read(&reply(200, items(&[booked()])), &sample::reference(), ReferenceField::CustPo, &sample::zone());
    let FindAnswer::One(found) = read else { panic!("not found") };
    assert_eq!(sample::sales_order().difference_from(&found), None);
}
