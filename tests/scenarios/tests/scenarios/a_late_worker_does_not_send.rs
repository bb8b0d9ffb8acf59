//! A worker that stood still for so long that others took its turn does not send what it was about to.

use std::time::Duration;

use domain::part::Answer;
use sandbox::bluecherry::Call;
use sandbox::day::generator::Expected;
use sandbox::shopify::Topic;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, event, plan};
use crate::slow_table::SlowTable;

#[tokio::test]
async fn a_worker_that_lost_its_turn_refuses_its_own_late_post() {
    // After 1.9 s a probe may say that the first worker's post never left, and the order goes again. It wakes after 4.5 s.
    let horizon = [
        ("SendWithin", "800ms"),
        ("BlueCherryTimeout", "800ms"),
        ("BlueCherryGatewayTimeout", "200ms"),
        ("ClockMargin", "25ms"),
        ("BlueCherryReadLag", "50ms"),
        ("OrderExportTimeout", "12"),
        ("ExportVisibility", "12"),
    ];
    let scene = Scene::start(plan("late-worker", &horizon)).await;
    let _slow = SlowTable::before(&scene.world.deployment, 1, Duration::from_millis(4_500)).await;
    let order = paid(1, &[(SHIRT, 1)]);
    let events = scene.place_untold(&order);
    assert_eq!(scene.send(event(&events, Topic::OrdersPaid), &scene.webhooks()).await.status(), 200);

    let end = scene.ends(&[(&order, Expected::Exported)]).await;
    assert_eq!(end.calls(Call::PostOrder), 1, "{:?}", end.answers(&order));
    assert_eq!(end.answers(&order), ["found nothing", "accepted", "not done"]);
    let (late, refused) = end.answered(&order)[2];
    assert!(matches!(refused, Answer::NotDone { why, .. } if why.contains("too late")), "{refused:?}");
    assert_eq!(late.cause.0, "orders/paid", "the worker that began is the one that refuses");
}
