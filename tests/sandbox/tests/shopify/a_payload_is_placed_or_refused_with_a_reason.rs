use rust_decimal::Decimal;
use sandbox::shopify::{FinancialStatus, TransactionKind, orders_in};
use serde_json::{Value, json};

use crate::{noon, shop};

fn payload() -> Value {
    serde_json::from_str(
        r##"{
            "id": 820982911946154508, "name": "#9", "currency": "GBP", "financial_status": "paid", "total_price": 89.99, "total_tax": "1.10",
            "payment_gateway_names": ["visa"], "created_at": "2026-11-01T10:00:00+01:00", "updated_at": "2026-11-01T10:00:05+01:00",
            "line_items": [{"id": 1, "sku": null, "quantity": 2, "price": "44.995", "title": "Hat"}]
        }"##,
    )
    .unwrap()
}

#[test]
fn an_order_is_found_alone_wrapped_and_in_a_list() {
    let order = payload();
    let alone = vec![order.clone()];
    assert_eq!(orders_in(&order), alone);
    assert_eq!(orders_in(&json!({ "order": order })), alone);
    assert_eq!(orders_in(&json!({ "orders": [order, order] })), [order.clone(), order]);
}

#[test]
fn ids_beyond_two_to_the_53_and_money_from_numbers_stay_exact() {
    let mut shop = shop();
    let placed = shop.place_rest(&payload(), None, noon()).unwrap();
    let order = shop.order(placed.id).unwrap();
    assert_eq!(order.id, 820_982_911_946_154_508);
    assert_eq!(order.sums.total_price, "89.99".parse().unwrap());
    assert_eq!(order.lines[0].price, "44.995".parse().unwrap());
    assert_eq!(order.updated_at, "2026-11-01T09:00:05Z".parse().unwrap());
}

#[test]
fn sums_that_do_not_tie_are_kept_as_they_are() {
    let (mut shop, mut payload) = (shop(), payload());
    payload["current_total_price"] = "12.34".into();
    let id = shop.place_rest(&payload, None, noon()).unwrap().id;
    assert_eq!(shop.order(id).unwrap().sums.current_total_price, "12.34".parse().unwrap());
}

#[test]
fn a_webhook_of_a_payload_is_that_payload_until_it_changes() {
    let mut shop = shop();
    let id = shop.place_rest(&payload(), None, noon()).unwrap().id;
    let sent: Value = serde_json::from_slice(&shop.take_events()[0].body).unwrap();
    assert_eq!(sent, payload());
    shop.touch(id, noon()).unwrap();
    let sent: Value = serde_json::from_slice(&shop.take_events()[0].body).unwrap();
    assert_eq!(sent["updated_at"], "2026-11-24T07:00:00-05:00");
}

#[test]
fn a_taken_id_is_replaced_only_by_the_one_that_was_given_for_it() {
    let mut shop = shop();
    assert_eq!(shop.place_rest(&payload(), Some(77), noon()).unwrap().renumbered_from, None);
    assert!(shop.place_rest(&payload(), None, noon()).unwrap_err().why.contains("already"));
    let placed = shop.place_rest(&payload(), Some(77), noon()).unwrap();
    assert_eq!((placed.id, placed.renumbered_from), (77, Some(820_982_911_946_154_508)));
    let body: Value = serde_json::from_slice(&shop.take_events().last().unwrap().body).unwrap();
    assert_eq!(body["id"], 77);
}

#[test]
fn the_money_that_moved_follows_from_the_status() {
    let cases: [(&str, &[TransactionKind]); 6] = [
        ("paid", &[TransactionKind::Sale]),
        ("partially_refunded", &[TransactionKind::Sale, TransactionKind::Refund]),
        ("refunded", &[TransactionKind::Sale, TransactionKind::Refund]),
        ("authorized", &[TransactionKind::Authorization]),
        ("pending", &[]),
        ("voided", &[]),
    ];
    for (status, kinds) in cases {
        let (mut shop, mut payload) = (shop(), payload());
        payload["financial_status"] = status.into();
        if status.ends_with("refunded") {
            payload["refunds"] =
                json!([{ "transactions": [{ "id": 3, "kind": "refund", "status": "success", "amount": "9.00" }] }]);
        }
        let id = shop.place_rest(&payload, None, noon()).unwrap().id;
        let order = shop.order(id).unwrap();
        assert_eq!(order.transactions.iter().map(|one| one.kind).collect::<Vec<_>>(), kinds, "{status}");
        assert!(order.transactions.iter().all(|one| one.gateway == "visa"), "{status}");
    }
}

#[test]
fn old_shapes_are_read() {
    let (mut shop, mut payload) = (shop(), payload());
    payload["payment_gateway_names"] = json!([]);
    payload["gateway"] = "authorize_net".into();
    payload["line_items"][0]["properties"] = json!({ "Engraving": "Ada", "Size": 7 });
    payload["refunds"] = json!([{ "refund_line_items": [{ "line_item_id": 1, "quantity": 1 }] }]);
    let id = shop.place_rest(&payload, None, noon()).unwrap().id;
    let order = shop.order(id).unwrap();
    assert_eq!(order.transactions[0].gateway, "authorize_net");
    assert_eq!(order.lines[0].properties.len(), 2);
    assert_eq!(order.lines[0].current_quantity, 1);
    assert_eq!(order.sums.current_total_tax, "1.10".parse::<Decimal>().unwrap());
    assert_eq!(order.fulfillment_orders[0].location, 1, "no location means the primary one");
    assert_eq!(order.financial_status, FinancialStatus::Paid);
}

#[test]
fn what_cannot_be_placed_is_refused_with_the_fields_name() {
    let cases = [
        ("/id", Value::Null, "`id`"),
        ("/id", "12x".into(), "not an id"),
        ("/currency", Value::Null, "`currency`"),
        ("/total_price", "much".into(), "not an amount"),
        ("/financial_status", "lent".into(), "`lent`"),
        ("/financial_status", Value::Null, "`financial_status`"),
        ("/updated_at", "yesterday".into(), "not a time"),
        ("/line_items", Value::Null, "`line_items`"),
        ("/line_items/0/quantity", json!(-1), "not a number of units"),
        ("/line_items/0/price", Value::Null, "`line_items.price`"),
    ];
    for (field, value, why) in cases {
        let (mut shop, mut payload) = (shop(), payload());
        *payload.pointer_mut(field).unwrap() = value;
        let refused = shop.place_rest(&payload, None, noon()).unwrap_err();
        assert!(refused.why.contains(why), "{field}: {refused}");
        assert_eq!(shop.orders().count(), 0, "{field}");
    }
}

#[test]
fn a_discount_that_the_payload_does_not_hold_is_refused() {
    let (mut shop, mut payload) = (shop(), payload());
    payload["line_items"][0]["discount_allocations"] = json!([{ "amount": "1.00", "discount_application_index": 0 }]);
    assert!(shop.place_rest(&payload, None, noon()).unwrap_err().why.contains("discount application 0"));
}
