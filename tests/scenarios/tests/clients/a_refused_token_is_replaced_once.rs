use sandbox::shopify::Outcome;
use shopify::Class;

use crate::shop::{ORDER, Shopify, id, order};

#[tokio::test]
async fn a_401_costs_one_new_token_and_one_call_more() {
    let shopify = Shopify::with(order(1)).await;
    let client = shopify.client();
    client.read_order(id()).await.unwrap();
    shopify.running.revoke_tokens();
    client.read_order(id()).await.unwrap();
    client.read_order(id()).await.unwrap();
    let calls = shopify.running.calls();
    assert_eq!((calls.reads(ORDER), calls.with(Outcome::Unauthorised)), (3, 1));
    assert_eq!(shopify.running.tokens_issued(), 2);
    shopify.running.stop().await;
}

#[tokio::test]
async fn calls_that_are_refused_together_ask_for_one_new_token() {
    let shopify = Shopify::with(order(1)).await;
    let client = shopify.client();
    client.read_order(id()).await.unwrap();
    shopify.running.revoke_tokens();
    let read = || client.read_order(id());
    let reads = tokio::join!(read(), read(), read(), read());
    assert!(reads.0.is_ok() && reads.1.is_ok() && reads.2.is_ok() && reads.3.is_ok());
    assert_eq!(shopify.running.tokens_issued(), 2);
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_rotated_secret_is_read_anew_when_the_old_one_is_refused() {
    let shopify = Shopify::with(order(1)).await;
    let client = shopify.client();
    shopify.running.rotate_client_secret("second secret");
    *shopify.stored.lock().unwrap() = "second secret";
    client.read_order(id()).await.unwrap();
    assert_eq!(shopify.running.tokens_issued(), 1);
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_secret_that_shopify_does_not_take_is_a_persons_to_mend() {
    let shopify = Shopify::with(order(1)).await;
    let client = shopify.client();
    shopify.running.rotate_client_secret("second secret");
    let error = client.read_order(id()).await.unwrap_err();
    assert_eq!(error.class(), Class::Denied, "{error:?}");
    assert_eq!(shopify.running.tokens_issued(), 0);
    assert!(shopify.running.calls().all().is_empty());
    shopify.running.stop().await;
}
