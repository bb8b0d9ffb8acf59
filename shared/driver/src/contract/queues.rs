//! The promises of a lane's queue.

#![expect(async_fn_in_trait, reason = "a check is one task: no future moves to another thread")]

use domain::id::OrderId;
use domain::trail::Cause;

use super::{Broken, Promised, holds};
use crate::hint::Hint;

/// How often the queue that is tested lets a message be received before it goes to the dead letters.
pub const RECEIVES: u32 = 3;

/// A hint that was received.
#[derive(Clone, Debug)]
pub struct Rung<R> {
    /// The hint.
    pub hint: Hint,
    /// How often it was received, this time included.
    pub receive_count: u32,
    /// What it is deleted or given back by.
    pub receipt: R,
}

/// A queue that nobody else uses, with a visibility timeout of a few seconds at most, [`RECEIVES`], and dead letters.
pub trait QueueUnderTest {
    /// What a message is deleted or given back by.
    type Receipt;
    /// Why the queue did not answer.
    type Error: std::fmt::Debug;

    /// Rings for each hint, as the lane's port does.
    async fn ring(&self, hints: &[Hint]) -> Result<(), Self::Error>;
    /// Rings for a hint that is not to be received before a delay is over, no longer than the visibility timeout.
    async fn ring_later(&self, hint: &Hint) -> Result<(), Self::Error>;
    /// Receives some of what is visible now; nothing only when nothing is visible.
    async fn receive(&self) -> Result<Vec<Rung<Self::Receipt>>, Self::Error>;
    /// Deletes what was received.
    async fn delete(&self, receipt: &Self::Receipt) -> Result<(), Self::Error>;
    /// Makes what was received visible at once.
    async fn give_back(&self, receipt: &Self::Receipt) -> Result<(), Self::Error>;
    /// Lets the visibility timeout pass.
    async fn pass(&self);
    /// Everything that lies in the dead letters.
    async fn dead_letters(&self) -> Result<Vec<Hint>, Self::Error>;
}

/// Runs every check. The queue is empty before and after.
///
/// # Errors
/// With the first promise that is broken.
pub async fn all(queue: &impl QueueUnderTest) -> Result<(), Broken> {
    a_hint_arrives_as_it_was_rung(queue).await?;
    every_hint_of_a_long_ring_arrives(queue).await?;
    what_is_not_deleted_comes_back(queue).await?;
    a_late_receipt_still_deletes(queue).await?;
    what_is_given_back_comes_at_once(queue).await?;
    a_delayed_hint_is_not_seen_before(queue).await?;
    what_is_received_too_often_is_a_dead_letter(queue).await
}

fn hint(order: u64) -> Hint {
    Hint { order: OrderId(order), updated_at: None, cause: Cause("contract".to_owned()) }
}

/// Everything that is visible.
async fn receive_all<Q: QueueUnderTest>(queue: &Q) -> Result<Vec<Rung<Q::Receipt>>, Broken> {
    let mut all = Vec::new();
    loop {
        let some = queue.receive().await.promised("receive")?;
        if some.is_empty() {
            return Ok(all);
        }
        all.extend(some);
    }
}

/// The one hint that is visible.
async fn receive_one<Q: QueueUnderTest>(queue: &Q, what: &str) -> Result<Rung<Q::Receipt>, Broken> {
    let mut all = receive_all(queue).await?;
    holds(all.len() == 1, what)?;
    all.pop().ok_or_else(|| Broken(what.to_owned()))
}

async fn a_hint_arrives_as_it_was_rung(queue: &impl QueueUnderTest) -> Result<(), Broken> {
    let finest = "2026-11-24T10:00:00.123456789Z".parse().promised("a time")?;
    let hints = [
        hint(1),
        // More than a float holds.
        hint(9_007_199_254_740_993),
        hint(u64::MAX),
        Hint { updated_at: Some(finest), ..hint(2) },
        Hint { cause: Cause("due \"—\" \u{1f514}".to_owned()), ..hint(3) },
    ];
    queue.ring(&hints).await.promised("ring")?;
    let rung = receive_all(queue).await?;
    holds(rung.len() == hints.len(), "each hint that is rung is received, and once while it is held")?;
    holds(hints.iter().all(|hint| rung.iter().any(|rung| rung.hint == *hint)), "a hint arrives as it was rung")?;
    holds(rung.iter().all(|rung| rung.receive_count == 1), "a first receive is counted as the first")?;
    for rung in &rung {
        queue.delete(&rung.receipt).await.promised("delete")?;
    }
    queue.pass().await;
    holds(receive_all(queue).await?.is_empty(), "what is deleted never comes back")
}

async fn every_hint_of_a_long_ring_arrives(queue: &impl QueueUnderTest) -> Result<(), Broken> {
    // SQS takes ten in one call, and gives no more in one.
    let hints: Vec<Hint> = (1..=25).map(hint).collect();
    queue.ring(&hints).await.promised("ring")?;
    let rung = receive_all(queue).await?;
    let mut orders: Vec<u64> = rung.iter().map(|rung| rung.hint.order.0).collect();
    orders.sort_unstable();
    holds(orders == (1..=25).collect::<Vec<_>>(), "every hint of a long ring arrives")?;
    for rung in &rung {
        queue.delete(&rung.receipt).await.promised("delete")?;
    }
    queue.ring(&[]).await.promised("ring for nothing")?;
    holds(receive_all(queue).await?.is_empty(), "a ring for nothing brings nothing")
}

async fn what_is_not_deleted_comes_back(queue: &impl QueueUnderTest) -> Result<(), Broken> {
    queue.ring(&[hint(1)]).await.promised("ring")?;
    let first = receive_one(queue, "a hint is received").await?;
    holds(receive_all(queue).await?.is_empty(), "what somebody holds nobody else receives")?;
    queue.pass().await;
    let second = receive_one(queue, "what is not deleted comes back").await?;
    holds(second.hint == first.hint, "and is the same")?;
    holds(second.receive_count == 2, "and its receives are counted")?;
    queue.delete(&second.receipt).await.promised("delete")
}

async fn a_late_receipt_still_deletes(queue: &impl QueueUnderTest) -> Result<(), Broken> {
    queue.ring(&[hint(1)]).await.promised("ring")?;
    let late = receive_one(queue, "a hint is received").await?;
    queue.pass().await;
    queue.delete(&late.receipt).await.promised("delete")?;
    holds(receive_all(queue).await?.is_empty(), "a receipt still deletes when the message is visible again")
}

async fn what_is_given_back_comes_at_once(queue: &impl QueueUnderTest) -> Result<(), Broken> {
    queue.ring(&[hint(1), hint(2)]).await.promised("ring")?;
    let rung = receive_all(queue).await?;
    let given_back = rung.first().ok_or_else(|| Broken("hints are received".to_owned()))?;
    queue.give_back(&given_back.receipt).await.promised("give back")?;
    let again = receive_one(queue, "what is given back comes at once, and nothing else with it").await?;
    holds(again.hint == given_back.hint, "what comes is what was given back")?;
    holds(again.receive_count == 2, "a receive that was given back counts")?;
    for receipt in rung.iter().skip(1).map(|rung| &rung.receipt).chain([&again.receipt]) {
        queue.delete(receipt).await.promised("delete")?;
    }
    Ok(())
}

async fn a_delayed_hint_is_not_seen_before(queue: &impl QueueUnderTest) -> Result<(), Broken> {
    queue.ring_later(&hint(1)).await.promised("ring later")?;
    holds(receive_all(queue).await?.is_empty(), "a delayed hint is not seen before its time")?;
    queue.pass().await;
    let rung = receive_one(queue, "a delayed hint comes").await?;
    holds(rung.receive_count == 1, "the time before was no receive")?;
    queue.delete(&rung.receipt).await.promised("delete")
}

async fn what_is_received_too_often_is_a_dead_letter(queue: &impl QueueUnderTest) -> Result<(), Broken> {
    let unlucky = Hint { cause: Cause("unlucky".to_owned()), ..hint(1) };
    queue.ring(std::slice::from_ref(&unlucky)).await.promised("ring")?;
    for count in 1..=RECEIVES {
        let rung = receive_one(queue, "a hint is received as often as it may be").await?;
        holds(rung.receive_count == count, "each receive is counted")?;
        holds(queue.dead_letters().await.promised("dead letters")?.is_empty(), "it is not dead before")?;
        queue.give_back(&rung.receipt).await.promised("give back")?;
    }
    holds(receive_all(queue).await?.is_empty(), "it is not received once more")?;
    holds(queue.dead_letters().await.promised("dead letters")? == [unlucky], "it is a dead letter")?;
    queue.pass().await;
    holds(receive_all(queue).await?.is_empty(), "and never comes back")
}
