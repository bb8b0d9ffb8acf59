//! Who waits names a fact that is so; and what the sweeps find must have been missed by others.

use domain::event::Event;

use jiff::SignedDuration;

use super::scene::{ID, Scene, at, order};
use crate::checks::{Met, Unheard};
use crate::ports::Failure;

/// An order is put off for these words, from the second second to the fiftieth.
fn waiting(why: &str) -> Scene {
    let mut scene = Scene::placed(order());
    scene.shop.route(ID).unwrap();
    scene.reads(1);
    scene.happens(Event::PutOff { until: at(50), why: why.to_owned(), stale: false }, 2, Some(at(120)));
    scene.rests(Some(at(50)), Vec::new(), 2);
    scene
}

fn broken(scene: &mut Scene) -> Vec<&'static str> {
    scene.touched().into_iter().map(|violation| violation.invariant).collect()
}

#[test]
fn a_wait_for_a_window_that_is_not_closed_is_a_violation() {
    assert_eq!(broken(&mut waiting("BlueCherry's window is closed")), ["waits"]);
    // Closed until the end that it was told; until another.
    for (told, breaks) in [(50, false), (70, true)] {
        let mut scene = waiting("BlueCherry's window is closed");
        scene.checker.tells_closed(at(told));
        scene.closed_until = Some(at(told));
        scene.now = at(2);
        assert_eq!(!broken(&mut scene).is_empty(), breaks, "{told}");
    }
}

#[test]
fn a_wait_for_what_the_order_did_not_meet_is_a_violation() {
    let minute = SignedDuration::from_mins(1);
    let cases = [
        ("the budget of calls to BlueCherry is spent", Met::Budget),
        ("BlueCherry's gateway limits the calls", Met::Limit(minute)),
        ("BlueCherry's gateway refuses the key", Met::Key),
        ("BlueCherry knows something under this reference already", Met::Known),
        ("throttled", Met::Failure(Failure::Throttled { wait: minute })),
        ("busy", Met::Failure(Failure::Busy)),
        ("no answer in time", Met::Failure(Failure::TimedOut)),
        ("the answer cannot be read", Met::Failure(Failure::Garbage)),
        ("the call failed", Met::Failure(Failure::Broken)),
    ];
    for (why, _) in cases {
        for (_, met) in cases {
            let mut scene = waiting(why);
            scene.checker.met(ID, met, at(2));
            let is_it = cases.contains(&(why, met))
                // Whoever is throttled may hear of it from the gateway as well.
                || matches!((why, met), ("BlueCherry's gateway limits the calls", Met::Failure(Failure::Throttled { .. })))
                || matches!((why, met), ("throttled", Met::Limit(_)));
            assert_eq!(broken(&mut scene).is_empty(), is_it, "{why}: {met:?}");
        }
    }
}

#[test]
fn a_wait_in_words_that_nobody_knows_is_a_violation() {
    assert_eq!(broken(&mut waiting("the moon is full")), ["waits"]);
}

#[test]
fn a_wait_that_is_longer_than_its_reason_excuses_is_a_violation() {
    let waits = |second| {
        let mut scene = Scene::placed(order());
        scene.shop.route(ID).unwrap();
        scene.reads(1);
        let why = "busy".to_owned();
        scene.happens(Event::PutOff { until: at(second), why, stale: false }, 2, Some(at(120)));
        scene.checker.met(ID, Met::Failure(Failure::Busy), at(2));
        broken(&mut scene)
    };
    assert_eq!((waits(62), waits(600)), (vec![], vec!["waits"]));
}

#[test]
fn a_wait_that_is_much_shorter_than_what_the_gateway_asked_for_is_a_violation() {
    let asked = |wait| {
        let mut scene = waiting("BlueCherry's gateway limits the calls");
        scene.checker.met(ID, Met::Limit(SignedDuration::from_secs(wait)), at(2));
        broken(&mut scene)
    };
    assert_eq!((asked(48), asked(9_000)), (vec![], vec!["waits"]));
}

#[test]
fn a_rest_for_nothing_is_a_violation() {
    let rests = |routes: bool| {
        let mut scene = Scene::placed(order());
        if routes {
            scene.shop.route(ID).unwrap();
        }
        scene.reads(1);
        scene.rests(Some(at(200)), Vec::new(), 2);
        broken(&mut scene)
    };
    assert_eq!((rests(false), rests(true)), (vec![], vec!["waits"]));
}

#[test]
fn a_refusal_of_a_budget_that_is_not_spent_is_a_violation() {
    let refuses = |granted| {
        let mut scene = Scene::exported();
        (0..granted).for_each(|_| scene.checker.asked_budget(ID, 7, true, at(0)));
        scene.checker.asked_budget(ID, 7, false, at(0));
        !scene.checker.violations().is_empty()
    };
    // Another deployment may leave a tenth.
    assert_eq!((refuses(20), refuses(54), refuses(60)), (true, false, false));
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
fn late_news_that_a_sweep_certainly_brought_and_that_are_not_counted_are_a_violation() {
    for (counted, certain, breaks) in
        [(1, vec![ID], false), (2, vec![ID], false), (0, vec![ID], true), (0, vec![], false)]
    {
        let mut scene = Scene::exported();
        scene.checker.counted_of_sweep(counted, &certain);
        assert_eq!(!scene.checker.violations().is_empty(), breaks, "{counted} {certain:?}");
    }
}

#[test]
fn a_change_that_the_sweep_passes_by_is_a_violation() {
    for (rang, breaks) in [(None, true), (Some(at(59)), true), (Some(at(60)), false), (Some(at(61)), false)] {
        let mut scene = Scene::exported();
        scene.checker.swept(ID, at(60), rang, at(300));
        let broken: Vec<_> = scene.checker.violations().iter().map(|violation| violation.invariant).collect();
        assert_eq!(broken, if breaks { vec!["swept"] } else { vec![] }, "{rang:?}");
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
    let told = |told, released_at| Unheard { told, released_at };
    for (unheard, unknowable) in [
        (told(None, None), 0),
        (told(Some(at(0)), None), 0),
        (told(Some(at(900)), None), 1),
        (told(None, Some(at(900))), 1),
    ] {
        let mut scene = Scene::exported();
        scene.unheard = unheard;
        scene.now = at(900);
        assert!(scene.touched().is_empty());
        scene.now = at(5 * 3600);
        assert!(scene.at_rest().is_empty());
        assert_eq!(scene.checker.unknowable(), unknowable, "{unheard:?}");
    }
}

#[test]
fn an_order_that_was_taken_up_after_its_word_was_lost_is_not_excused() {
    let mut scene = Scene::exported();
    scene.unheard = Unheard { told: None, released_at: Some(at(900)) };
    scene.now = at(2000);
    assert!(scene.touched().is_empty());
    assert!(scene.at_rest().is_empty());
    assert_eq!(scene.checker.unknowable(), 0);
}
