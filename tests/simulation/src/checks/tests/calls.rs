//! Calls stay under their ceilings.

use jiff::SignedDuration;

use super::scene::{ID, Scene, at, order};
use crate::checks::view::Traffic;
use crate::fault::CallKind;

fn broken(change: impl FnOnce(&mut Traffic)) -> Vec<&'static str> {
    let mut scene = Scene::exported();
    change(&mut scene.traffic);
    scene.at_rest().into_iter().map(|violation| violation.invariant).collect()
}

#[test]
fn more_calls_than_an_order_needs_are_a_violation() {
    type Spoil = fn(&mut Traffic);
    let cases: [Spoil; 4] = [
        |traffic| traffic.reads = 20,
        |traffic| traffic.posts = 2,
        |traffic| traffic.writes = 9,
        |traffic| traffic.loads = 90,
    ];
    for spoil in cases {
        assert_eq!(broken(spoil), ["calls"]);
    }
}

#[test]
fn a_lookup_is_needed_only_where_something_befell_the_order() {
    assert_eq!(broken(|traffic| traffic.finds = 1), ["calls"]);
    assert_eq!(
        broken(|traffic| {
            traffic.finds = 1;
            traffic.strikes = 1;
        }),
        Vec::<&str>::new()
    );
}

#[test]
fn more_calls_in_one_window_than_the_shared_budget_can_grant_are_a_violation() {
    let breaks = |apart: i64| {
        let mut scene = Scene::exported();
        for call in 0..200 {
            let now = at(0) + SignedDuration::from_millis(call * apart);
            scene.checker.departed(0, CallKind::CountCall, now);
            scene.checker.departed(0, CallKind::ErpStatus, now);
        }
        scene.checker.violations().first().map(|violation| violation.invariant)
    };
    assert_eq!(breaks(100), Some("budget"));
    assert_eq!(breaks(1_000), None);
}

#[test]
fn a_call_that_was_not_counted_is_a_violation() {
    let mut scene = Scene::exported();
    scene.checker.departed(ID, CallKind::CountCall, at(0));
    scene.checker.departed(ID, CallKind::ErpFind, at(1));
    assert_eq!(scene.checker.violations(), []);
    scene.checker.departed(ID, CallKind::ErpFind, at(2));
    assert_eq!(scene.checker.violations()[0].invariant, "budget");
}

#[test]
fn a_post_that_leaves_after_its_worker_lost_its_turn_breaks_i8() {
    let leaves = |second| {
        let mut scene = Scene::placed(order());
        scene.shop.route(ID).unwrap();
        scene.reads(1);
        scene.intends(2, Some(at(100)));
        scene.touched();
        scene.checker.departed(ID, CallKind::CountCall, at(second));
        scene.checker.departed(ID, CallKind::ErpPost, at(second));
        scene.checker.violations().len()
    };
    assert_eq!((leaves(11), leaves(90)), (0, 1));
}

#[test]
fn a_message_that_is_deleted_before_anybody_looked_breaks_i7() {
    let mut scene = Scene::exported();
    scene.checker.acknowledged(ID, 1);
    assert_eq!(scene.checker.violations(), []);
    scene.checker.acknowledged(ID, 0);
    assert_eq!(scene.checker.violations()[0].invariant, "I7");
}
