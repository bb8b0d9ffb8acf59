use proptest::prelude::*;
use serde_json::Value;
use shopify::{Hint, Topic, hint};

/// Shopify's own samples; their ids have lost digits above 2^53, but are whole numbers.
const CREATED: &str = include_str!("../fixtures/webhook-docs/orders__create.json");
const EDITED: &str = include_str!("../fixtures/webhook-docs/orders__edited.json");

const ORDER_TOPICS: [Topic; 4] = [Topic::Create, Topic::Paid, Topic::Updated, Topic::Cancelled];

#[test]
fn shopifys_own_samples_name_their_orders() {
    let expected: Value = serde_json::from_str(CREATED).unwrap();
    for topic in ORDER_TOPICS {
        let found = hint(topic, CREATED.as_bytes()).unwrap();
        assert_eq!(found.order_id, 820_982_911_946_154_500);
        assert_eq!(found.updated_at, Some(expected["updated_at"].as_str().unwrap().parse().unwrap()));
    }
    let found = hint(Topic::Edited, EDITED.as_bytes()).unwrap();
    assert_eq!(found, Hint { order_id: 820_982_911_946_154_500, updated_at: None });
}

/// Bodies above 1,000,000 bytes are cut down to this.
#[test]
fn a_stub_is_enough() {
    for topic in ORDER_TOPICS {
        let found = hint(topic, br#"{"id": 820982911946154508}"#).unwrap();
        assert_eq!(found, Hint { order_id: 820_982_911_946_154_508, updated_at: None });
    }
}

#[test]
fn a_revision_is_read_with_its_offset_and_otherwise_left_out() {
    for (updated_at, expected) in [
        (r#""2026-11-24T05:00:00-05:00""#, Some("2026-11-24T10:00:00Z")),
        (r#""2026-11-24T10:00:00Z""#, Some("2026-11-24T10:00:00Z")),
        (r#""yesterday""#, None),
        ("null", None),
        ("1764000000", None),
        (r#"{"at": 1}"#, None),
    ] {
        let body = format!(r#"{{"id": 1, "updated_at": {updated_at}}}"#);
        let found = hint(Topic::Updated, body.as_bytes()).unwrap();
        assert_eq!(found.updated_at, expected.map(|text| text.parse().unwrap()), "{updated_at}");
    }
}

#[test]
fn what_names_no_order_is_refused() {
    let deep = format!(r#"{{"id": 1, "updated_at": {}{}}}"#, "[".repeat(200), "]".repeat(200));
    for body in [
        "",
        "{}",
        "[]",
        "null",
        "7",
        r#"{"id": null}"#,
        r#"{"id": 0}"#,
        r#"{"id": -1}"#,
        r#"{"id": 1.0}"#,
        r#"{"id": 1e3}"#,
        r#"{"id": 18446744073709551616}"#,
        r#"{"id": "1"}"#,
        r#"{"id": "gid://shopify/Order/1"}"#,
        r#"{"id": 1, "id": 2}"#,
        r#"{"id": 1"#,
        r#"{"id": 1} {"id": 2}"#,
        r#"{"order_edit": {"order_id": 1}}"#,
        deep.as_str(),
    ] {
        assert!(hint(Topic::Paid, body.as_bytes()).is_err(), "{body}");
    }
    for body in [
        r#"{"id": 1}"#,
        r#"{"order_edit": {"id": 1}}"#,
        r#"{"order_edit": {"order_id": 1.5}}"#,
        r#"{"order_edit": null}"#,
    ] {
        assert!(hint(Topic::Edited, body.as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn a_refusal_says_what_is_missing_and_quotes_nothing() {
    let error = hint(Topic::Paid, br#"{"id": "Ada Lovelace"}"#).unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(text.contains("orders/paid") && text.contains("`id`") && !text.contains("Ada"), "{text}");
    assert!(hint(Topic::Edited, b"{}").unwrap_err().to_string().contains("`order_edit.order_id`"));
}

#[test]
fn every_topic_is_found_by_its_header() {
    for topic in Topic::ALL {
        assert_eq!(Topic::parse(topic.as_str()), Some(topic));
    }
    for other in ["", "orders/delete", "orders/fulfilled", "ORDERS_PAID", "orders/paid "] {
        assert_eq!(Topic::parse(other), None, "{other}");
    }
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(body: Vec<u8>) {
        for topic in Topic::ALL {
            let _ = hint(topic, &body);
        }
    }

    #[test]
    fn every_id_survives(order_id in 1u64..) {
        prop_assert_eq!(hint(Topic::Paid, format!(r#"{{"id": {order_id}}}"#).as_bytes()).unwrap().order_id, order_id);
        let edit = format!(r#"{{"order_edit": {{"order_id": {order_id}, "line_items": {{}}}}}}"#);
        prop_assert_eq!(hint(Topic::Edited, edit.as_bytes()).unwrap().order_id, order_id);
    }
}
