use bluecherry::ReferenceField;
use bluecherry::answer::{Reply, find, import, post, status};
use domain::step::{FindAnswer, ImportAnswer, PostAnswer};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::by_hand::{at, booked};
use crate::sample;

fn reply(status: u16, body: &[u8]) -> Reply {
    Reply { status, headers: reqwest::header::HeaderMap::new(), body: body.to_vec(), at: at() }
}

/// Statuses that mean something, and others.
fn a_status() -> impl Strategy<Value = u16> {
    prop_oneof![
        prop::sample::select(vec![200_u16, 201, 202, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504]),
        100_u16..1000
    ]
}

/// A value that no field expects.
fn a_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,30}".prop_map(Value::from),
        "[ ,.0-9eE+-]{0,12}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{ "ord_qty": -1 }, 7])),
    ]
}

/// A field of an order, as a pointer.
fn a_field() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "/ord_num",
        "/ext_ref",
        "/cust_po",
        "/currency_code",
        "/lines",
        "/lines/0/ord_qty",
        "/lines/1/line_no",
        "/control",
        "/control/units",
        "/control/total",
        "/warnings",
    ])
}

proptest! {
    #[test]
    fn bytes_are_no_sales_order(status in a_status(), body in prop::collection::vec(any::<u8>(), 0..300)) {
        let reply = reply(status, &body);
        let posted = post::read(&reply, &[], &sample::zone());
        let taken = matches!(posted, PostAnswer::Booked(_) | PostAnswer::Staged { .. });
        prop_assert!(!taken);
        let found = find::read(&reply, &sample::reference(), ReferenceField::CustPo, &sample::zone());
        prop_assert!(!matches!(found, FindAnswer::Nothing | FindAnswer::One(_) | FindAnswer::Several(_)));
        let asked = import::read(&reply, &sample::zone());
        let settled = !matches!(asked, ImportAnswer::Refused { .. } | ImportAnswer::Unanswered { .. });
        prop_assert!(!settled);
        let read = status::read(&reply, &sample::zone());
        prop_assert!(!matches!(read, bluecherry::StatusAnswer::Status(_)));
    }

    #[test]
    fn a_spoilt_order_is_booked_only_with_a_number(
        status in a_status(),
        spoilt in prop::collection::vec((a_field(), a_value()), 0..4),
    ) {
        let mut order = booked();
        for (field, value) in spoilt {
            if let Some(place) = order.pointer_mut(field) {
                *place = value;
            }
        }
        let numbered = |value: &Value| match value {
            Value::String(text) => !text.trim().is_empty(),
            other => other.is_number(),
        };
        let posted = reply(status, order.to_string().as_bytes());
        if let PostAnswer::Booked(_) = post::read(&posted, &[], &sample::zone()) {
            prop_assert!(numbered(&order["ord_num"]) && matches!(status, 200 | 201));
        }
        let found = reply(status, json!({ "items": [order] }).to_string().as_bytes());
        let found = find::read(&found, &sample::reference(), ReferenceField::CustPo, &sample::zone());
        if let FindAnswer::One(_) = &found {
            prop_assert!(numbered(&order["ord_num"]) && status == 200);
        }
        prop_assert!(!matches!(found, FindAnswer::Nothing));
    }
}
