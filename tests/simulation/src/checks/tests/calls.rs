//! Calls stay under their ceilings.

use jiff::SignedDuration;

use super::scene::{ID, Scene, at, order};
use crate::checks::view::Traffic;
use crate::checks::{Checker, Departure, Tried};
use crate::fault::CallKind;

fn leaves(machine: u64, order: u64, call: CallKind, tried: Option<Tried>) -> Departure {
    Departure { machine, order, call, tried }
}

fn broken(change: impl FnOnce(&mut Traffic)) -> Vec<&'static str> {
    let mut scene = Scene::exported();
    change(&mut scene.traffic);
    scene.at_rest().into_iter().map(|violation| violation.invariant).collect()
}

#[test]
fn more_calls_than_an_order_needs_are_a_violation() {
    type Spoil = fn(&mut Traffic);
    let cases: [Spoil; 12] = [
        |traffic| traffic.told = 90,
        |traffic| traffic.swept = 90,
        |traffic| traffic.due = 120,
        |traffic| traffic.released = 90,
        |traffic| traffic.again = 90,
        |traffic| traffic.lost = 90,
        |traffic| traffic.commits = 90,
        |traffic| traffic.imports = 120,
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
            scene.checker.granted(1, 0);
            scene.checker.departed(leaves(1, 0, CallKind::ErpStatus, None), now);
        }
        scene.checker.violations().first().map(|violation| violation.invariant)
    };
    assert_eq!(breaks(100), Some("budget"));
    assert_eq!(breaks(1_000), None);
}

#[test]
fn a_call_that_its_own_drive_was_not_granted_is_a_violation() {
    type Before = fn(&mut Checker);
    let cases: [(Before, bool); 5] = [
        (|checker| checker.granted(1, ID), false),
        (|_| (), true),
        (|checker| checker.granted(2, ID), true),
        // A refusal grants nothing; nor does what was granted before the order was looked at anew.
        (|checker| checker.asked_budget(ID, 0, false, at(0)), true),
        (
            |checker| {
                checker.granted(1, ID);
                checker.departed(leaves(1, ID, CallKind::Load, None), at(0));
            },
            true,
        ),
    ];
    for (before, breaks) in cases {
        let mut scene = Scene::exported();
        before(&mut scene.checker);
        let calls = scene.checker.violations().len();
        scene.checker.departed(leaves(1, ID, CallKind::ErpFind, None), at(1));
        assert_eq!(scene.checker.violations().len() > calls, breaks);
    }
    let mut scene = Scene::exported();
    scene.checker.granted(1, ID);
    scene.checker.departed(leaves(1, ID, CallKind::ErpFind, None), at(1));
    scene.checker.departed(leaves(1, ID, CallKind::ErpFind, None), at(2));
    assert_eq!(scene.checker.violations()[0].invariant, "budget");
}

#[test]
fn a_post_that_leaves_after_its_worker_lost_its_turn_breaks_i8() {
    let posts = |intends: bool, part, send_by, second| {
        let mut scene = Scene::placed(order());
        scene.shop.route(ID).unwrap();
        scene.reads(1);
        if intends {
            scene.intends(2, Some(at(100)));
        }
        scene.touched();
        scene.checker.granted(1, ID);
        let tried = Tried { part, send_by };
        scene.checker.departed(leaves(1, ID, CallKind::ErpPost, Some(tried)), at(second));
        scene.checker.violations().len()
    };
    let never = jiff::Timestamp::MAX;
    assert_eq!((posts(true, 1, at(12), 11), posts(true, 1, never, 90)), (0, 1));
    // Another part's intent is open; none is; or it is another worker's, of a later try.
    assert_eq!((posts(true, 2, at(12), 11), posts(false, 1, at(12), 11), posts(true, 1, at(-200), 11)), (1, 1, 1));
}

#[test]
fn a_webhook_that_is_answered_well_and_rang_nobody_is_a_violation() {
    let mut scene = Scene::exported();
    scene.checker.rung(ID, 1);
    assert_eq!(scene.checker.violations(), []);
    scene.checker.rung(ID, 0);
    assert_eq!(scene.checker.violations()[0].invariant, "rung");
}

#[test]
fn a_message_that_is_deleted_before_anybody_looked_breaks_i7() {
    let mut scene = Scene::exported();
    scene.checker.acknowledged(ID, 1);
    assert_eq!(scene.checker.violations(), []);
    scene.checker.acknowledged(ID, 0);
    assert_eq!(scene.checker.violations()[0].invariant, "I7");
}
