use std::sync::atomic::AtomicBool;
use std::time::Duration;

use simulation::case::Case;
use simulation::fault::FaultKind;
use simulation::played::Played;
use simulation::systematic::{Course, pairs, shapes, singles};

use crate::synthetic::play;

/// Only both together are too much.
fn play_pair(case: &Case) -> Played {
    play(case, |_, strikes| {
        let has = |kind| strikes.iter().any(|strike| strike.kind == kind);
        has(FaultKind::TableAnswerLost) && has(FaultKind::ErpSlow)
    })
}

fn course(case: &Case) -> Course {
    Course { calls: play_pair(case).calls, ..Course::default() }
}

#[test]
fn that_no_single_fault_shows() {
    let go_on = AtomicBool::new(false);
    let shapes = shapes(10, 5, 2, &course, &go_on);
    assert_eq!(shapes.len(), 1, "all of these orders are alike");
    let singles = singles(&shapes, 2, &play_pair, &go_on);
    assert!(singles.runs.iter().all(|run| run.violations.is_empty()));
    let pairs = pairs(&singles.runs, Duration::from_mins(1), 2, &play_pair, &go_on);
    assert_eq!(pairs.runs, pairs.square, "there was time for all");
    // Each of the two comes first once.
    assert_eq!(pairs.failures.len(), 2);
}
