use std::error::Error;

use domain::id::OrderId;
use serde_json::json;

use crate::by_hand::{ORDER, answer, refusal};
use crate::server::{grant, reply, serve};

const PERSONAL: [&str; 5] = ["Ada", "Lovelace", "example.com", "St James", "7946"];

/// An error as a log would show it: with its sources, and in full.
fn shown(error: &dyn Error) -> String {
    let this = format!("{error} {error:?}");
    error.source().map_or(this.clone(), |source| this + " " + &shown(source))
}

#[tokio::test]
async fn what_was_read_shows_no_one() {
    let server = serve([reply(200, answer(|_| {}))]).await;
    let read = server.client.read_order(OrderId(ORDER)).await.unwrap();
    let text = format!("{read:?}");
    assert!(text.contains("[personal]") && PERSONAL.iter().all(|personal| !text.contains(personal)), "{text}");
}

#[tokio::test]
async fn no_error_of_a_read_repeats_what_it_stumbled_over() {
    let bodies = [
        answer(|order| order["test"] = json!("Ada Lovelace")),
        answer(|order| order["updatedAt"] = json!("Ada Lovelace, expected Ada")),
        answer(|order| order["currentTotalPriceSet"]["shopMoney"]["amount"] = json!("Ada")),
        answer(|order| order["currencyCode"] = json!("Ada Lovelace")),
        answer(|order| order["lineItems"]["nodes"][0]["id"] = json!("Ada Lovelace")),
        answer(|order| order["shippingAddress"]["name"] = json!({"Ada": "Lovelace"})),
    ];
    for body in bodies {
        let server = serve([reply(200, body)]).await;
        let text = shown(&server.client.read_order(OrderId(ORDER)).await.unwrap_err());
        assert!(PERSONAL.iter().all(|personal| !text.contains(personal)), "{text}");
    }
}

#[tokio::test]
async fn no_error_shows_a_secret_or_the_body_of_an_answer() {
    for (status, body) in [(401, "shpat Ada"), (403, "shpat Ada"), (500, "shpat Ada"), (200, "shpat Ada")] {
        let server = serve([reply(status, body), reply(status, body)]).await;
        let server = server.grants([grant("shpat", 86_399), grant("shpat", 86_399)]);
        let text = shown(&server.client.read_order(OrderId(ORDER)).await.unwrap_err());
        assert!(!text.contains("shpat") && !text.contains("Ada"), "{text}");
    }
}

/// What Shopify says about the query itself is worth having, and speaks of no customer.
#[tokio::test]
async fn what_shopify_says_of_the_operation_is_repeated() {
    let server = serve([reply(200, refusal("ACCESS_DENIED"))]).await;
    let text = shown(&server.client.read_order(OrderId(ORDER)).await.unwrap_err());
    assert!(text.contains("ACCESS_DENIED: said by Shopify"), "{text}");
}
