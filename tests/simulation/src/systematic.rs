//! Every fault at every single call, one at a time: beside the random days, so that none is left to chance. The calls are taken
//! from a run without faults, so that a new one cannot be forgotten.

mod course;
mod pairs;
mod search;
mod shapes;
mod targets;

use std::sync::atomic::AtomicBool;

pub use course::{Course, course};
pub use pairs::{Pairs, pairs};
pub use search::{Search, systematic};
pub use shapes::{Shape, shapes};
pub use targets::targets;

use crate::case::Case;
use crate::fault::Strike;
use crate::played::{Played, Violation};
use crate::run::jobs::in_order;
use crate::run::progress::Progress;

/// What came of the runs with one fault each.
#[derive(Debug, Default)]
pub struct Singles {
    /// Calls that were broken, of all shapes.
    pub calls: usize,
    /// Each run, in order.
    pub runs: Vec<SingleRun>,
}

/// One run with one fault.
#[derive(Debug)]
pub struct SingleRun {
    /// The case, with the fault as its only scripted strike.
    pub case: Case,
    /// Whether the fault struck: if not, the call that it was meant for did not come.
    pub struck: bool,
    /// What does not hold.
    pub violations: Vec<Violation>,
    /// What a second fault could strike in this very run.
    pub seconds: Vec<Strike>,
}

impl SingleRun {
    fn of(case: Case, play: &impl Fn(&Case) -> Played) -> Self {
        let played = play(&case);
        let struck = case.scripted.iter().all(|strike| played.strikes.contains(strike));
        let seconds = targets(&played.calls).filter(|strike| !case.scripted.contains(strike)).collect();
        Self { case, struck, violations: played.violations, seconds }
    }
}

/// For each shape, each call of its clean run, and each fault that can befall the call: a run.
pub fn singles(shapes: &[Shape], jobs: usize, play: &(impl Fn(&Case) -> Played + Sync), stop: &AtomicBool) -> Singles {
    let cases: Vec<Case> = shapes.iter().flat_map(|shape| shape.strikes().map(|strike| shape.with([strike]))).collect();
    let calls = shapes.iter().map(Shape::calls).sum();
    let mut singles = Singles { calls, runs: Vec::with_capacity(cases.len()) };
    let mut progress = Progress::begin("runs with one fault", cases.len());
    let mut violations = 0;
    let work = |index: usize| SingleRun::of(cases[index].clone(), play);
    in_order(jobs, cases.len(), stop, work, |_, run| {
        violations += run.violations.len();
        singles.runs.push(run);
        progress.reached(singles.runs.len(), violations);
    });
    singles
}
