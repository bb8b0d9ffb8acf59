//! Queues in memory.

use std::collections::VecDeque;
use std::sync::Mutex;

use domain::step::Lane;

use crate::hint::Hint;
use crate::ports::{QueueError, Queues};

/// Queues that keep what was rung until it is taken.
#[derive(Default, Debug)]
pub struct MemoryQueues(Mutex<VecDeque<(Lane, Hint)>>);

impl MemoryQueues {
    /// Takes what a lane was rung for, oldest first.
    pub fn take(&self, lane: Lane) -> Vec<Hint> {
        let Ok(mut rung) = self.0.lock() else { return Vec::new() };
        let (taken, kept) = rung.drain(..).partition(|(of, _)| *of == lane);
        *rung = kept;
        let taken: VecDeque<(Lane, Hint)> = taken;
        taken.into_iter().map(|(_, hint)| hint).collect()
    }
}

impl Queues for MemoryQueues {
    async fn ring(&self, lane: Lane, hints: &[Hint]) -> Result<(), QueueError> {
        if let Ok(mut rung) = self.0.lock() {
            rung.extend(hints.iter().map(|hint| (lane, hint.clone())));
        }
        Ok(())
    }
}
