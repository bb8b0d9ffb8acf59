//! Keys are changed while everything runs, and nothing is lost over it.

use std::time::Duration;

use driver::operations::EXCEPTION;
use driver::ports::Tables;
use sandbox::bluecherry::Call;
use sandbox::day::generator::Expected;
use sandbox::shopify::Topic;
use serde_json::json;
use tokio::time::sleep;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, event, plan};

/// Longer than what follows a rotation here: only a refusal makes anybody read a secret again, and that no sooner than a
/// tenth of it after the last time.
const AGE: (&str, &str) = ("SecretAge", "25s");
const HEEDED_AFTER: Duration = Duration::from_millis(2_600);

#[tokio::test]
async fn a_rotated_subscription_key_is_read_anew_and_used() {
    // The status is not asked for again, so that it is a post that is refused; and two workers at most, so that those that
    // hold the old key are among those that go on.
    let settings = [AGE, ("BlueCherryStatusAge", "1m"), ("ExportMaximumConcurrency", "2")];
    let scene = Scene::start(plan("rotated-key", &settings)).await;
    let orders = [1, 2, 3, 4, 5, 6].map(|number| paid(number, &[(SHIRT, 1)]));
    scene.place(&orders[0]);
    scene.settle().await;

    sleep(HEEDED_AFTER).await;
    let deployment = &scene.world.deployment;
    deployment.put_secret(&deployment.bluecherry_secret, &json!({"subscription_key": "rotated-7d1e"})).await.unwrap();
    scene.world.bluecherry.take_keys(vec!["rotated-7d1e".to_owned()]);
    for order in &orders[1..] {
        scene.place(order);
    }
    scene.settle().await;
    assert_eq!(scene.tables.operations(EXCEPTION).await.unwrap(), Vec::new());

    let end = scene.ends(&orders.each_ref().map(|order| (order, Expected::Exported))).await;
    assert!(end.erp.unauthorised >= 1, "the old key was never refused");
    assert!(end.calls(Call::PostOrder) <= 6 + end.erp.unauthorised, "a post that was heard was made again");
    for order in &orders {
        assert_eq!(end.answers(order), ["accepted"], "a refused key is no answer to a post");
    }
    assert!(!end.printed.iter().any(|line| line.contains("rotated-7d1e")));
}

#[tokio::test]
async fn webhooks_signed_with_the_secret_before_are_still_heard() {
    let scene = Scene::start(plan("rotated-secret", &[AGE])).await;
    let orders = [1, 2, 3].map(|number| paid(number, &[(SHIRT, 1)]));
    let events = orders.each_ref().map(|order| scene.place_untold(order));
    let [first, old, new] = events.each_ref().map(|events| event(events, Topic::OrdersPaid));
    assert_eq!(scene.send(first, &scene.webhooks()).await.status(), 200);
    scene.until("it is exported", async |scene| scene.world.shopify.calls().reads(orders[0].id) == 2).await;

    sleep(HEEDED_AFTER).await;
    let deployment = &scene.world.deployment;
    let secret = json!({"client_id": "sandbox", "client_secret": "rotated-client-secret"});
    deployment.put_secret(&deployment.shopify_secret, &secret).await.unwrap();
    scene.world.shopify.rotate_client_secret("rotated-client-secret");
    let mut rotated = scene.webhooks();
    rotated.client_secret = "rotated-client-secret".to_owned();
    assert_eq!(scene.send(new, &rotated).await.status(), 200);
    assert_eq!(scene.send(old, &scene.webhooks()).await.status(), 200);
    let mut forger = scene.webhooks();
    forger.client_secret = "neither".to_owned();
    assert_eq!(scene.send(old, &forger).await.status(), 401);

    let end = scene.ends(&orders.each_ref().map(|order| (order, Expected::Exported))).await;
    assert!(!end.printed.iter().any(|line| line.contains("rotated-client-secret")));
}
