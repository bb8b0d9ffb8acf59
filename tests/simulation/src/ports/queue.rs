//! Ringing: one call for each batch of ten, as SQS takes them. A batch that fails keeps no other from being sent.

use std::rc::Rc;

use domain::step::Lane;
use driver::hint::Hint;
use driver::ports::{QueueError, Queues};
use jiff::SignedDuration;

use super::call::{About, Befell, Call};
use super::worker::Worker;
use crate::fault::{CallKind, FaultKind};
use crate::kernel::name_hash;
use crate::world::World;

/// As many messages as one call takes.
const BATCH: usize = 10;

impl Queues for Worker {
    async fn ring(&self, lane: Lane, hints: &[Hint]) -> Result<(), QueueError> {
        let mut failed = 0;
        let mut source = None;
        for batch in hints.chunks(BATCH) {
            match self.send(lane, batch).await {
                Ok(refused) => failed += refused,
                Err(why) => {
                    failed += batch.len();
                    source = Some(why.into());
                }
            }
        }
        if failed == 0 {
            return Ok(());
        }
        // Whoever rang will ring all of them again.
        for hint in hints {
            self.world.count(hint.order.0, |traffic| traffic.strikes += 1);
        }
        Err(QueueError { lane: lane.name(), sent: hints.len(), failed, source })
    }
}

impl Worker {
    /// Sends a batch. Says how many of its messages were refused, or why nothing is known of them.
    async fn send(&self, lane: Lane, batch: &[Hint]) -> Result<usize, String> {
        let about = match batch {
            [hint] => About::Order(hint.order.0),
            _ => About::Whatever(name_hash(lane.name())),
        };
        let call = Call { kind: CallKind::Ring, about, patience: SignedDuration::from_secs(5) };
        let batch = batch.to_vec();
        let effect = move |world: &Rc<World>, befell: &Befell| {
            let is_doubled = befell.fault == Some(FaultKind::MessageDuplicated);
            let delay = SignedDuration::from_millis(befell.between(0, 30_000));
            let refused = refused(batch.len(), befell);
            for (hint, is_refused) in batch.iter().zip(&refused) {
                if !is_refused {
                    world.ring(hint.clone(), is_doubled.then_some(delay));
                }
            }
            refused.iter().filter(|is_refused| **is_refused).count()
        };
        self.world.call(&self.machine, call, effect).await.map_err(|failure| format!("{failure:?}"))
    }
}

/// Which messages of a batch the queue refuses: any of them, but at least one, where that befalls the call.
fn refused(messages: usize, befell: &Befell) -> Vec<bool> {
    let takes_part = befell.fault == Some(FaultKind::QueueTakesPart);
    let which = if takes_part { befell.between(1, (1 << messages) - 1) } else { 0 };
    (0..messages).map(|place| (which >> place) & 1 == 1).collect()
}
