//! What came of a run: sums over its days, in day order.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use crate::case::{Case, Span};
use crate::fault::FaultKind;
use crate::played::{Counts, Played, Violation};
use crate::run::found::Found;
use crate::run::memory::peak_kib;
use crate::run::progress::rate;

/// A day that was played.
#[derive(Debug)]
pub struct Day {
    /// How it was played.
    pub case: Case,
    /// What does not hold.
    pub violations: Vec<Violation>,
    /// A hash of its events.
    pub trace: u64,
    /// What was counted.
    pub counts: Counts,
    /// How long a core was busy with it.
    pub busy: Duration,
}

impl Day {
    /// A day, and how long it took. What only single worlds need is let go: memory stays flat over days.
    pub fn new(case: Case, played: Played, busy: Duration) -> Self {
        Self { case, violations: played.violations, trace: played.trace, counts: played.counts, busy }
    }
}

/// The sums of a run under way.
#[derive(Debug, Default)]
pub struct Sums {
    /// Days, the runs of 35 days among them.
    pub days: usize,
    months: usize,
    counts: Counts,
    /// Of days alone, without the runs of 35 days: what the speed is reckoned from.
    day_orders: u64,
    day_busy: Duration,
    busy: Duration,
    trace: u64,
    peak_kib_early: Option<u64>,
}

impl Sums {
    /// Adds the next day.
    pub fn add(&mut self, day: &Day, of: usize) {
        self.days += 1;
        self.counts.add(&day.counts);
        self.busy += day.busy;
        match day.case.span {
            Span::Day => {
                self.day_orders += day.counts.orders;
                self.day_busy += day.busy;
            }
            Span::Month | Span::Days(_) => self.months += 1,
        }
        self.trace = combine(self.trace, day.trace);
        if self.days == of.div_ceil(10) {
            self.peak_kib_early = peak_kib();
        }
    }

    /// The report of a run that took so long, with what was found.
    #[expect(clippy::cast_precision_loss, reason = "figures that a person reads")]
    pub fn report(self, elapsed: Duration, jobs: usize, violations: Vec<Found>) -> Report {
        let share = self.day_busy.as_secs_f64() / self.busy.as_secs_f64().max(f64::MIN_POSITIVE);
        let runs = self.counts.schedule_runs.max(1) as f64;
        Report {
            days: self.days,
            months: self.months,
            jobs,
            orders: self.counts.orders,
            events: self.counts.events,
            calls: self.counts.calls,
            kills: self.counts.kills,
            faults: self.counts.faults,
            us_per_order: self.day_busy.as_secs_f64() * 1e6 / self.day_orders.max(1) as f64,
            idle_schedule_share: self.counts.idle_schedule_runs as f64 / runs,
            days_per_minute: rate(self.days - self.months, elapsed.mul_f64(share)),
            found_by_sweep: self.counts.found_by_sweep,
            unknowable: self.counts.unknowable,
            trace: format!("{:016x}", self.trace),
            peak_kib: Peak { at_a_tenth: self.peak_kib_early, at_the_end: peak_kib() },
            violations,
        }
    }
}

/// What came of a run, for a machine.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Days played, the runs of 35 days among them.
    pub days: usize,
    /// Runs of 35 days among them.
    pub months: usize,
    /// On how many threads.
    pub jobs: usize,
    /// Orders placed.
    pub orders: u64,
    /// Events of the schedulers.
    pub events: u64,
    /// Calls that departed.
    pub calls: u64,
    /// Functions killed.
    pub kills: u64,
    /// Faults that struck, by kind.
    pub faults: BTreeMap<FaultKind, u64>,
    /// Microseconds that one core takes for an order of a day, everything included.
    pub us_per_order: f64,
    /// Of the invocations of schedules, those that found nothing to do.
    pub idle_schedule_share: f64,
    /// Days a minute on all threads together; the runs of 35 days and their time are left out.
    pub days_per_minute: f64,
    /// Orders whose news the sweep brought.
    pub found_by_sweep: u64,
    /// Orders of which nobody can know the last news: the one message that told it was lost before anything was saved.
    pub unknowable: u64,
    /// The days' traces, combined in day order.
    pub trace: String,
    /// The peak of memory: it should be the same.
    pub peak_kib: Peak,
    /// What does not hold.
    pub violations: Vec<Found>,
}

/// The most memory held, in KiB.
#[derive(Debug, Serialize)]
pub struct Peak {
    /// After a tenth of the days.
    pub at_a_tenth: Option<u64>,
    /// After all of them.
    pub at_the_end: Option<u64>,
}

/// A hash of what came before and the next; the order counts. The multiplier is of Steele and Vigna's tables for 64 bits.
fn combine(before: u64, next: u64) -> u64 {
    (before.rotate_left(23) ^ next).wrapping_mul(0xd134_2543_de82_ef95)
}

#[cfg(test)]
mod tests {
    use super::combine;

    #[test]
    fn the_order_of_the_days_counts() {
        assert_ne!(combine(combine(0, 1), 2), combine(combine(0, 2), 1));
    }
}
