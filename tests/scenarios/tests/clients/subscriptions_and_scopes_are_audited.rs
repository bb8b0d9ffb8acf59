use sandbox::shopify as shop;
use shopify::{API_VERSION, Class, Subscription, Topic};

use crate::shop::{Shopify, order};

const HOOK: &str = "https://hooks.example.com/webhooks/shopify";
const ELSEWHERE: &str = "https://elsewhere.example.com/";

/// Topic, address and version of each.
fn shown(subscriptions: &[Subscription]) -> Vec<(&str, &str, &str)> {
    subscriptions.iter().map(|one| (one.topic.as_str(), one.uri.as_str(), one.api_version.as_str())).collect()
}

#[tokio::test]
async fn each_topic_is_subscribed_and_listed_under_the_same_name() {
    let shopify = Shopify::with(order(1)).await;
    let client = shopify.client();
    assert_eq!(client.webhook_subscriptions().await.unwrap(), []);
    for topic in Topic::ALL {
        client.create_subscription(topic, HOOK).await.unwrap();
    }
    let listed = client.webhook_subscriptions().await.unwrap();
    assert_eq!(shown(&listed), Topic::ALL.map(|topic| (topic.graphql_name(), HOOK, API_VERSION)));
    let subscribed: Vec<_> = shopify.running.shop().subscriptions().iter().map(|one| one.topic.name()).collect();
    assert_eq!(subscribed, Topic::ALL.map(Topic::as_str), "the name of the API is that of the header's topic");
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_subscription_at_a_wrong_address_is_moved() {
    let shopify = Shopify::with(order(1)).await;
    shopify.running.shop().subscribe(shop::Topic::OrdersPaid, ELSEWHERE, "2026-07");
    let client = shopify.client();
    let listed = client.webhook_subscriptions().await.unwrap();
    assert_eq!(shown(&listed), [("ORDERS_PAID", ELSEWHERE, "2026-07")]);
    client.move_subscription(&listed[0].id, HOOK).await.unwrap();
    let moved = client.webhook_subscriptions().await.unwrap();
    assert_eq!(shown(&moved), [("ORDERS_PAID", HOOK, "2026-07")]);
    assert_eq!(moved[0].id, listed[0].id);
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_subscription_that_does_not_tell_everything_is_listed_so_and_made_whole() {
    let shopify = Shopify::with(order(1)).await;
    let id = shopify.running.shop().subscribe(shop::Topic::OrdersPaid, HOOK, API_VERSION);
    shopify.running.shop().change_subscription(id, |known| {
        known.filter = Some("financial_status:paid".to_owned());
        known.include_fields = vec!["name".to_owned()];
        "XML".clone_into(&mut known.format);
    });
    let client = shopify.client();
    let listed = client.webhook_subscriptions().await.unwrap();
    assert_eq!(listed[0].shortcomings().len(), 3, "{listed:?}");
    client.move_subscription(&listed[0].id, HOOK).await.unwrap();
    let whole = client.webhook_subscriptions().await.unwrap();
    assert!(whole[0].shortcomings().is_empty(), "{whole:?}");
    assert_eq!(shown(&whole), [("ORDERS_PAID", HOOK, API_VERSION)]);
    shopify.running.stop().await;
}

#[tokio::test]
async fn more_subscriptions_than_a_page_holds_are_listed_whole() {
    let shopify = Shopify::with(order(1)).await;
    for at in 0..51 {
        shopify.running.shop().subscribe_all(&format!("https://hooks.example.com/{at}"));
    }
    assert_eq!(shopify.client().webhook_subscriptions().await.unwrap().len(), 255);
    assert_eq!(shopify.running.calls().of("WebhookSubscriptions"), 2);
    shopify.running.stop().await;
}

#[tokio::test]
async fn what_shopify_refuses_is_told_apart_from_what_it_may_have_done() {
    let shopify = Shopify::with(order(1)).await;
    let client = shopify.client();
    client.create_subscription(Topic::Paid, HOOK).await.unwrap();
    let twice = client.create_subscription(Topic::Paid, HOOK).await.unwrap_err();
    let gone = client.move_subscription("gid://shopify/WebhookSubscription/404", HOOK).await.unwrap_err();
    for error in [twice, gone] {
        assert_eq!(error.class(), Class::Rejected, "{error:?}");
    }
    let faults = shop::ApiFaults { server_error: 1.0, ..shop::ApiFaults::default() };
    shopify.running.set_faults(faults);
    let failed = client.create_subscription(Topic::Create, HOOK).await.unwrap_err();
    assert_eq!(failed.class(), Class::Unknown, "{failed:?}");
    assert_eq!(shopify.running.shop().subscriptions().len(), 1);
    shopify.running.stop().await;
}

#[tokio::test]
async fn the_scopes_are_those_of_the_moment() {
    let shopify = Shopify::with(order(1)).await;
    let client = shopify.client();
    let all = ["read_merchant_managed_fulfillment_orders", "read_orders", "write_orders"];
    assert_eq!(client.granted_scopes().await.unwrap(), all);
    shopify.running.miss_scopes(["write_orders".to_owned()]);
    assert_eq!(client.granted_scopes().await.unwrap(), all[..2]);
    shopify.running.stop().await;
}
