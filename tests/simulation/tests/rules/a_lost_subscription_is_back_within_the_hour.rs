//! Whatever befalls the app's subscriptions and scopes in any hour of a day, the audit mends or tells it, and no order is lost.

use std::collections::BTreeSet;

use simulation::case::Case;
use simulation::fault::{CallKind, FaultKind, Rates, Strike};
use simulation::play::play;
use simulation::rates::Level;
use simulation::run::plan::Plan;

/// The ways of a kind are drawn for the hour: among so many, each is met.
const HOURS: usize = 24;

fn quiet_day() -> Case {
    Case { rates: Rates::new(), ..Plan { seed: 3, orders: 20, level: Level::None }.day(2) }
}

/// The stories of a day that is struck in one of its hours.
fn stories(kind: FaultKind) -> Vec<String> {
    let calls = play(&quiet_day(), None).calls;
    let hours: Vec<_> = calls.into_iter().filter(|(_, call, _)| *call == CallKind::Installation).collect();
    assert_eq!(hours.len(), HOURS);
    let strikes = hours.into_iter().map(|(document, call, attempt)| Strike { kind, document, call, attempt });
    strikes
        .map(|strike| {
            let case = Case { scripted: BTreeSet::from([strike]), ..quiet_day() };
            let mut story = String::new();
            let mut note = |line: &str| story.extend([line, "\n"]);
            let played = play(&case, Some(&mut note));
            assert_eq!((played.violations, played.strikes), (Vec::new(), vec![strike]));
            story
        })
        .collect()
}

#[test]
fn deleted_they_are_made_anew_and_the_sweep_brings_what_they_did_not_tell() {
    let told = stories(FaultKind::SubscriptionLost).into_iter().filter(|story| story.contains("rung: sweep")).count();
    assert!(told > 0, "no sweep rang");
}

#[test]
fn astray_they_are_brought_back() {
    stories(FaultKind::SubscriptionAstray);
}

#[test]
fn an_app_that_may_too_little_lets_orders_wait_until_it_may() {
    let stories = stories(FaultKind::AppAltered);
    for word in ["a scope too few", "another version for its webhooks"] {
        assert!(stories.iter().any(|story| story.contains(word)), "{word}");
    }
}
