//! Shopify's headers for de-duplication are not needed: nothing is told apart by them (discolabs/django-shopify-webhook#13).

use sandbox::bluecherry::Call;
use sandbox::day::generator::Expected;
use sandbox::shopify::Topic;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, event, plan};

const FOR_DEDUPLICATION: [&str; 4] =
    ["X-Shopify-Webhook-Id", "X-Shopify-Event-Id", "X-Shopify-Triggered-At", "X-Shopify-API-Version"];

#[tokio::test]
async fn a_delivery_without_deduplication_headers_still_rings() {
    let scene = Scene::start(plan("bare-delivery", &[])).await;
    let order = paid(1, &[(SHIRT, 1)]);
    let events = scene.place_untold(&order);
    let bare = event(&events, Topic::OrdersPaid);
    for _ in 0..2 {
        let answer = scene.send_without(&FOR_DEDUPLICATION, bare, &scene.webhooks()).await;
        assert_eq!(answer.status(), 200);
    }
    let end = scene.ends(&[(&order, Expected::Exported)]).await;
    assert_eq!(end.calls(Call::PostOrder), 1);
    assert_eq!(end.trails[&order.id][0].cause.0, "orders/paid");
}
