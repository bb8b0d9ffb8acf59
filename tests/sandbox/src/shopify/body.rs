//! The bodies of webhooks.

use jiff::Timestamp;
use jiff::tz::Offset;
use serde_json::{Value, json};

use super::events::Topic;
use super::order::{Address, Order};

/// What an edit did to a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edit {
    pub(super) line: u64,
    /// Units added; negative for units removed.
    pub(super) delta: i64,
}

/// Above this Shopify sends the id alone (changelog of 2026-11-17).
const LARGEST: usize = 1_000_000;

/// The body of a delivery of `topic`: for an order from a REST payload that payload, otherwise the fields that an identity needs.
pub(super) fn body(topic: Topic, order: &Order, change: u64, edit: Option<Edit>) -> Vec<u8> {
    let whole = match topic {
        Topic::OrdersEdited => edited(order, change, edit),
        _ => order.payload.clone().unwrap_or_else(|| rendered(order)),
    };
    let bytes = whole.to_string().into_bytes();
    if bytes.len() > LARGEST { json!({ "id": order.id }).to_string().into_bytes() } else { bytes }
}

/// What a reader of hints takes from a body, and nothing else.
pub(super) fn stub(topic: Topic, order: &Order, change: u64) -> Vec<u8> {
    let id = order.id;
    match topic {
        Topic::OrdersEdited => format!(r#"{{"order_edit":{{"id":{change},"order_id":{id}}}}}"#),
        _ => format!(
            r#"{{"id":{id},"admin_graphql_api_id":"gid://shopify/Order/{id}","updated_at":"{}"}}"#,
            rest_time(order.updated_at)
        ),
    }
    .into_bytes()
}

/// A time as Shopify's REST payloads write it: whole seconds, with the shop's offset.
pub(super) fn rest_time(time: Timestamp) -> String {
    // The offset of the shop in Shopify's own samples: whoever compares times as text is found out.
    time.display_with_offset(Offset::constant(-5)).to_string()
}

/// `orders/edited` has a shape of its own, without the order's `updated_at`.
fn edited(order: &Order, change: u64, edit: Option<Edit>) -> Value {
    let lines = |added: bool| -> Vec<Value> {
        let matching = edit.filter(|edit| (edit.delta > 0) == added);
        matching.map(|edit| json!({ "id": edit.line, "delta": edit.delta.abs() })).into_iter().collect()
    };
    json!({ "order_edit": {
        "id": change,
        "app_id": null,
        "created_at": rest_time(order.updated_at),
        "committed_at": rest_time(order.updated_at),
        "notify_customer": false,
        "order_id": order.id,
        "staff_note": "",
        "user_id": null,
        "line_items": { "additions": lines(true), "removals": lines(false) },
        "discounts": { "line_item": { "additions": [], "removals": [] } },
        "shipping_lines": { "additions": [], "removals": [] },
    } })
}

fn rendered(order: &Order) -> Value {
    let lines: Vec<Value> = order
        .lines
        .iter()
        .map(|line| {
            json!({
                "id": line.id,
                "admin_graphql_api_id": format!("gid://shopify/LineItem/{}", line.id),
                "sku": line.sku,
                "title": line.title,
                "quantity": line.quantity,
                "current_quantity": line.current_quantity,
                "price": line.price.to_string(),
            })
        })
        .collect();
    json!({
        "id": order.id,
        "admin_graphql_api_id": format!("gid://shopify/Order/{}", order.id),
        "name": order.name,
        "created_at": rest_time(order.created_at),
        "updated_at": rest_time(order.updated_at),
        "cancelled_at": order.cancelled_at.map(rest_time),
        "test": order.test,
        "currency": order.currency,
        "financial_status": order.financial_status.name().to_lowercase(),
        "total_price": order.sums.total_price.to_string(),
        "current_total_price": order.sums.current_total_price.to_string(),
        "email": order.email,
        "phone": order.phone,
        "tags": order.tags.join(", "),
        "shipping_address": order.shipping_address.as_ref().map(address),
        "line_items": lines,
    })
}

fn address(address: &Address) -> Value {
    json!({
        "name": address.name,
        "company": address.company,
        "address1": address.address1,
        "address2": address.address2,
        "city": address.city,
        "province_code": address.province_code,
        "zip": address.zip,
        "country_code": address.country_code,
        "phone": address.phone,
    })
}
