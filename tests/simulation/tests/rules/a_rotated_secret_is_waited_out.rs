//! Keys and secrets are rotated at any moment: calls that are refused for it are made again, and nothing of it is left.

use std::collections::BTreeSet;

use driver::operations::EXCEPTION;
use simulation::case::Case;
use simulation::fault::{CallKind, FaultKind, Rates, Strike};
use simulation::play::{play, play_then};
use simulation::rates::Level;
use simulation::run::plan::Plan;

fn quiet_day(rates: Rates) -> Case {
    Case { rates, ..Plan { seed: 3, orders: 40, level: Level::None }.day(2) }
}

/// Of two orders, each call of this kind: right before it, the secret is rotated.
fn rotations(call: CallKind) -> Vec<Case> {
    let calls = play(&quiet_day(Rates::new()), None).calls;
    let of_kind = calls.into_iter().filter(|(_, kind, _)| *kind == call).take(16);
    of_kind
        .map(|(document, call, attempt)| {
            let strike = Strike { kind: FaultKind::SecretRotated, document, call, attempt };
            Case { scripted: BTreeSet::from([strike]), ..quiet_day(Rates::new()) }
        })
        .collect()
}

#[test]
fn a_key_that_is_refused_for_minutes_raises_an_exception_that_is_settled() {
    let mut raised = 0;
    for case in rotations(CallKind::ErpPost) {
        let mut story = Vec::new();
        let mut left = Vec::new();
        let mut note = |line: &str| story.push(line.to_owned());
        let played = play_then(&case, Some(&mut note), |view| left = view.tables.operations_of(EXCEPTION));
        assert_eq!((played.violations.as_slice(), left.as_slice()), (&[][..], &[][..]), "{:?}", case.scripted);
        raised += usize::from(story.iter().any(|line| line.contains("refuses the key")));
    }
    assert!(raised > 0, "no rotation was felt");
}

#[test]
fn a_webhook_that_is_signed_with_either_secret_rings_in_the_end() {
    for case in rotations(CallKind::Webhook) {
        assert_eq!(play(&case, None).violations, [], "{:?}", case.scripted);
    }
}
