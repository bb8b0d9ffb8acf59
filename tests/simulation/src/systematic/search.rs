//! The systematic runs of a lane from their beginning to what they found.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use domain::step::Lane;

use crate::case::Case;
use crate::played::{Played, Violation};
use crate::run::found::tell;
use crate::systematic::{course, pairs, shapes, singles};

/// How many worlds are looked at for shapes.
const LOOK_AT: u32 = 600;
/// How many failures are shrunk and told; the others are counted.
const TOLD: usize = 5;

/// What to search.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// Which lane.
    pub lane: Lane,
    /// How many shapes of orders are kept at most.
    pub shapes: usize,
    /// On how many threads.
    pub jobs: usize,
    /// Within which time all of it is played, pairs too, if they are played.
    pub pairs: Option<Duration>,
}

/// Plays the systematic runs and tells what fails. Says whether none does and every fault struck where it was meant to.
///
/// # Errors
///
/// If a case's file or the output cannot be written.
pub fn systematic(
    search: &Search,
    play: &(impl Fn(&Case, Option<&mut dyn FnMut(&str)>) -> Played + Sync),
    folder: &Path,
    stop: &AtomicBool,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let begun = Instant::now();
    let silent = |case: &Case| play(case, None);
    let shapes = shapes(LOOK_AT, search.shapes, search.jobs, &course, stop);
    for shape in &shapes {
        let met: Vec<&str> = shape.met.iter().map(String::as_str).collect();
        writeln!(out, "  order of day {}, {} calls: {}", shape.case.day, shape.calls(), met.join(", "))?;
    }
    let singles = singles(&shapes, search.jobs, &silent, stop);
    let failures: Vec<(&Case, &Violation)> = singles
        .runs
        .iter()
        .flat_map(|run| run.violations.iter().map(move |violation| (&run.case, violation)))
        .collect();
    let missed = singles.runs.iter().filter(|run| !run.struck);
    writeln!(
        out,
        "{}: {} shapes of orders, {} calls, {} runs with one fault, {} failing",
        search.lane.name(),
        shapes.len(),
        singles.calls,
        singles.runs.len(),
        failures.len()
    )?;
    for run in missed.clone().take(TOLD) {
        writeln!(out, "  no fault struck: {:?}", run.case.scripted)?;
    }
    tell_failures(&failures, search.jobs, play, folder, out)?;
    let mut is_well = failures.is_empty() && missed.count() == 0;
    if let Some(limit) = search.pairs {
        let limit = limit.saturating_sub(begun.elapsed());
        let pairs = pairs(&singles.runs, limit, search.jobs, &silent, stop);
        writeln!(
            out,
            "{}: {} runs with two faults, of {} pairs, {} failing",
            search.lane.name(),
            pairs.runs,
            pairs.square,
            pairs.failures.len()
        )?;
        let failures: Vec<(&Case, &Violation)> =
            pairs.failures.iter().map(|(case, violation)| (case, violation)).collect();
        tell_failures(&failures, search.jobs, play, folder, out)?;
        is_well &= failures.is_empty();
    }
    Ok(is_well)
}

fn tell_failures(
    failures: &[(&Case, &Violation)],
    jobs: usize,
    play: &(impl Fn(&Case, Option<&mut dyn FnMut(&str)>) -> Played + Sync),
    folder: &Path,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (number, (case, violation)) in failures.iter().enumerate().take(TOLD) {
        let faults = case.scripted.len();
        writeln!(out, "order of day {} with {faults} faults: {violation}", case.day)?;
        tell(case, violation, jobs, play, (folder, &format!("systematic-{faults}-{number}")), out)?;
    }
    Ok(())
}
