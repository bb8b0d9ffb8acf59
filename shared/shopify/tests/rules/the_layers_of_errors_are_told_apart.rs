use std::time::Duration;

use domain::id::OrderId;
use serde_json::json;
use shopify::{Class, Client, CredentialSource, ReadError};

use crate::by_hand::{ORDER, points_left, refusal};
use crate::server::{HANG, Reply, reply, serve};

const NOT_DONE: Class = Class::NotDone { wait: None };

fn throttled() -> Reply {
    let mut answer = refusal("THROTTLED");
    answer["extensions"] = points_left("29");
    reply(200, answer)
}

/// What every operation can meet, and what it means for a read and for a write.
fn answers() -> Vec<(Reply, Class)> {
    let after = |seconds| Class::NotDone { wait: Some(Duration::from_secs(seconds)) };
    vec![
        (throttled(), after(1)),
        (reply(429, "").header("retry-after", "2.0"), after(2)),
        (reply(430, "Shopify Security Rejection"), NOT_DONE),
        (reply(200, refusal("ACCESS_DENIED")), Class::Denied),
        (reply(200, refusal("SHOP_INACTIVE")), Class::Denied),
        (reply(402, json!({"errors": "Unavailable Shop"})), Class::Denied),
        (reply(403, json!({"errors": "Forbidden"})), Class::Denied),
        (reply(404, json!({"errors": "Not Found"})), Class::Denied),
        (reply(423, json!({"errors": "Locked"})), Class::Denied),
        (reply(200, refusal("MAX_COST_EXCEEDED")), Class::Rejected),
        (reply(200, refusal("INTERNAL_SERVER_ERROR")), Class::Unknown),
        (reply(500, "<html>"), Class::Unknown),
        (reply(502, ""), Class::Unknown),
        (reply(503, json!({"errors": "busy"})), Class::Unknown),
        (reply(504, "<html>Gateway Timeout</html>"), Class::Unknown),
        (reply(200, "<html>Something went wrong</html>"), Class::Unknown),
        (reply(200, ""), Class::Unknown),
        (reply(200, "[]"), Class::Unknown),
        (reply(200, "{}"), Class::Unknown),
        (reply(200, HANG), Class::Unknown),
    ]
}

#[tokio::test]
async fn each_failure_of_a_read_has_its_class() {
    for (answer, expected) in answers() {
        let server = serve([answer]).await;
        let error = server.client.read_order(OrderId(ORDER)).await.unwrap_err();
        assert_eq!(error.class(), expected, "{error:?}");
        assert_eq!(server.calls().len(), 1, "nothing is tried again unasked: {error:?}");
    }
}

#[tokio::test]
async fn each_failure_of_a_write_has_its_class() {
    for (answer, expected) in answers() {
        let server = serve([answer]).await;
        let error = server.client.set_order_numbers(OrderId(ORDER), &["100"]).await.unwrap_err();
        assert_eq!(error.class(), expected, "{error:?}");
        assert_eq!(server.calls().len(), 1, "nothing is tried again unasked: {error:?}");
    }
}

#[tokio::test]
async fn an_order_that_is_not_there_is_not_found() {
    let server = serve([reply(200, json!({"data": {"order": null}}))]).await;
    let error = server.client.read_order(OrderId(ORDER)).await.unwrap_err();
    assert!(matches!(error, ReadError::NotFound { .. }));
    assert_eq!(error.class(), Class::NotFound);
}

/// Shopify nulls the field it denies and answers the rest: the rest must not be taken for an order.
#[tokio::test]
async fn data_beside_an_error_is_not_trusted() {
    let mut answer = crate::by_hand::answer(|order| order["shippingAddress"] = json!(null));
    answer["errors"] = refusal("ACCESS_DENIED")["errors"].clone();
    let server = serve([reply(200, answer)]).await;
    assert_eq!(server.client.read_order(OrderId(ORDER)).await.unwrap_err().class(), Class::Denied);
}

/// An answer that Microsoft recorded for another query holds none of what we asked for.
#[tokio::test]
async fn a_recorded_answer_to_another_query_is_unreadable() {
    let recorded = include_str!("../fixtures/bcapps/fulfillment-orders-of-order.json");
    let server = serve([reply(200, recorded)]).await;
    let error = server.client.read_order(OrderId(ORDER)).await.unwrap_err();
    assert_eq!(error.class(), Class::Unreadable);
}

/// For a write, the same is no proof of anything.
#[tokio::test]
async fn an_answer_to_a_write_that_cannot_be_read_is_unknown() {
    let recorded = include_str!("../fixtures/bcapps/fulfillmentCreate-success.json");
    for answer in
        [recorded, r#"{"data": {"metafieldsSet": null}}"#, r#"{"data": {"metafieldsSet": {"userErrors": 7}}}"#]
    {
        let server = serve([reply(200, answer)]).await;
        let error = server.client.set_order_numbers(OrderId(ORDER), &["100"]).await.unwrap_err();
        assert_eq!(error.class(), Class::Unknown, "{error:?}");
    }
}

#[tokio::test]
async fn a_shop_that_cannot_be_reached_was_not_called() {
    async fn class_of(client: Client<impl CredentialSource>) -> Class {
        client.add_tag(OrderId(ORDER), "exported").await.unwrap_err().class()
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let settings = shopify::Settings::new(&url, Duration::from_secs(1)).unwrap();
    let client = Client::new(settings, crate::server::Secrets::default()).unwrap();
    assert_eq!(class_of(client).await, NOT_DONE);
}
