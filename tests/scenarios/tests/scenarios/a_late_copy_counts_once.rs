//! A webhook that comes once more long after everything is done is old news (Shopify/shopify-api-js#916).

use std::time::Duration;

use sandbox::bluecherry::Call;
use sandbox::day::generator::Expected;
use sandbox::shopify::{Event, Topic};
use sandbox::stack::Function;
use tokio::time::sleep;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, event, plan};

#[tokio::test]
async fn the_same_event_delivered_anew_after_the_export_costs_no_call() {
    let scene = Scene::start(plan("late-copy", &[])).await;
    let order = paid(1, &[(SHIRT, 2)]);
    let events = scene.place_untold(&order);
    let paid = event(&events, Topic::OrdersPaid);
    // Revisions are whole seconds: the export's own write is to make another one.
    sleep(Duration::from_millis(1_200)).await;
    assert_eq!(scene.send(paid, &scene.webhooks()).await.status(), 200);
    // Once for the export and once for its echo, the number that Shopify shows.
    scene.until("it is exported", async |scene| scene.world.shopify.calls().reads(order.id) == 2).await;
    scene.settle().await;
    let known = scene.stored(order.id).await.version;

    sleep(Duration::from_secs(3)).await;
    let anew = Event { occurrence: paid.occurrence + 1, ..paid.clone() };
    assert_eq!(scene.send(&anew, &scene.webhooks()).await.status(), 200);
    let is_driven = async |scene: &Scene| {
        let printed = scene.world.deployment.printed(Function::OrderExport).unwrap();
        printed.iter().any(|line| line.contains("OldNews"))
    };
    scene.until("the copy is old news", is_driven).await;
    assert_eq!(scene.stored(order.id).await.version, known);

    let end = scene.ends(&[(&order, Expected::Exported)]).await;
    assert_eq!((end.calls(Call::PostOrder), end.shopify.reads(order.id)), (1, 2));
}
