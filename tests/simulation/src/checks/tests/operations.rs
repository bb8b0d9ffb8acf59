//! What the operations table must not hold at rest; and what must be kept nowhere.

use domain::event::Event;
use domain::exception::Owner;
use domain::mapping::{CodeKey, MappingKind};
use driver::operations::{FEED, LaneMode, MODE, Mode, OperationException, note_arrival, put, raise_as};
use feed_poll::Feed;
use futures_util::FutureExt;
use jiff::SignedDuration;

use super::scene::{Scene, at, order};
use crate::checks::operations::{FeedPromise, Settled};

const FEED_NAME: &str = "orders@sample";

/// Looks at a table in which something was written, ten minutes after faults stopped a second or an hour ago.
fn broken(write: impl FnOnce(&Scene), change: impl FnOnce(&mut Settled<'_>)) -> usize {
    let mut scene = Scene::exported();
    scene.now = at(5 * 3600);
    let feed = Feed { whole_at: scene.now, ..Feed::new(scene.now) };
    put(&scene.tables, FEED, FEED_NAME, &feed).now_or_never().unwrap().unwrap();
    write(&scene);
    let promise = FeedPromise {
        name: FEED_NAME.to_owned(),
        lease: SignedDuration::from_mins(6),
        late: SignedDuration::from_mins(30),
    };
    let mut settled = Settled {
        faults_stopped: at(3600),
        due_work: true,
        sweep: true,
        is_asleep: true,
        arrived_keep: SignedDuration::from_mins(10),
        feeds: vec![promise],
        may_stand: &|kind| kind == "bluecherry_refused",
    };
    change(&mut settled);
    scene.looks(|checker, view| checker.operations_at_rest(view, &settled)).len()
}

fn raised(name: &'static str, owner: Owner) -> impl FnOnce(&Scene) {
    move |scene| {
        let kind = name.split('#').next().unwrap().to_owned();
        let exception = OperationException { kind, owner, text: "act".to_owned(), since: at(9) };
        raise_as(&scene.tables, name, &exception).now_or_never().unwrap().unwrap();
    }
}

fn read_at(second: i64, leased_until: Option<i64>) -> impl FnOnce(&Scene) {
    move |scene| {
        let leased_until = leased_until.map(at);
        let feed = Feed { whole_at: at(second), leased_until, ..Feed::new(at(second)) };
        put(&scene.tables, FEED, FEED_NAME, &feed).now_or_never().unwrap().unwrap();
    }
}

#[test]
fn an_exception_that_is_no_order_s_must_be_called_for() {
    assert_eq!(broken(|_| (), |_| ()), 0);
    assert_eq!(broken(raised("bluecherry_refused", Owner::Engineering), |_| ()), 0);
    assert_eq!(broken(raised("bluecherry_refused", Owner::Finance), |_| ()), 1);
    assert_eq!(broken(raised("shopify_refused", Owner::Engineering), |_| ()), 1);
    assert_eq!(broken(raised("scope_missing", Owner::Engineering), |_| ()), 1);
}

#[test]
fn a_feed_is_told_to_be_behind_only_while_it_is() {
    let behind = || raised("feed_behind#orders@sample", Owner::Engineering);
    assert_eq!(broken(behind(), |_| ()), 1);
    let late = |scene: &Scene| {
        read_at(5 * 3600 - 3600, None)(scene);
        behind()(scene);
    };
    assert_eq!(broken(late, |settled| settled.sweep = false), 0);
    assert_eq!(broken(late, |_| ()), 1, "where the sweep runs it must not be behind");
}

#[test]
fn a_feed_is_held_by_nobody_once_all_rests() {
    let now = 5 * 3600;
    assert_eq!(broken(read_at(now, Some(now + 60)), |_| ()), 1);
    assert_eq!(broken(read_at(now, Some(now + 60)), |settled| settled.is_asleep = false), 0);
    assert_eq!(broken(read_at(now, Some(now + 3600)), |settled| settled.is_asleep = false), 1);
    assert_eq!(broken(read_at(now, Some(now - 60)), |_| ()), 0);
    assert_eq!(broken(read_at(now, Some(now - 3600)), |_| ()), 1);
}

#[test]
fn a_code_that_arrived_is_forgotten_when_its_watch_is_over() {
    let arrived = |second: i64| {
        move |scene: &Scene| {
            let code = CodeKey::new(MappingKind::Sku, "A");
            note_arrival(&scene.tables, &code, at(second)).now_or_never().unwrap().unwrap();
        }
    };
    let now = 5 * 3600;
    assert_eq!(broken(arrived(now - 300), |_| ()), 0);
    assert_eq!(broken(arrived(now - 1200), |_| ()), 1);
    assert_eq!(broken(arrived(now - 1200), |settled| settled.faults_stopped = at(now - 60)), 0);
    assert_eq!(broken(arrived(now - 1200), |settled| settled.due_work = false), 0);
}

#[test]
fn a_lane_that_nobody_paused_is_live() {
    let paused = |scene: &Scene| {
        let lane = LaneMode { mode: Mode::Paused, why: String::new() };
        put(&scene.tables, MODE, "export", &lane).now_or_never().unwrap().unwrap();
    };
    assert_eq!(broken(paused, |_| ()), 1);
}

/// What a customer is called is looked for in all that is kept.
fn personal(write: impl FnOnce(&mut Scene), queue: &str) -> Vec<&'static str> {
    let mut order = order();
    order.email = Some("Qanary.7@example.test".to_owned());
    order.phone = Some("+44 7700 900007".to_owned());
    let mut scene = Scene::placed(order);
    scene.reads(1);
    write(&mut scene);
    let found = scene.looks(|checker, view| checker.nothing_personal(view, queue));
    found.into_iter().map(|violation| violation.invariant).collect()
}

#[test]
fn what_is_personal_is_kept_nowhere() {
    let put_off = |why: &'static str| {
        move |scene: &mut Scene| {
            let event = Event::PutOff { until: at(99), why: why.to_owned(), stale: false };
            scene.happens(event, 2, Some(at(120)));
        }
    };
    assert_eq!(personal(|_| (), ""), Vec::<&str>::new());
    assert_eq!(personal(put_off("busy"), ""), Vec::<&str>::new());
    assert_eq!(personal(put_off("Zoë Qanary 7 moved"), ""), ["I9"]);
    assert_eq!(personal(put_off("call +44 7700 900007"), ""), ["I9"]);
    assert_eq!(personal(|_| (), "Hint { cause: \"Qanary Lane\" }"), ["I9"]);
    let told = |scene: &mut Scene| {
        let text = "Qanary.7@example.test".to_owned();
        let exception = OperationException { kind: "x".to_owned(), owner: Owner::Engineering, text, since: at(1) };
        raise_as(&scene.tables, "x", &exception).now_or_never().unwrap().unwrap();
    };
    assert_eq!(personal(told, ""), ["I9"]);
}

#[test]
fn a_word_that_no_customer_carries_would_find_nothing() {
    let mut scene = Scene::placed(order());
    scene.reads(1);
    let found = scene.looks(|checker, view| checker.nothing_personal(view, ""));
    assert_eq!(found.len(), 1);
}
