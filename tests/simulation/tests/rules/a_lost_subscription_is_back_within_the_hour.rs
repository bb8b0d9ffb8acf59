//! Whatever befalls the app's subscriptions and scopes in any hour of a day, the audit mends or tells it, and no order is lost.

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use simulation::case::Case;
use simulation::fault::{CallKind, FaultKind, Rates, Strike};
use simulation::play::play;
use simulation::rates::Level;
use simulation::run::plan::Plan;

/// The ways of a kind are drawn for the hour: among so many, each is met.
const HOURS: usize = 24;

/// An hour, and what an audit may take beyond it.
const MINUTES: f64 = 70.0;

/// A world may be at rest before the audits of the last hours are due, and is looked at then.
const LAST: usize = 2;

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

/// When the first line of the story that holds these words is told, and when the last.
fn told(story: &str, words: &str) -> Option<(DateTime, DateTime)> {
    let lines: Vec<&str> = story.lines().filter(|line| line.contains(words)).collect();
    // A story names no year.
    let at = |line: &str| format!("2026-{}", line[..18].replace(' ', "T")).parse().ok();
    Some((at(lines.first()?)?, at(lines.last()?)?))
}

/// In how many of the stories the app was looked at once its audit was due.
fn looked_at(stories: &[String]) -> usize {
    stories.iter().filter(|story| told(story, "the app is looked at").is_some()).count()
}

#[test]
fn deleted_they_are_made_anew_within_the_hour_and_the_sweep_brings_what_they_did_not_tell() {
    let stories = stories(FaultKind::SubscriptionLost);
    for story in &stories {
        let (deleted, _) = told(story, "webhook subscriptions are deleted").unwrap();
        let (_, subscribed) = told(story, "is subscribed").unwrap();
        let minutes = deleted.until(subscribed).unwrap().total(jiff::Unit::Minute).unwrap();
        assert!((0.0..=MINUTES).contains(&minutes), "made anew after {minutes} minutes");
    }
    assert!(looked_at(&stories) >= HOURS - LAST, "looked at in {} of {HOURS}", looked_at(&stories));
    assert!(stories.iter().any(|story| story.contains("rung: sweep")), "no sweep rang");
}

#[test]
fn astray_they_are_brought_back() {
    let stories = stories(FaultKind::SubscriptionAstray);
    assert!(looked_at(&stories) >= HOURS - LAST, "looked at in {} of {HOURS}", looked_at(&stories));
}

#[test]
fn an_app_that_may_too_little_lets_orders_wait_until_it_may() {
    let stories = stories(FaultKind::AppAltered);
    for word in ["a scope too few", "another version for its webhooks"] {
        assert!(stories.iter().any(|story| story.contains(word)), "{word}");
    }
}
