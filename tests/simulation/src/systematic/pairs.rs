//! Two faults: the second drawn from the calls of the run that the first produced.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::case::Case;
use crate::fault::Strike;
use crate::kernel::stream;
use crate::played::{Played, Violation};
use crate::run::jobs::in_order;
use crate::run::progress::Progress;
use crate::systematic::SingleRun;

/// What came of the runs with two faults each.
#[derive(Debug, Default)]
pub struct Pairs {
    /// How many pairs there are.
    pub square: usize,
    /// How many were played.
    pub runs: usize,
    /// The cases that violate, and how.
    pub failures: Vec<(Case, Violation)>,
}

/// Plays pairs, one more second fault for each first in every round, in an order that is shuffled the same each time, until all
/// are played or the next round would not end within `limit`.
pub fn pairs(
    singles: &[SingleRun],
    limit: Duration,
    jobs: usize,
    play: &(impl Fn(&Case) -> Played + Sync),
    stop: &AtomicBool,
) -> Pairs {
    let begun = Instant::now();
    let shuffled: Vec<(&Case, Vec<Strike>)> =
        singles.iter().enumerate().map(|(first, run)| (&run.case, shuffle(first, &run.seconds))).collect();
    let mut pairs = Pairs { square: shuffled.iter().map(|(_, seconds)| seconds.len()).sum(), ..Pairs::default() };
    let mut progress = Progress::begin("pairs", pairs.square);
    let mut longest = Duration::ZERO;
    for round in 0.. {
        let cases: Vec<Case> = shuffled
            .iter()
            .filter_map(|(case, seconds)| {
                let mut case = (*case).clone();
                case.scripted.insert(*seconds.get(round)?);
                Some(case)
            })
            .collect();
        if cases.is_empty() || stop.load(Ordering::Relaxed) || begun.elapsed() + longest > limit {
            break;
        }
        let round_begun = Instant::now();
        let work = |index: usize| play(&cases[index]).violations;
        in_order(jobs, cases.len(), stop, work, |index, violations| {
            pairs.runs += 1;
            pairs.failures.extend(violations.into_iter().map(|violation| (cases[index].clone(), violation)));
            progress.reached(pairs.runs, pairs.failures.len());
        });
        longest = longest.max(round_begun.elapsed());
    }
    pairs
}

fn shuffle(first: usize, seconds: &[Strike]) -> Vec<Strike> {
    let mut keyed: Vec<(u64, Strike)> =
        seconds.iter().enumerate().map(|(second, strike)| (stream(first as u64, second as u64), *strike)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, strike)| strike).collect()
}
