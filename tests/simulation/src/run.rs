//! Plays many days, each a world of its own, and reports what they came to.

pub mod found;
pub mod interrupt;
pub mod jobs;
pub mod memory;
pub mod panics;
pub mod perform;
pub mod plan;
pub mod progress;
pub mod report;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::case::Case;
use crate::played::Played;
use crate::run::found::{Found, tell};
use crate::run::jobs::in_order;
use crate::run::plan::Plan;
use crate::run::progress::Progress;
use crate::run::report::{Day, Report, Sums};

/// How many violations are shrunk and told, each of another invariant. The others are listed with their days.
const TOLD: usize = 5;
/// How many violations are listed.
const LISTED: usize = 50;

/// What to run.
#[derive(Clone, Debug)]
pub struct Run {
    /// What decides the days.
    pub plan: Plan,
    /// How many days.
    pub days: u32,
    /// On how many threads.
    pub jobs: usize,
    /// Where the cases of violations are written.
    pub folder: PathBuf,
}

/// Plays the days and tells what was found. A run that is stopped tells what it found so far.
///
/// # Errors
///
/// If a case's file or the output cannot be written.
pub fn run(
    run: &Run,
    play: &(impl Fn(&Case, Option<&mut dyn FnMut(&str)>) -> Played + Sync),
    stop: &AtomicBool,
    out: &mut dyn Write,
) -> io::Result<Report> {
    let count = run.days as usize;
    let begun = Instant::now();
    let mut sums = Sums::default();
    let mut violating = Vec::new();
    let mut progress = Progress::begin("days", count);
    let work = |index: usize| {
        #[expect(clippy::cast_possible_truncation, reason = "no index is beyond the number of days, a u32")]
        let case = run.plan.day(index as u32);
        let begun = Instant::now();
        let played = play(&case, None);
        Day::new(case, played, begun.elapsed())
    };
    in_order(run.jobs, count, stop, work, |_, day| {
        sums.add(&day, count);
        if !day.violations.is_empty() {
            violating.push(day);
        }
        progress.reached(sums.days, violating.iter().map(|day| day.violations.len()).sum());
    });
    let elapsed = begun.elapsed();
    drop(progress);
    let found = tell_all(&violating, run, play, out)?;
    let report = sums.report(elapsed, run.jobs, found);
    summary(run, &report, out)?;
    Ok(report)
}

fn tell_all(
    violating: &[Day],
    run: &Run,
    play: &(impl Fn(&Case, Option<&mut dyn FnMut(&str)>) -> Played + Sync),
    out: &mut dyn Write,
) -> io::Result<Vec<Found>> {
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for day in violating {
        for violation in &day.violations {
            if found.len() < LISTED {
                writeln!(out, "seed {} day {}: {violation}", day.case.seed, day.case.day)?;
            }
            let is_told = told.len() < TOLD && told.insert(violation.invariant);
            let name = format!("{}-{}", day.case.seed, day.case.day);
            let place = (run.folder.as_path(), name.as_str());
            let file = if is_told { tell(&day.case, violation, run.jobs, play, place, out)? } else { None };
            found.push(Found { seed: day.case.seed, day: day.case.day, violation: violation.clone(), file });
        }
    }
    if found.len() > LISTED {
        writeln!(out, "… and {} more violations", found.len() - LISTED)?;
    }
    Ok(found)
}

fn summary(run: &Run, report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{} days of seed {} ({} of them 35 days long): {} orders, {} calls, {} events, {} kills",
        report.days, run.plan.seed, report.months, report.orders, report.calls, report.events, report.kills
    )?;
    let faults: Vec<String> = report.faults.iter().map(|(kind, count)| format!("{count} {kind:?}")).collect();
    if !faults.is_empty() {
        writeln!(out, "faults: {}", faults.join(", "))?;
    }
    writeln!(
        out,
        "{:.0} days a minute on {} threads, {:.0} µs of one core for an order, {:.0} % of the schedules' runs idle",
        report.days_per_minute,
        report.jobs,
        report.us_per_order,
        report.idle_schedule_share * 100.0
    )?;
    writeln!(
        out,
        "{} found by the sweep, {} of which nobody can know, trace {}",
        report.found_by_sweep, report.unknowable, report.trace
    )?;
    if report.days < run.days as usize {
        writeln!(out, "stopped before the other {} days", run.days as usize - report.days)?;
    }
    match report.violations.len() {
        0 => writeln!(out, "no violation"),
        count => writeln!(out, "{count} violations"),
    }
}
