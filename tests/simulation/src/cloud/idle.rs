//! Whether a tick of due work would find nothing: then it need not be played out to its end.

use std::cell::Cell;

use domain::step::Lane;
use driver::operations::{ARRIVED, AUDIT, Arrival};
use driver::ports::Tables;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::environment::MOST_SKEW;
use crate::ports::at_once;
use crate::world::World;

/// What is known of the last audit, by the version of its note.
#[derive(Default)]
pub struct Idle(Cell<Option<(u64, Option<Timestamp>)>>);

#[derive(Deserialize)]
struct Note {
    done_at: Option<Timestamp>,
}

impl World {
    /// Whether due work would find nothing now, whatever its clock says.
    pub fn due_work_is_idle(&self) -> bool {
        let latest = self.kernel.now() + SignedDuration::from_millis(MOST_SKEW);
        self.tables.advance_indexes(self.kernel.now());
        let is_due = |shard| at_once(self.tables.due(Lane::Export, shard, latest, 1)).is_ok_and(|due| !due.is_empty());
        !(0..self.deployment.due_work.due_shards).any(is_due)
            && self.tables.operations_of(ARRIVED).iter().all(|row| self.is_watched(&row.body, latest))
            && self.is_audited(latest)
    }

    /// Whether an arrived code was passed through once, and its watch goes on.
    fn is_watched(&self, body: &str, latest: Timestamp) -> bool {
        let arrival = serde_json::from_str::<Arrival>(body);
        let keep = self.deployment.due_work.arrived_keep - SignedDuration::from_millis(2 * MOST_SKEW);
        arrival.is_ok_and(|arrival| arrival.passed && latest.duration_since(arrival.at) < keep)
    }

    /// Whether no audit is due, by any clock up to the latest.
    pub(super) fn is_audited(&self, latest: Timestamp) -> bool {
        let row = self.tables.operations_of(AUDIT).into_iter().next();
        let Some(row) = row else { return false };
        let done_at = match self.idle.0.get() {
            Some((version, done_at)) if version == row.version => done_at,
            _ => {
                let note = serde_json::from_str::<Note>(&row.body).ok();
                let done_at = note.and_then(|note| note.done_at);
                self.idle.0.set(Some((row.version, done_at)));
                done_at
            }
        };
        let every = self.deployment.audit.every;
        let margin = SignedDuration::from_millis(2 * MOST_SKEW);
        done_at.is_some_and(|done_at| latest.duration_since(done_at) < every - margin)
    }
}
