//! What an order costs: calls are what both systems ration.

use std::collections::BTreeSet;

use sandbox::bluecherry::Call;
use sandbox::day::generator::Expected;
use sandbox::shopify::Topic;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, event, plan};

/// What the hourly audit asks, whatever is ordered.
const AUDIT: [&str; 2] = ["GrantedScopes", "WebhookSubscriptions"];

#[tokio::test]
async fn a_paid_webhook_and_the_echo_of_our_write_take_two_reads_one_write_one_post() {
    let scene = Scene::start(plan("few-calls", &[])).await;
    let order = paid(1, &[(SHIRT, 2)]);
    let events = scene.place_untold(&order);
    assert_eq!(scene.send(event(&events, Topic::OrdersPaid), &scene.webhooks()).await.status(), 200);
    scene.until("the echo was read", async |scene| scene.world.shopify.calls().reads(order.id) == 2).await;

    let end = scene.ends(&[(&order, Expected::Exported)]).await;
    assert_eq!(end.shopify.reads(order.id), 2, "Shopify reads");
    assert_eq!(end.shopify.writes(order.id), 1, "Shopify writes");
    let audit: usize = AUDIT.iter().map(|operation| end.shopify.of(operation)).sum();
    assert_eq!(end.shopify.all().len() - audit, 3, "calls to Shopify of any kind: {:?}", end.shopify.all());
    assert_eq!(end.calls(Call::PostOrder), 1, "posts");
    assert_eq!(end.calls(Call::OrdersByReference) + end.calls(Call::OrderByNumber), 0, "reads of BlueCherry");
    // Each transaction on an order makes its next version.
    let transactions = end.stored[&order.id].version;
    assert!(transactions <= 5, "{transactions} transactions");
    let causes: BTreeSet<&str> = end.trails[&order.id].iter().map(|entry| entry.cause.0.as_str()).collect();
    assert_eq!(causes, BTreeSet::from(["orders/paid", "orders/updated"]), "nothing else drove it");
}
