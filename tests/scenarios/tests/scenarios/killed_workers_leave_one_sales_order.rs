//! A worker may die at any moment around a post, and whoever comes next finds out what became of it.

use std::time::Duration;

use sandbox::bluecherry::{Call, Fault, Moment};
use sandbox::day::generator::Expected;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, plan};
use crate::slow_table::SlowTable;

#[tokio::test]
async fn a_worker_killed_right_after_the_post_leaves_one_sales_order() {
    let scene = Scene::start(plan("killed-after", &[])).await;
    let order = paid(1, &[(SHIRT, 1)]);
    scene.befall(&order, [Fault::KillCaller(Moment::AfterBooking)]);
    scene.place(&order);

    let end = scene.ends(&[(&order, Expected::Exported)]).await;
    assert_eq!((end.erp.killed.len(), end.failures), (1, 1));
    assert_eq!(end.calls(Call::PostOrder), 1);
    assert_eq!(end.answers(&order), ["found"]);
}

#[tokio::test]
async fn a_worker_killed_right_before_the_post_leaves_one_sales_order() {
    let scene = Scene::start(plan("killed-before", &[])).await;
    let order = paid(1, &[(SHIRT, 1)]);
    scene.befall(&order, [Fault::KillCaller(Moment::BeforeBooking)]);
    scene.place(&order);

    let end = scene.ends(&[(&order, Expected::Exported)]).await;
    assert_eq!((end.erp.killed.len(), end.failures), (1, 1));
    assert_eq!(end.calls(Call::PostOrder), 2);
    assert_eq!(end.answers(&order), ["found nothing", "accepted"]);
}

/// The settings see to it that a call ends before the function does. It takes two bad things at once: a table that is slow
/// to answer, and a BlueCherry that does not.
#[tokio::test]
async fn a_post_held_until_the_functions_own_timeout_leaves_one_sales_order() {
    let timeouts = [
        ("OrderExportTimeout", "6"),
        ("BlueCherryTimeout", "3500ms"),
        ("InvocationMargin", "3600ms"),
        ("SendWithin", "5s"),
    ];
    let scene = Scene::start(plan("held-until-timeout", &timeouts)).await;
    let _slow = SlowTable::before(&scene.world.deployment, 2, Duration::from_secs(4)).await;
    let before = paid(1, &[(SHIRT, 1)]);
    let after = paid(2, &[(SHIRT, 1)]);
    for (order, moment) in [(&before, Moment::BeforeBooking), (&after, Moment::AfterBooking)] {
        scene.befall(order, [Fault::Hold { moment, millis: 60_000 }]);
        scene.place(order);
    }

    let end = scene.ends(&[(&before, Expected::Exported), (&after, Expected::Exported)]).await;
    assert!(end.failures >= 1, "no function ran out of time");
    assert_eq!(end.answers(&before), ["found nothing", "accepted"]);
    assert_eq!(end.answers(&after), ["found"]);
    assert_eq!(end.calls(Call::PostOrder), 3);
}
