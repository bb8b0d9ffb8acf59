//! Proof that the checks can fail: each planted bug is played until a check catches it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use domain::planted::Bug;

use crate::case::{Case, Span};
use crate::played::Played;
use crate::rates::Level;
use crate::run::found::SHRINK_FOR;
use crate::run::jobs::in_order;
use crate::run::plan::Plan;
use crate::run::progress::Progress;
use crate::shrink::shrink;

/// The seed of the days that bugs are planted in.
const SEED: u64 = 7;
/// How many orders its days have, in turn: few shrink best, and some bugs show only in a crowd.
const ORDERS: [u32; 3] = [5, 40, 200];
/// A bug that so many days do not show has survived.
pub const DAYS: u32 = 200;
/// A case this small need not be smaller: orders and faults.
const SMALL: (usize, usize) = (2, 4);
/// How many days that show a bug are shrunk, to find a small one.
const SHRUNK: usize = 3;

/// What became of a planted bug.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The bug.
    pub bug: Bug,
    /// How it was caught; none if it survived.
    pub caught: Option<Caught>,
}

/// How a bug was caught.
#[derive(Clone, Debug)]
pub struct Caught {
    /// By the end of which day, from 1.
    pub days: u32,
    /// By which invariant.
    pub invariant: &'static str,
    /// Orders of the shrunk case.
    pub orders: usize,
    /// Faults of the shrunk case.
    pub faults: usize,
}

/// Plants each of the bugs, and hands over in order what becomes of them.
pub fn mutants(
    bugs: &[Bug],
    jobs: usize,
    play: &(impl Fn(&Case) -> Played + Sync),
    stop: &AtomicBool,
    mut each: impl FnMut(Mutant),
) {
    let mut progress = Progress::begin("bugs", bugs.len());
    let mut found = 0;
    // What a single bug leaves of them plays the cases that a caught one is shrunk by.
    let each_jobs = jobs / bugs.len().max(1);
    let work = |index: usize| Mutant { bug: bugs[index], caught: catch(bugs[index], DAYS, each_jobs, play, stop) };
    in_order(jobs, bugs.len(), stop, work, |index, mutant| {
        found += usize::from(mutant.caught.is_some());
        each(mutant);
        progress.reached(index + 1, found);
    });
}

/// Plays days with a bug until a check fails that holds without the bug, and shrinks the case by so many jobs.
pub fn catch(
    bug: Bug,
    days: u32,
    jobs: usize,
    play: &(impl Fn(&Case) -> Played + Sync),
    stop: &AtomicBool,
) -> Option<Caught> {
    let mut smallest: Option<Caught> = None;
    let mut shrunk = 0;
    for (day, orders) in (0..days).zip(ORDERS.into_iter().cycle()) {
        let is_found = smallest.as_ref().is_some_and(Caught::is_small) || shrunk == SHRUNK;
        if is_found || stop.load(Ordering::Relaxed) {
            break;
        }
        let bad_day = Plan { seed: SEED, orders, level: Level::Heavy }.day(day);
        let case = Case { bug: Some(bug), span: Span::Day, ..bad_day };
        let Some(first) = play(&case).violations.into_iter().next() else { continue };
        if fails_without_it(&case, first.invariant, play) {
            continue;
        }
        let until = Instant::now() + SHRINK_FOR;
        let Some(left) = shrink(&case, first.invariant, jobs, play, &|| Instant::now() > until) else { continue };
        if fails_without_it(&left.case, first.invariant, play) {
            continue;
        }
        shrunk += 1;
        let days = smallest.as_ref().map_or(day + 1, |caught| caught.days);
        let caught = Caught { days, invariant: first.invariant, orders: left.orders, faults: left.strikes.len() };
        let is_smaller = |held: &Caught| (caught.orders, caught.faults) < (held.orders, held.faults);
        if smallest.as_ref().is_none_or(is_smaller) {
            smallest = Some(caught);
        }
    }
    smallest
}

impl Caught {
    fn is_small(&self) -> bool {
        self.orders <= SMALL.0 && self.faults <= SMALL.1
    }
}

fn fails_without_it(case: &Case, invariant: &str, play: &impl Fn(&Case) -> Played) -> bool {
    let without = Case { bug: None, ..case.clone() };
    play(&without).violations.iter().any(|violation| violation.invariant == invariant)
}

/// The head of the table of what became of the bugs, as it stands in the documentation.
pub const TABLE_HEAD: &str = "| planted bug | days | caught by | orders | faults |\n|---|---|---|---|---|";

/// A row of the table.
pub fn row(mutant: &Mutant) -> String {
    let name = mutant.bug.name();
    match &mutant.caught {
        Some(Caught { days, invariant, orders, faults }) => {
            format!("| `{name}` | {days} | {invariant} | {orders} | {faults} |")
        }
        None => format!("| `{name}` | **survived {DAYS}** | | | |"),
    }
}

/// The median of orders and of faults of the caught ones' shrunk cases.
pub fn medians(mutants: &[Mutant]) -> (usize, usize) {
    let median = |of: fn(&Caught) -> usize| {
        let mut numbers: Vec<usize> = mutants.iter().filter_map(|mutant| mutant.caught.as_ref().map(of)).collect();
        numbers.sort_unstable();
        numbers.get(numbers.len() / 2).copied().unwrap_or_default()
    };
    (median(|caught| caught.orders), median(|caught| caught.faults))
}
