//! Whoever cannot sign is told nothing and moves nothing.

use domain::id::OrderId;
use driver::ports::Tables;
use sandbox::day::generator::Expected;
use sandbox::shopify::Topic;
use sandbox::stack::Function;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, event, plan};

#[tokio::test]
async fn a_forged_signature_is_answered_401_and_rings_nothing() {
    let scene = Scene::start(plan("forgery", &[])).await;
    let order = paid(1, &[(SHIRT, 1)]);
    let events = scene.place_untold(&order);
    let genuine = event(&events, Topic::OrdersPaid);

    let mut forger = scene.webhooks();
    forger.client_secret = "guessed".to_owned();
    let answer = scene.send(genuine, &forger).await;
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.text().await.unwrap(), "");
    assert!(scene.world.deployment.depth(&scene.world.deployment.export_queue).await.unwrap().is_empty());
    assert_eq!(scene.world.deployment.counts(Function::OrderExport).unwrap().invocations, 0);
    assert!(scene.tables.load(OrderId(order.id)).await.unwrap().is_empty());

    // The same words with the right signature are heard.
    assert_eq!(scene.send(genuine, &scene.webhooks()).await.status(), 200);
    scene.ends(&[(&order, Expected::Exported)]).await;
}
