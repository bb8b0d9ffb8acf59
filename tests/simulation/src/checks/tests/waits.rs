//! Who waits names a fact that is so; and what the sweeps find must have been missed by others.

use domain::event::Event;

use super::scene::{ID, Scene, at, order};
use crate::checks::Unheard;
use crate::fault::CallKind;

fn waiting(why: &str) -> Scene {
    let mut scene = Scene::placed(order());
    scene.shop.route(ID).unwrap();
    scene.reads(1);
    scene.happens(Event::PutOff { until: at(99_000), why: why.to_owned(), stale: false }, 2, Some(at(120)));
    scene.rests(Some(at(99_000)), Vec::new(), 2);
    scene
}

fn broken(scene: &mut Scene) -> Vec<&'static str> {
    scene.touched().into_iter().map(|violation| violation.invariant).collect()
}

#[test]
fn a_wait_for_a_window_that_is_not_closed_is_a_violation() {
    assert_eq!(broken(&mut waiting("BlueCherry's window is closed")), ["waits"]);
    let mut scene = waiting("BlueCherry's window is closed");
    scene.closed_until = Some(at(99_000));
    assert!(broken(&mut scene).is_empty());
}

#[test]
fn a_wait_for_a_budget_that_is_not_spent_is_a_violation() {
    assert_eq!(broken(&mut waiting("the budget of calls to BlueCherry is spent")), ["waits"]);
    let mut scene = waiting("the budget of calls to BlueCherry is spent");
    (0..60).for_each(|_| scene.checker.departed(0, CallKind::CountCall, at(1)));
    assert!(broken(&mut scene).is_empty());
}

#[test]
fn late_news_by_a_sweep_of_an_order_with_which_nothing_went_wrong_is_a_violation() {
    for (found, missed, breaks) in [(1, vec![], true), (1, vec![ID], false), (2, vec![ID], true)] {
        let mut scene = Scene::exported();
        scene.checker.found_by_sweep(found, &missed);
        assert_eq!(!scene.checker.violations().is_empty(), breaks, "{found} {missed:?}");
    }
}

#[test]
fn what_only_the_nightly_sweep_tells_is_a_violation() {
    let revision = Scene::exported().shop.order(ID).unwrap().updated_at;
    for (later, is_swept, breaks) in [(0, true, false), (0, false, true), (1, true, true)] {
        let mut scene = Scene::exported();
        assert!(scene.touched().is_empty());
        let told = revision + jiff::SignedDuration::from_secs(later);
        scene.checker.found_by_night(ID, told, is_swept);
        assert_eq!(!scene.checker.violations().is_empty(), breaks, "{later} {is_swept}");
    }
}

#[test]
fn an_order_is_excused_only_where_the_message_that_told_its_last_news_is_gone() {
    let told = |told, is_released| Unheard { told, is_released };
    for (unheard, unknowable) in
        [(told(None, false), 0), (told(Some(at(0)), false), 0), (told(Some(at(900)), false), 1), (told(None, true), 1)]
    {
        let mut scene = Scene::exported();
        scene.unheard = unheard;
        assert!(scene.at_rest().is_empty());
        assert_eq!(scene.checker.unknowable(), unknowable, "{unheard:?}");
    }
}
