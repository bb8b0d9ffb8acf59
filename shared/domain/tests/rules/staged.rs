//! Where BlueCherry stages orders, nothing is believed before an import has run: neither that an order stands, nor that it
//! does not.

use domain::exception::ErpError;
use domain::import::{Course, ImportId, Imports};
use domain::order::Standing;
use domain::part::PartState;
use domain::step::{Effect, FindAnswer, ImportAnswer, PostAnswer, Step};
use jiff::{SignedDuration, Timestamp};

use crate::desk::Desk;
use crate::sample::{booked, image, number};

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

fn import() -> ImportId {
    ImportId::parse("Imp-0007").unwrap()
}

/// A company that imports every five minutes.
fn staging() -> Desk {
    let mut desk = Desk::with(image());
    desk.rules.policy.horizon.import_cycle = minutes(5);
    desk
}

fn staged(until: Option<Timestamp>) -> Desk {
    let mut desk = staging();
    desk.open();
    desk.answer(1, PostAnswer::Staged { import: import(), until });
    desk
}

fn until(desk: &mut Desk) -> Timestamp {
    desk.rest().until.unwrap()
}

#[test]
fn a_staged_order_is_asked_for_when_the_next_import_has_run() {
    let mut desk = staged(None);
    let next = desk.now + minutes(4);
    let asked = until(&mut desk);
    assert!(asked > desk.now + minutes(5), "not before the cycle is over");
    let mut desk = staged(Some(next));
    let asked = until(&mut desk);
    assert!(asked > next && asked < next + minutes(5), "soon after the time that was told");
    desk.now = asked;
    assert_eq!(desk.next(), Step::Do(Effect::FindImport { part: 1, attempt: 1, import: import() }));
}

#[test]
fn what_an_import_booked_is_looked_at_before_it_is_believed() {
    let mut desk = staging();
    let intent = desk.open().intent;
    desk.answer(1, PostAnswer::Staged { import: import(), until: None });
    desk.now = until(&mut desk);
    desk.imported(1, ImportAnswer::Posted(number("7001")));
    assert!(matches!(desk.state(1), PartState::Sending(_)), "the number alone says nothing of what was booked");
    assert!(matches!(desk.next(), Step::Do(Effect::FindSalesOrder { part: 1, attempt: 1, .. })));
    desk.found(1, FindAnswer::Nothing);
    assert!(matches!(desk.state(1), PartState::Sending(_)), "its number is known: a read that lags proves nothing");
    desk.now = until(&mut desk);
    let mut echo = booked(&intent.sales_order, "7001");
    desk.found(1, FindAnswer::One(Box::new(echo.clone())));
    assert!(matches!(desk.state(1), PartState::Accepted(_)));

    let mut desk = staged(None);
    desk.now = until(&mut desk);
    desk.imported(1, ImportAnswer::Posted(number("7001")));
    echo.control.units += 1;
    desk.found(1, FindAnswer::One(Box::new(echo)));
    assert!(matches!(desk.state(1), PartState::Differs { .. }), "another sum than was posted");
}

#[test]
fn another_order_under_the_reference_is_an_alarm() {
    let mut desk = staging();
    let intent = desk.open().intent;
    desk.answer(1, PostAnswer::Staged { import: import(), until: None });
    desk.now = until(&mut desk);
    desk.imported(1, ImportAnswer::Posted(number("7001")));
    desk.found(1, FindAnswer::One(Box::new(booked(&intent.sales_order, "7002"))));
    assert!(matches!(desk.state(1), PartState::FoundTwice { numbers } if numbers.len() == 2));
    assert_eq!(desk.exceptions(), ["found_twice"]);
}

#[test]
fn a_later_rejection_is_a_rejection() {
    let mut desk = staged(None);
    desk.now = until(&mut desk);
    let errors = vec![ErpError { code: "BC_SKU_UNKNOWN".to_owned(), line: Some(1), field: None }];
    desk.imported(1, ImportAnswer::Rejected(errors));
    assert_eq!(desk.exceptions(), ["erp_rejected"]);
    assert_eq!(desk.order.standing(), Standing::Exception);
}

#[test]
fn an_import_that_is_not_known_is_looked_for_by_the_order_itself() {
    let mut desk = staged(None);
    desk.now = until(&mut desk);
    desk.imported(1, ImportAnswer::Nothing);
    let asked = until(&mut desk);
    desk.now = asked;
    assert!(matches!(desk.next(), Step::Do(Effect::FindSalesOrder { part: 1, .. })));
}

#[test]
fn no_answer_about_an_import_is_asked_for_again() {
    for answer in [
        ImportAnswer::Staged { until: None },
        ImportAnswer::Unanswered { until: None, why: "503".to_owned() },
        ImportAnswer::Refused { why: "403".to_owned() },
    ] {
        let mut desk = staged(None);
        desk.now = until(&mut desk);
        desk.imported(1, answer.clone());
        desk.now = until(&mut desk);
        assert!(matches!(desk.next(), Step::Do(Effect::FindImport { .. })), "{answer:?}");
    }
}

/// A post whose answer was lost, at the moment of its probe.
fn lost() -> (Desk, Timestamp) {
    let mut desk = staging();
    let send_by = desk.open().intent.send_by;
    desk.answer(1, PostAnswer::Unknown { why: "timeout".to_owned() });
    desk.now = until(&mut desk);
    let landed = desk.rules.policy.horizon.landed_by(send_by);
    (desk, landed)
}

#[test]
fn nothing_found_proves_nothing_before_an_import_has_begun_since_the_call_can_have_landed() {
    let margin = |desk: &Desk| desk.rules.policy.horizon.clock_margin;
    let (desk, landed) = lost();
    let long_ago = desk.now - minutes(60);
    for (last_begun, is_proof) in [
        (long_ago, false),
        (landed, false),
        (landed + margin(&desk), false),
        (landed + margin(&desk) + SignedDuration::from_secs(1), true),
    ] {
        let (mut desk, _) = lost();
        desk.wait(minutes(600));
        let imports = Some(Imports { last_begun: Some(last_begun), next_at: None });
        desk.found_during(1, FindAnswer::Nothing, Course { closed_until: None, imports });
        assert_eq!(matches!(desk.state(1), PartState::Open { .. }), is_proof, "{last_begun}");
        if !is_proof {
            desk.now = until(&mut desk);
            assert!(matches!(desk.next(), Step::Do(Effect::FindSalesOrder { .. })), "it is asked for again");
        }
    }
}

#[test]
fn where_nothing_is_told_of_imports_their_cycle_must_do() {
    for imports in [None, Some(Imports { last_begun: None, next_at: None })] {
        let (mut desk, landed) = lost();
        assert!(desk.now >= landed + minutes(5), "the probe comes after a whole cycle");
        desk.found_during(1, FindAnswer::Nothing, Course { closed_until: None, imports });
        assert!(matches!(desk.state(1), PartState::Open { .. }), "{imports:?}");
    }
}

#[test]
fn a_window_that_is_open_again_was_closed_all_the_same() {
    for (reopened, is_proof) in [(minutes(-30), true), (minutes(-6), false), (minutes(-1), false)] {
        let (mut desk, _) = lost();
        desk.wait(minutes(300));
        let closed_until = Some(desk.now + reopened);
        desk.found_during(1, FindAnswer::Nothing, Course { closed_until, imports: None });
        assert_eq!(matches!(desk.state(1), PartState::Open { .. }), is_proof, "open since {reopened:#}");
    }
}

#[test]
fn an_import_that_has_begun_may_still_be_at_work() {
    let (mut desk, landed) = lost();
    let begun = landed + minutes(10);
    desk.now = begun + minutes(3);
    let imports = Some(Imports { last_begun: Some(begun), next_at: None });
    desk.found_during(1, FindAnswer::Nothing, Course { closed_until: None, imports });
    assert!(matches!(desk.state(1), PartState::Sending(_)), "what it books last is not to be seen yet");
    assert!(until(&mut desk) >= begun + minutes(5) + desk.rules.policy.horizon.read_lag);
}

#[test]
fn imports_that_come_one_upon_the_other_prove_it_as_soon_as_the_first_is_over() {
    let (mut desk, landed) = lost();
    let first = landed + minutes(2);
    let last_begun = |now: Timestamp| {
        let passed = now.duration_since(first).as_secs() / 300;
        first + minutes(5 * passed)
    };
    let mut probes = 0;
    desk.now = first + minutes(1);
    while matches!(desk.state(1), PartState::Sending(_)) {
        let imports = Imports { last_begun: Some(last_begun(desk.now)), next_at: None };
        desk.found_during(1, FindAnswer::Nothing, Course { closed_until: None, imports: Some(imports) });
        probes += 1;
        if matches!(desk.state(1), PartState::Sending(_)) {
            desk.now = until(&mut desk);
        }
    }
    assert_eq!(probes, 2);
    assert_eq!(
        desk.now,
        first + minutes(5) + desk.rules.policy.horizon.read_lag + desk.rules.policy.horizon.clock_margin
    );
}

#[test]
fn what_was_promised_and_did_not_come_is_an_exception_an_hour_later_whatever_is_promised_then() {
    let mut desk = staged(Some("2026-11-24T13:00:00Z".parse().unwrap()));
    desk.now = until(&mut desk);
    desk.imported(1, ImportAnswer::Staged { until: Some(desk.now + minutes(240)) });
    let promised = desk.now;
    assert_eq!(desk.exceptions(), Vec::<&str>::new());
    assert_eq!(until(&mut desk), promised + minutes(60), "it is looked at then, though it is not asked for");
    desk.now = promised + minutes(60);
    assert_eq!(desk.exceptions(), ["outcome_unknown"]);
    assert_eq!(until(&mut desk), promised + minutes(241), "and goes on waiting");
}

#[test]
fn nobody_is_woken_before_a_promised_time_however_often_the_order_is_looked_at() {
    let mut desk = staged(Some("2026-11-25T06:00:00Z".parse().unwrap()));
    while desk.now < "2026-11-25T06:00:00Z".parse().unwrap() {
        assert!(desk.rest().exceptions.is_empty(), "at {}", desk.now);
        desk.wait(minutes(30));
    }
}

#[test]
fn a_time_beyond_reason_is_not_waited_for() {
    let mut desk = staged(Some("2099-01-01T00:00:00Z".parse().unwrap()));
    assert!(until(&mut desk) < desk.now + minutes(7 * 24 * 60));
}

#[test]
fn what_an_import_has_just_booked_may_not_be_seen_yet() {
    let (mut desk, landed) = lost();
    let begun = landed + desk.rules.policy.horizon.clock_margin + SignedDuration::from_secs(1);
    desk.now = begun + SignedDuration::from_secs(1);
    let imports = Some(Imports { last_begun: Some(begun), next_at: None });
    desk.found_during(1, FindAnswer::Nothing, Course { closed_until: None, imports });
    assert!(matches!(desk.state(1), PartState::Sending(_)));
    assert!(until(&mut desk) >= begun + desk.rules.policy.horizon.read_lag);
}

#[test]
fn time_in_a_closed_window_does_not_count() {
    for imports in [None, Some(Imports { last_begun: None, next_at: Some("2026-11-25T06:00:00Z".parse().unwrap()) })] {
        let (mut desk, _) = lost();
        let opens = "2026-11-25T06:00:00Z".parse().unwrap();
        assert!(opens > desk.now + minutes(120), "the window is closed for long");
        desk.found_during(1, FindAnswer::Nothing, Course { closed_until: Some(opens), imports });
        assert!(until(&mut desk) > opens);
        let rest = desk.rest();
        assert!(rest.exceptions.is_empty(), "the time is BlueCherry's own: nobody is woken, not {:?}", rest.exceptions);
    }
}

#[test]
fn the_number_of_an_import_keeps_its_case() {
    assert_eq!(ImportId::parse(" aB-7 ").unwrap().as_str(), "aB-7");
    for text in ["", "  ", "a\nb", &"x".repeat(65)] {
        assert!(ImportId::parse(text).is_err(), "{text:?}");
    }
}

/// An import has run since the call can have landed, so that finding nothing proves it.
fn nothing_after_an_import(desk: &mut Desk) {
    desk.wait(minutes(10));
    let last_begun = Some(desk.now - minutes(7));
    let imports = Some(Imports { last_begun, next_at: None });
    desk.found_during(1, FindAnswer::Nothing, Course { closed_until: None, imports });
}

#[test]
fn a_rejection_whose_import_is_not_known_is_seen_by_the_import_of_the_next_try() {
    // The answer was lost and the import rejected it: under its reference there is nothing.
    let (mut desk, _) = lost();
    nothing_after_an_import(&mut desk);
    desk.open();
    desk.answer(1, PostAnswer::Staged { import: import(), until: None });
    desk.now = until(&mut desk);
    assert_eq!(desk.next(), Step::Do(Effect::FindImport { part: 1, attempt: 2, import: import() }));
    desk.imported(1, ImportAnswer::Rejected(Vec::new()));
    assert_eq!(desk.exceptions(), ["erp_rejected"]);
    desk.change(|_| ());
    assert_eq!(desk.exceptions(), ["erp_rejected"], "it is not posted again");
}

#[test]
fn what_is_staged_again_and_again_under_numbers_that_nobody_knows_is_told() {
    let mut desk = staging();
    let first = desk.now;
    loop {
        desk.open();
        desk.answer(1, PostAnswer::Staged { import: import(), until: None });
        desk.now = until(&mut desk);
        desk.imported(1, ImportAnswer::Nothing);
        if !desk.rest().exceptions.is_empty() {
            break;
        }
        desk.now = until(&mut desk);
        nothing_after_an_import(&mut desk);
        assert!(desk.now < first + minutes(120), "attempt {} and nobody was told", desk.order.attempts(1));
    }
    assert_eq!(desk.exceptions(), ["outcome_unknown"]);
}
