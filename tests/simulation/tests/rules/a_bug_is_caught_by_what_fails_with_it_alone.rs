use std::sync::atomic::AtomicBool;

use domain::planted::Bug;
use simulation::case::Case;
use simulation::fault::FaultKind;
use simulation::mutants::{Mutant, catch, row};
use simulation::played::Played;
use simulation::shrink::at_work;

use crate::synthetic::play;

const BUG: Bug = Bug::ALL[0];

/// With the bug, a doubled post goes unseen.
fn with_bug(case: &Case) -> Played {
    play(case, |_, strikes| case.bug == Some(BUG) && strikes.iter().any(|strike| strike.kind == FaultKind::ErpDoubled))
}

#[test]
fn it_is_caught_and_shrunk() {
    let caught = catch(BUG, 200, 1, &with_bug, &AtomicBool::new(false)).unwrap();
    assert_eq!((caught.invariant, caught.orders, caught.faults), ("I2", 1, 1));
    let row = row(&Mutant { bug: BUG, caught: Some(caught) });
    assert!(row.starts_with(&format!("| `{}` | ", BUG.name())) && row.ends_with("| I2 | 1 | 1 |"), "{row}");
}

#[test]
fn what_fails_without_it_too_does_not_count() {
    let always = |case: &Case| play(case, |orders, _| !orders.is_empty() && !at_work(case).is_empty());
    assert!(catch(BUG, 20, 1, &always, &AtomicBool::new(false)).is_none());
}

#[test]
fn a_bug_that_breaks_nothing_survives() {
    assert!(catch(BUG, 20, 1, &|case| play(case, |_, _| false), &AtomicBool::new(false)).is_none());
}
