//! Shopify deletes a subscription by itself after hours of failed deliveries, and tells nobody: the audit makes it anew, and the
//! sweep finds what was lost meanwhile (gnikyt/laravel-shopify#936).

use driver::operations::EXCEPTION;
use driver::ports::Tables;
use sandbox::day::generator::Expected;
use sandbox::shopify::Topic;
use sandbox::stack::Function;
use sandbox::world::Feed;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, plan};

/// The topics that are subscribed at the stack's address.
fn subscribed(scene: &Scene) -> Vec<Topic> {
    let shop = scene.world.shopify.shop();
    let ours = &scene.world.deployment.webhook.url;
    shop.subscriptions().iter().filter(|one| &one.uri == ours).map(|one| one.topic).collect()
}

fn delete_all(scene: &Scene) {
    let mut shop = scene.world.shopify.shop();
    let ids: Vec<u64> = shop.subscriptions().iter().map(|one| one.id).collect();
    assert!(ids.into_iter().all(|id| shop.delete_subscription(id)));
}

#[tokio::test]
async fn the_audit_subscribes_again_and_the_sweep_finds_what_was_lost_meanwhile() {
    let scene = Scene::start(plan("deleted-subscription", &[("AuditPeriod", "2s")])).await;
    let [missed, told] = [1, 2].map(|number| paid(number, &[(SHIRT, 1)]));
    delete_all(&scene);
    // Nobody is subscribed, so its events are told to nobody.
    scene.place_untold(&missed);

    scene.until("all topics are subscribed", async |scene| subscribed(scene).len() == Topic::ALL.len()).await;
    for topic in Topic::ALL {
        assert!(subscribed(&scene).contains(&topic), "{topic:?}");
    }
    assert_eq!(scene.stored(missed.id).await.version, 0, "nothing has told of it");
    scene.place(&told);
    scene.world.sweep(Feed::Orders).await.unwrap();

    scene.settle().await;
    assert_eq!(scene.tables.operations(EXCEPTION).await.unwrap(), Vec::new());
    assert_eq!(scene.counted(Function::DueWork, "SubscriptionsRepaired"), 5, "each was made once");
    let end = scene.ends(&[(&missed, Expected::Exported), (&told, Expected::Exported)]).await;
    assert_eq!(end.trails[&missed.id][0].cause.0, "sweep");
}

#[tokio::test]
async fn a_subscription_that_rings_elsewhere_is_moved_and_not_doubled() {
    let scene = Scene::start(plan("astray-subscription", &[("AuditPeriod", "2s")])).await;
    let elsewhere = "http://127.0.0.1:9/webhooks/shopify";
    let astray = scene.world.shopify.shop().subscriptions()[0].clone();
    assert!(scene.world.shopify.shop().move_subscription(astray.id, elsewhere));
    scene.until("it is moved", async |scene| subscribed(scene).contains(&astray.topic)).await;
    let subscriptions = scene.world.shopify.shop().subscriptions().to_vec();
    assert_eq!(subscriptions.len(), Topic::ALL.len());
    assert_eq!(subscriptions[0].id, astray.id);
    let order = paid(1, &[(SHIRT, 1)]);
    scene.place(&order);
    scene.ends(&[(&order, Expected::Exported)]).await;
}
