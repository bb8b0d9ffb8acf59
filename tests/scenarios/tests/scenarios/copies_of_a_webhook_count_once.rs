//! However often Shopify tells of an order, and however many workers hear of it at once, it is one sales order.

use std::sync::Arc;

use sandbox::bluecherry::Call;
use sandbox::day::generator::Expected;
use sandbox::shopify::Topic;
use tokio::task::JoinSet;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, event, plan};

#[tokio::test]
async fn twenty_concurrent_copies_of_one_webhook_give_one_sales_order() {
    let scene = Arc::new(Scene::start(plan("copies", &[])).await);
    let order = paid(1, &[(SHIRT, 2)]);
    let events = scene.place_untold(&order);
    let mut copies = JoinSet::new();
    for _ in 0..20 {
        let (scene, copy) = (Arc::clone(&scene), event(&events, Topic::OrdersPaid).clone());
        copies.spawn(async move { scene.send(&copy, &scene.webhooks()).await.status().as_u16() });
    }
    assert_eq!(copies.join_all().await, vec![200; 20]);

    let scene = Arc::into_inner(scene).unwrap();
    let end = scene.ends(&[(&order, Expected::Exported)]).await;
    assert_eq!(end.calls(Call::PostOrder), 1);
    assert_eq!(end.booked[&order.id].len(), 1);
}
