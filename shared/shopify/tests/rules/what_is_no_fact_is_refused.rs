use domain::id::OrderId;
use serde_json::{Value, json};
use shopify::{Class, ReadError};

use crate::by_hand::{ORDER, answer};
use crate::server::{reply, serve};

type Change = Box<dyn Fn(&mut Value)>;

#[tokio::test]
async fn each_field_that_cannot_be_a_fact_makes_the_order_unreadable() {
    let euros = || json!({"shopMoney": {"amount": "1.0", "currencyCode": "EUR"}});
    let changes: Vec<(&str, Change)> = vec![
        ("no currency", Box::new(|order| order["currencyCode"] = json!("sterling"))),
        ("another currency in a total", Box::new(move |order| order["currentTotalTaxSet"] = euros())),
        (
            "another currency in a line",
            Box::new(move |order| order["lineItems"]["nodes"][0]["originalUnitPriceSet"] = euros()),
        ),
        ("another currency in a payment", Box::new(move |order| order["transactions"][0]["amountSet"] = euros())),
        (
            "an amount that is no decimal",
            Box::new(|order| order["currentTotalPriceSet"]["shopMoney"]["amount"] = json!("1,50")),
        ),
        ("no amount", Box::new(|order| order["currentTotalPriceSet"] = json!(null))),
        ("an id that is no integer", Box::new(|order| order["legacyResourceId"] = json!("8.2e17"))),
        ("another order's id", Box::new(|order| order["legacyResourceId"] = json!("1"))),
        (
            "a line of another kind",
            Box::new(|order| order["lineItems"]["nodes"][0]["id"] = json!("gid://shopify/Product/1")),
        ),
        ("negative units", Box::new(|order| order["lineItems"]["nodes"][0]["currentQuantity"] = json!(-1))),
        ("half a unit", Box::new(|order| order["lineItems"]["nodes"][0]["quantity"] = json!(1.5))),
        ("a moment without its offset", Box::new(|order| order["updatedAt"] = json!("2026-11-24T10:00:00"))),
        (
            "more shipping lines than are read",
            Box::new(|order| order["shippingLines"]["pageInfo"]["hasNextPage"] = json!(true)),
        ),
    ];
    for (why, change) in changes {
        let server = serve([reply(200, answer(change))]).await;
        let error = server.client.read_order(OrderId(ORDER)).await.unwrap_err();
        assert_eq!(error.class(), Class::Unreadable, "{why}: {error:?}");
    }
}

#[tokio::test]
async fn the_error_names_the_field() {
    let server = serve([reply(200, answer(|order| order["currencyCode"] = json!("sterling")))]).await;
    let error = server.client.read_order(OrderId(ORDER)).await.unwrap_err();
    let ReadError::Unreadable { order, source } = error else { panic!("{error:?}") };
    assert_eq!((order.0, source.field), (ORDER, "currencyCode"));
}

/// Amounts come as text in GraphQL, but as numbers elsewhere at Shopify; either is exact.
#[tokio::test]
async fn an_amount_may_be_a_number() {
    let body = answer(|_| {}).to_string().replace(r#""amount":"89.95""#, r#""amount":89.95"#);
    let server = serve([reply(200, body)]).await;
    assert_eq!(server.client.read_order(OrderId(ORDER)).await.unwrap().image.total.to_string(), "89.95 GBP");
}

#[tokio::test]
async fn an_id_beyond_2_53_may_be_a_number() {
    let body = answer(|_| {}).to_string().replace(&format!("\"{ORDER}\""), &ORDER.to_string());
    let server = serve([reply(200, body)]).await;
    assert_eq!(server.client.read_order(OrderId(ORDER)).await.unwrap().image.id.0, ORDER);
}
