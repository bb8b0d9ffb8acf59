//! Ringing: one call for each batch of ten, as SQS takes them.

use std::rc::Rc;

use domain::step::Lane;
use driver::hint::Hint;
use driver::ports::{QueueError, Queues};
use jiff::SignedDuration;

use super::call::{About, Call};
use super::worker::Worker;
use crate::fault::{CallKind, FaultKind};
use crate::kernel::name_hash;
use crate::world::World;

/// As many messages as one call takes.
const BATCH: usize = 10;

impl Queues for Worker {
    async fn ring(&self, lane: Lane, hints: &[Hint]) -> Result<(), QueueError> {
        for batch in hints.chunks(BATCH) {
            let about = match batch {
                [hint] => About::Order(hint.order.0),
                _ => About::Whatever(name_hash(lane.name())),
            };
            let call = Call { kind: CallKind::Ring, about, patience: SignedDuration::from_secs(5) };
            let batch = batch.to_vec();
            let effect = move |world: &Rc<World>, befell: &super::call::Befell| {
                let is_doubled = befell.fault == Some(FaultKind::MessageDuplicated);
                let delay = SignedDuration::from_millis(befell.between(0, 30_000));
                for hint in &batch {
                    world.ring(hint.clone(), is_doubled.then_some(delay));
                }
            };
            if let Err(failure) = self.world.call(&self.machine, call, effect).await {
                let source = Some(format!("{failure:?}").into());
                return Err(QueueError { lane: lane.name(), sent: hints.len(), failed: hints.len(), source });
            }
        }
        Ok(())
    }
}
