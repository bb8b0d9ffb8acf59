use domain::id::OrderId;
use serde_json::{Value, json};
use shopify::{Class, ReadError};

use crate::by_hand::{ORDER, answer, fulfilment_order, last_page, line, page_before, routed_line};
use crate::server::{Reply, reply, serve};

const REVISION: &str = "2026-11-24T10:00:00Z";

fn with_more_lines() -> Reply {
    reply(200, answer(|order| order["lineItems"]["pageInfo"] = page_before("after-1")))
}

fn more_lines(revision: &str, page: &Value, ids: &[u64]) -> Reply {
    let nodes: Vec<Value> = ids.iter().copied().map(line).collect();
    let lines = json!({"pageInfo": page, "nodes": nodes});
    reply(200, json!({"data": {"order": {"updatedAt": revision, "lineItems": lines}}}))
}

#[tokio::test]
async fn lines_come_from_every_page_in_their_order() {
    let server = serve([
        with_more_lines(),
        more_lines(REVISION, &page_before("after-3"), &[2, 3]),
        more_lines(REVISION, &last_page(), &[4]),
    ])
    .await;
    let read = server.client.read_order(OrderId(ORDER)).await.unwrap();
    let ids: Vec<u64> = read.image.lines.iter().map(|line| line.id.0).collect();
    assert_eq!(ids, [1, 2, 3, 4]);
    let cursors: Vec<Value> = server.calls()[1..].iter().map(|call| call.body["variables"]["after"].clone()).collect();
    assert_eq!(cursors, ["after-1", "after-3"]);
}

#[tokio::test]
async fn fulfilment_orders_and_their_lines_come_from_every_page() {
    let first = answer(|order| order["fulfillmentOrders"]["pageInfo"] = page_before("after-7"));
    let mut long = fulfilment_order(8, "OPEN", Some(2), &[routed_line(2, 1, 1)]);
    long["lineItems"]["pageInfo"] = page_before("after-line-2");
    let orders = json!({"pageInfo": last_page(), "nodes": [long]});
    let second = json!({"data": {"order": {"updatedAt": REVISION, "fulfillmentOrders": orders}}});
    let lines = json!({"pageInfo": last_page(), "nodes": [routed_line(3, 2, 2)]});
    let third = json!({"data": {"fulfillmentOrder": {"order": {"updatedAt": REVISION}, "lineItems": lines}}});
    let mut first = first;
    first["data"]["order"]["lineItems"]["nodes"] = json!([line(1), line(2), line(3)]);

    let server = serve([reply(200, first), reply(200, second), reply(200, third)]).await;
    let read = server.client.read_order(OrderId(ORDER)).await.unwrap();
    let routed: Vec<_> =
        read.image.routing.iter().map(|routed| (routed.line.0, routed.location.0, routed.quantity.0)).collect();
    assert_eq!(routed, [(1, 9_007_199_254_740_993, 2), (2, 2, 1), (3, 2, 2)]);
    assert_eq!(server.calls()[2].body["variables"]["id"], "gid://shopify/FulfillmentOrder/8");
}

/// Pages of two revisions are no order: a line could be missing, or stand twice.
#[tokio::test]
async fn a_change_between_pages_begins_the_read_again() {
    let server = serve([
        with_more_lines(),
        more_lines("2026-11-24T10:00:03Z", &last_page(), &[2]),
        with_more_lines(),
        more_lines(REVISION, &last_page(), &[2]),
    ])
    .await;
    let read = server.client.read_order(OrderId(ORDER)).await.unwrap();
    assert_eq!(read.image.lines.len(), 2);
}

#[tokio::test]
async fn an_order_that_keeps_changing_is_for_later() {
    let changed = || more_lines("2026-11-24T10:00:03Z", &last_page(), &[2]);
    let pages = [with_more_lines(), changed(), with_more_lines(), changed(), with_more_lines(), changed()];
    let server = serve(pages).await;
    let error = server.client.read_order(OrderId(ORDER)).await.unwrap_err();
    assert!(matches!(error, ReadError::Changing { .. }), "{error}");
    assert_eq!(error.class(), Class::NotDone { wait: None });
}

#[tokio::test]
async fn a_page_that_cannot_be_followed_is_no_whole_order() {
    let server = serve([reply(
        200,
        answer(|order| order["lineItems"]["pageInfo"] = json!({"hasNextPage": true, "endCursor": null})),
    )])
    .await;
    let error = server.client.read_order(OrderId(ORDER)).await.unwrap_err();
    assert_eq!(error.class(), Class::Unreadable);
}
