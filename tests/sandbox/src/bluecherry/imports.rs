//! Orders that are staged by their post and booked, or refused, by an import later.
//!
//! An import begins at each multiple of the cycle, and none while a window is closed: then the first begins when it opens.
//! An import takes everything that was staged before it began, in the order in which it came.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::books::Posting;
use super::codes::same;
use super::orders::SalesOrder;
use super::rejects::Problem;

/// How often staged orders are imported.
#[derive(Debug, Clone, Copy)]
pub struct ImportCycle {
    /// From the beginning of one import to that of the next.
    pub every: SignedDuration,
}

impl ImportCycle {
    fn millis(self) -> i64 {
        i64::try_from(self.every.as_millis()).unwrap_or(i64::MAX).max(1)
    }

    /// The last multiple at or before a moment.
    fn at_or_before(self, moment: Timestamp) -> Timestamp {
        let multiple = moment.as_millisecond().div_euclid(self.millis()) * self.millis();
        Timestamp::from_millisecond(multiple).unwrap_or(moment)
    }

    /// The first multiple after a moment.
    fn after(self, moment: Timestamp) -> Timestamp {
        let every = SignedDuration::from_millis(self.millis());
        self.at_or_before(moment).checked_add(every).unwrap_or(Timestamp::MAX)
    }

    /// The first import after a moment at which the window is shut, if at all, until it `opens`.
    fn next(self, moment: Timestamp, opens: Option<Timestamp>) -> Timestamp {
        opens.filter(|opens| *opens > moment).unwrap_or_else(|| self.after(moment))
    }
}

/// What became of a staged order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportState {
    /// It waits.
    Staged {
        /// When the next import begins.
        next_at: Timestamp,
    },
    /// It is booked.
    Posted {
        /// Under this number.
        ord_num: String,
    },
    /// It was refused by the import, for every reason that was found.
    Rejected(Vec<Problem>),
}

/// When imports begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportTimes {
    /// The last one; none since the company was set up.
    pub last_begun: Option<Timestamp>,
    /// The next one.
    pub next_at: Timestamp,
}

/// An order that waits.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) order: Arc<SalesOrder>,
    pub(super) posting: Posting,
}

/// What has been staged since the company was set up.
#[derive(Debug, Default)]
pub(super) struct Imports {
    /// Up to when imports have run, if there were any.
    looked: Option<Timestamp>,
    last_begun: Option<Timestamp>,
    waiting: Vec<Staged>,
    /// By import, the oldest first. What waits comes after these.
    settled: Vec<ImportState>,
}

impl Imports {
    /// Everything that the first import after the last look takes, and when that began; later ones find nothing left.
    pub(super) fn due(
        &mut self,
        cycle: ImportCycle,
        opens: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<(Timestamp, Vec<Staged>)> {
        let looked = *self.looked.get_or_insert(now);
        let begins = cycle.next(looked, opens);
        if begins > now {
            // Time passed in which no import could begin: it is not looked at again once the window is another.
            self.looked = Some(looked.max(now));
            return None;
        }
        self.last_begun = Some(begins.max(cycle.at_or_before(now)));
        self.looked = Some(now);
        Some((begins, std::mem::take(&mut self.waiting)))
    }

    /// Stages an order, and gives the id of its import.
    pub(super) fn stage(&mut self, order: Arc<SalesOrder>, posting: Posting) -> String {
        self.waiting.push(Staged { order, posting });
        format!("I{:010}", self.settled.len() + self.waiting.len())
    }

    /// Keeps what became of the oldest that was waiting.
    pub(super) fn settle(&mut self, state: ImportState) {
        self.settled.push(state);
    }

    /// What became of an import; none when there is no such import.
    pub(super) fn state(&self, import_id: &str, next_at: Timestamp) -> Option<ImportState> {
        let number: usize = import_id.trim_end().strip_prefix(['I', 'i'])?.parse().ok()?;
        let place = number.checked_sub(1)?;
        let waits = place < self.settled.len() + self.waiting.len();
        self.settled.get(place).cloned().or_else(|| waits.then_some(ImportState::Staged { next_at }))
    }

    /// Whether an order of a reference waits.
    pub(super) fn waits(&self, reference: &str) -> bool {
        self.waiting.iter().any(|staged| same(&staged.posting.reference, reference))
    }

    /// When imports begin, whether or not those that are due were run.
    pub(super) fn times(&self, cycle: ImportCycle, opens: Option<Timestamp>, now: Timestamp) -> ImportTimes {
        let begun = self.looked.map(|looked| cycle.next(looked, opens)).filter(|begins| *begins <= now);
        let last_begun = begun.map(|begins| begins.max(cycle.at_or_before(now))).or(self.last_begun);
        ImportTimes { last_begun, next_at: cycle.next(now, opens) }
    }
}
