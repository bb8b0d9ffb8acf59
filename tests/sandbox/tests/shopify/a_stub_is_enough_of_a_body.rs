use sandbox::shopify::Topic;
use serde_json::{Value, json};

use crate::{noon, order, shop};

#[test]
fn a_stub_carries_the_identity_and_the_time_and_nothing_else() {
    let mut shop = shop();
    shop.stub_bodies = true;
    let id = 9_100_000_000_000_000_123;
    shop.place(order(id, 1), noon());
    for event in shop.take_events() {
        let expected = format!(
            r#"{{"id":{id},"admin_graphql_api_id":"gid://shopify/Order/{id}","updated_at":"2026-11-24T07:00:00-05:00"}}"#
        );
        assert_eq!(String::from_utf8(event.body).unwrap(), expected);
    }
}

#[test]
fn the_stub_of_an_edit_names_the_order_in_the_shape_of_an_edit() {
    let mut shop = shop();
    shop.stub_bodies = true;
    shop.place(order(5, 1), noon());
    shop.take_events();
    shop.edit_quantity(5, 5001, 1, noon()).unwrap();
    let events = shop.take_events();
    let edit = events.iter().find(|event| event.topic == Topic::OrdersEdited).unwrap();
    let body: Value = serde_json::from_slice(&edit.body).unwrap();
    assert_eq!(body, json!({ "order_edit": { "id": edit.change, "order_id": 5 } }));
}
