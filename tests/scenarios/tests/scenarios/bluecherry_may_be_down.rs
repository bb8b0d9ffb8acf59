//! Waiting stands in the table, not in the queue: an outage wears out no message.

use std::time::Duration;

use domain::order::Standing;
use sandbox::day::generator::Expected;
use sandbox::shopify::Order;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, plan};

#[tokio::test]
async fn bluecherry_down_for_longer_than_the_queues_visibility_loses_nothing() {
    let queue = [("OrderExportTimeout", "4"), ("ExportVisibility", "4")];
    let mut scene = Scene::start(plan("bluecherry-down", &queue)).await;
    let orders: Vec<Order> = (1..=4).map(|number| paid(number, &[(SHIRT, 1)])).collect();
    let (before, during) = orders.split_at(1);
    scene.place(&before[0]);
    scene.settle().await;

    scene.world.bluecherry.down().await;
    for order in during {
        scene.place(order);
    }
    scene.pass(Duration::from_secs(6)).await;
    for order in during {
        let stored = scene.stored(order.id).await;
        assert_eq!((stored.order.standing(), stored.due_at.is_some()), (Standing::Waiting, true));
    }

    scene.world.bluecherry.up().await.unwrap();
    let end = scene.ends(&orders.iter().map(|order| (order, Expected::Exported)).collect::<Vec<_>>()).await;
    assert_eq!(end.booked.values().map(Vec::len).sum::<usize>(), 4);
    assert_eq!(end.failures, 0, "no message was worn out");
}

#[tokio::test]
async fn a_gateway_that_answers_for_a_company_that_is_down_loses_nothing() {
    let queue = [("OrderExportTimeout", "4"), ("ExportVisibility", "4")];
    let scene = Scene::start(plan("company-down", &queue)).await;
    scene.company().switches.unavailable = true;
    let order = paid(1, &[(SHIRT, 1)]);
    scene.place(&order);
    scene.pass(Duration::from_secs(5)).await;
    assert_eq!(scene.stored(order.id).await.order.standing(), Standing::Waiting);

    scene.company().switches.unavailable = false;
    let end = scene.ends(&[(&order, Expected::Exported)]).await;
    assert_eq!(end.failures, 0, "no message was worn out");
}
