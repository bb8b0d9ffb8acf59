//! Shopify routes an order some time after it is paid, and does not always say when.

use domain::order::Standing;
use sandbox::day::generator::Expected;
use sandbox::world::now;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, plan};

#[tokio::test]
async fn an_order_waits_for_its_routing_until_patience_is_over() {
    let scene = Scene::start(plan("routing", &[("RoutingPatience", "5s"), ("RoutingRecheck", "1s")])).await;
    let late = paid(1, &[(SHIRT, 1)]);
    let never = paid(2, &[(SHIRT, 1)]);
    for order in [&late, &never] {
        scene.world.shopify.shop().place(order.clone(), now());
    }
    let waits = async |scene: &Scene| scene.stored(late.id).await.order.rest.until.is_some();
    scene.until("the order waits", waits).await;
    assert_eq!(scene.posts(), 0);
    // Of this no webhook tells.
    scene.world.shopify.shop().route(late.id).unwrap();
    let is_exported = async |scene: &Scene| scene.stored(late.id).await.order.standing() == Standing::Exported;
    scene.until("the late one is exported", is_exported).await;

    let end = scene.ends(&[(&late, Expected::Exported), (&never, Expected::Exception("routing_incomplete"))]).await;
    assert_eq!(end.owners(&never), ["operations"]);
    assert!(!end.booked.contains_key(&never.id));
}
