use domain::id::OrderId;
use domain::trail::Cause;
use driver::hint::Hint;
use serde_json::json;

use crate::delivery::{Delivery, deliver};

#[tokio::test]
async fn each_topic_rings_with_its_name_as_the_cause() {
    for topic in ["orders/create", "orders/paid", "orders/updated", "orders/cancelled"] {
        let (status, _, rung) =
            deliver(Delivery::new(topic, r#"{"id":1001,"updated_at":"2026-11-24T05:00:00-05:00"}"#)).await;
        let updated_at = Some("2026-11-24T10:00:00Z".parse().unwrap());
        let hint = Hint { order: OrderId(1001), updated_at, cause: Cause(topic.to_owned()) };
        assert_eq!((status, rung), (200, vec![hint]));
    }
}

#[tokio::test]
async fn an_edit_rings_for_the_order_that_it_edits() {
    let (status, _, rung) = deliver(Delivery::new("orders/edited", r#"{"order_edit":{"id":7,"order_id":1001}}"#)).await;
    let hint = Hint { order: OrderId(1001), updated_at: None, cause: Cause("orders/edited".to_owned()) };
    assert_eq!((status, rung), (200, vec![hint]));
}

#[tokio::test]
async fn a_body_cut_down_to_its_id_is_enough() {
    let (status, _, rung) = deliver(Delivery::new("orders/paid", r#"{"id":820982911946154508}"#)).await;
    assert_eq!((status, rung[0].order, rung[0].updated_at), (200, OrderId(820_982_911_946_154_508), None));
}

#[tokio::test]
async fn ids_that_no_float_can_hold_arrive_whole() {
    for id in [9_007_199_254_740_993, 788_032_119_674_292_922, u64::MAX] {
        let (status, _, rung) = deliver(Delivery::new("orders/paid", format!(r#"{{"id":{id}}}"#))).await;
        assert_eq!((status, rung[0].order), (200, OrderId(id)));
    }
}

#[tokio::test]
async fn nothing_else_of_the_body_goes_further() {
    let body = json!({
        "id": 1001, "updated_at": "2026-11-24T10:00:00Z", "email": "jane@example.com", "name": "#1001",
        "customer": { "first_name": "Jane" }, "shipping_address": { "address1": "1 Sample Street" }
    });
    let (_, _, rung) = deliver(Delivery::new("orders/paid", body.to_string())).await;
    let message = serde_json::to_value(&rung[0]).unwrap();
    assert_eq!(message, json!({ "order": 1001, "updated_at": "2026-11-24T10:00:00Z", "cause": "orders/paid" }));
}
