use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sandbox::shopify::{Address, Event, FinancialStatus, Order, Refund, Shop, ShopError};
use serde_json::Value;

use crate::{noon, order, shop, shop_with};

type Change = fn(&mut Shop, Timestamp) -> Result<(), ShopError>;

fn told(shop: &mut Shop) -> Vec<&'static str> {
    shop.take_events().iter().map(|event| event.topic.name()).collect()
}

#[test]
fn each_change_sends_its_topics_and_bumps_updated_at_to_the_whole_second() {
    let changes: [(&str, Change, &[&str]); 7] = [
        ("edit", |shop, now| shop.edit_quantity(5, 5001, 1, now), &["orders/edited", "orders/updated"]),
        ("address", |shop, now| shop.change_address(5, Address::default(), now), &["orders/updated"]),
        ("cancel", |shop, now| shop.cancel(5, now), &["orders/cancelled", "orders/updated"]),
        (
            "refund",
            |shop, now| {
                shop.refund(5, &Refund { lines: vec![(5001, 1)], shipping: Decimal::ZERO, amount: Decimal::TEN }, now)
            },
            &["orders/updated"],
        ),
        ("metafields", |shop, now| shop.set_metafields(5, Vec::new(), now), &["orders/updated"]),
        ("tags", |shop, now| shop.add_tags(5, &["exported".to_owned()], now), &["orders/updated"]),
        ("touch", |shop, now| shop.touch(5, now), &["orders/updated"]),
    ];
    for (name, change, topics) in changes {
        let mut shop = shop_with(order(5, 1));
        assert_eq!(told(&mut shop), ["orders/create", "orders/paid"], "{name}");
        change(&mut shop, noon() + SignedDuration::from_secs(9)).unwrap();
        assert_eq!(shop.order(5).unwrap().updated_at, "2026-11-24T12:00:09Z".parse().unwrap(), "{name}");
        assert_eq!(told(&mut shop), topics, "{name}");
    }
}

#[test]
fn payment_is_told_once_and_refused_the_second_time() {
    let mut shop = shop();
    shop.place(Order::blank(6, "#6", "GBP", noon()), noon());
    assert_eq!(told(&mut shop), ["orders/create"]);
    shop.pay(6, "manual", noon()).unwrap();
    assert_eq!(told(&mut shop), ["orders/paid", "orders/updated"]);
    assert_eq!(shop.order(6).unwrap().financial_status, FinancialStatus::Paid);
    assert!(matches!(shop.pay(6, "manual", noon()), Err(ShopError::Refused { .. })));
    assert_eq!(told(&mut shop), [""; 0]);
}

#[test]
fn two_changes_within_a_second_share_their_updated_at() {
    let mut shop = shop_with(order(5, 1));
    shop.touch(5, "2026-11-24T12:00:01.1Z".parse().unwrap()).unwrap();
    let first = shop.order(5).unwrap().updated_at;
    shop.edit_quantity(5, 5001, 1, "2026-11-24T12:00:01.9Z".parse().unwrap()).unwrap();
    assert_eq!(shop.order(5).unwrap().updated_at, first);
}

#[test]
fn a_body_carries_the_identity_and_the_time_with_the_shops_offset() {
    let mut shop = shop_with(order(9_100_000_000_000_000_123, 1));
    let event = &shop.take_events()[0];
    let body: Value = serde_json::from_slice(&event.body).unwrap();
    assert_eq!(body["id"].to_string(), "9100000000000000123");
    assert_eq!(body["updated_at"], "2026-11-24T07:00:00-05:00");
}

#[test]
fn an_edit_has_a_body_of_its_own_that_names_the_units_and_no_time_of_the_order() {
    let mut shop = shop_with(order(5, 1));
    shop.take_events();
    shop.edit_quantity(5, 5001, 5, noon()).unwrap();
    shop.edit_quantity(5, 5001, 4, noon()).unwrap();
    let bodies: Vec<Value> = edits(&shop.take_events());
    assert_eq!(bodies[0]["order_edit"]["order_id"], 5);
    assert_eq!(bodies[0]["order_edit"]["line_items"]["additions"][0]["delta"], 3);
    assert_eq!(bodies[1]["order_edit"]["line_items"]["removals"][0]["delta"], 1);
    assert!(
        bodies.iter().all(|body| body.get("updated_at").is_none() && body["order_edit"].get("updated_at").is_none())
    );
}

fn edits(events: &[Event]) -> Vec<Value> {
    let edits = events.iter().filter(|event| event.topic.name() == "orders/edited");
    edits.map(|event| serde_json::from_slice(&event.body).unwrap()).collect()
}

#[test]
fn a_body_above_a_million_bytes_is_sent_as_the_id_alone() {
    let mut order = order(5, 1);
    order.tags = vec!["x".repeat(1_000_000)];
    let mut shop = shop_with(order);
    assert_eq!(shop.take_events()[0].body, br#"{"id":5}"#);
}

#[test]
fn a_draft_is_no_order_and_is_not_told_of() {
    let mut shop = shop();
    shop.draft(order(8, 1));
    assert!(shop.order(8).is_none());
    assert!(!shop.has_events());
    assert_eq!(shop.drafts().count(), 1);
}
