//! Webhooks alone are not relied on (gnikyt/laravel-shopify#591): with every one of them lost, the sweep brings each order home.

use std::time::Duration;

use driver::hint::SWEEP;
use sandbox::day::generator::Expected;
use sandbox::shopify::DeliveryFaults;
use sandbox::stack::Function;
use sandbox::world::{Feed, Plan};
use serde_json::Value;
use tokio::time::sleep;

use crate::customers::{SHIRT, TROUSERS, paid};
use crate::scene::{Scene, plan};

/// The query that reads one order.
const READ: &str = "OrderForExport";

#[tokio::test]
async fn with_every_webhook_lost_the_sweep_alone_brings_each_order_home() {
    let plan = plan("lost-webhooks", &[("SweepLate", "1s")]);
    let scene =
        Scene::start(Plan { deliveries: DeliveryFaults { lost: 1.0, ..DeliveryFaults::default() }, ..plan }).await;
    let orders = [1, 2, 3, 4].map(|number| paid(number, &[(SHIRT, 1), (TROUSERS, number)]));
    for order in &orders {
        scene.place(order);
    }
    // A change so old that no webhook can still be under way.
    sleep(Duration::from_secs(3)).await;
    assert_eq!(scene.posts(), 0);
    scene.world.sweep(Feed::Orders).await.unwrap();
    scene.settle().await;
    assert_eq!(scene.counted(Function::OrderExport, "FoundBySweep"), 4, "each was found by the sweep");

    // Its overlap makes the next one ring all of them again: only the echo of our own number is news. It is read once, if not
    // so soon after it that a second change may hide in the same second.
    sleep(Duration::from_secs(4)).await;
    scene.world.sweep(Feed::Orders).await.unwrap();
    scene.settle().await;
    let reads = scene.world.shopify.calls().of(READ);
    scene.world.sweep(Feed::Orders).await.unwrap();
    scene.world.sweep(Feed::OrdersOf30Days).await.unwrap();
    scene.settle().await;
    assert_eq!(scene.world.shopify.calls().of(READ), reads, "what is known costs no read");

    let shown = scene.tool.run(&scene.world.deployment, &["feed", "list", "--json"]).await.unwrap();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["feeds"][0]["feed"], "orders");
    assert!(shown["feeds"][0]["mark"].is_string(), "{shown}");
    assert!(shown["feeds"][0]["under_way"].is_null(), "{shown}");

    let end = scene.ends(&orders.each_ref().map(|order| (order, Expected::Exported))).await;
    for order in &orders {
        let trail = &end.trails[&order.id];
        assert_eq!(trail[0].cause.0, SWEEP);
        assert!(trail.iter().all(|entry| !entry.cause.0.starts_with("orders/")), "{trail:?}");
    }
}
