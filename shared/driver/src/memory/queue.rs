//! One queue in memory, as SQS keeps a standard queue with its dead letters.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::policy::later;
use jiff::{SignedDuration, Timestamp};

/// How a queue is set up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QueueSettings {
    /// For how long a message that was received is not received again.
    pub visibility: SignedDuration,
    /// How often a message is received, at most; when it would be once more, it goes to the dead letters.
    pub receives: u32,
    /// For how long after it was sent a message is kept, in flight or not.
    pub retention: SignedDuration,
}

/// A standard queue. Nothing happens in it but what it is told to do, with the moment at which it is told so; moments must not
/// fall. Messages are received at least once and in no promised order.
#[derive(Clone, Debug)]
pub struct MemoryQueue<M> {
    settings: QueueSettings,
    /// By the number of the copy, and so in the order in which they were sent.
    copies: BTreeMap<u64, Kept<M>>,
    /// The same copies, by when each is visible.
    by_time: BTreeSet<(Timestamp, u64)>,
    dead_letters: Vec<M>,
    copied: u64,
    sent: u64,
}

/// A message, as one receiver at a time can have it. SQS may keep several copies of one message.
#[derive(Clone, Debug)]
struct Kept<M> {
    id: u64,
    message: M,
    expires_at: Timestamp,
    visible_at: Timestamp,
    receive_count: u32,
}

/// One receive of one copy of a message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Receipt {
    copy: u64,
    receive: u32,
}

/// A message that was received.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Received<M> {
    /// The message's id, from 1; the same for each of its copies.
    pub id: u64,
    /// What it is deleted or given back by.
    pub receipt: Receipt,
    /// The message.
    pub message: M,
    /// How often this copy was received, this time included.
    pub receive_count: u32,
}

impl<M: Clone> MemoryQueue<M> {
    /// An empty queue.
    pub fn new(settings: QueueSettings) -> Self {
        let (copies, by_time) = (BTreeMap::new(), BTreeSet::new());
        Self { settings, copies, by_time, dead_letters: Vec::new(), copied: 0, sent: 0 }
    }

    /// Sends a message that is not received before a delay is over. Gives its id.
    pub fn send(&mut self, message: M, now: Timestamp, delay: SignedDuration) -> u64 {
        self.sent += 1;
        self.copy(message, now, delay);
        self.sent
    }

    /// Sends a message of which two copies are received, perhaps at the same time, each to be deleted by itself.
    pub fn send_twice(&mut self, message: M, now: Timestamp, delay: SignedDuration) -> u64 {
        let id = self.send(message.clone(), now, delay);
        self.copy(message, now, delay);
        id
    }

    fn copy(&mut self, message: M, now: Timestamp, delay: SignedDuration) {
        self.copied += 1;
        let (expires_at, visible_at) = (later(now, self.settings.retention), later(now, delay));
        self.by_time.insert((visible_at, self.copied));
        self.copies.insert(self.copied, Kept { id: self.sent, message, expires_at, visible_at, receive_count: 0 });
    }

    /// Receives at most so many messages, that first which has been visible for longest.
    pub fn receive(&mut self, max: usize, now: Timestamp) -> Vec<Received<M>> {
        self.receive_by(max, now, |_| 0)
    }

    /// Receives at most so many messages in another order: `choose` is told how many could come next, and gives the place of one
    /// among them, modulo their number.
    pub fn receive_by(
        &mut self,
        max: usize,
        now: Timestamp,
        mut choose: impl FnMut(usize) -> usize,
    ) -> Vec<Received<M>> {
        self.expire(now);
        let mut visible: VecDeque<(Timestamp, u64)> = self.by_time.range(..=(now, u64::MAX)).copied().collect();
        let mut received = Vec::new();
        while received.len() < max && !visible.is_empty() {
            let place = choose(visible.len()) % visible.len();
            received.extend(visible.remove(place).and_then(|(_, copy)| self.take(copy, now)));
        }
        received
    }

    /// Hands a copy out, or lays it to the dead letters.
    fn take(&mut self, number: u64, now: Timestamp) -> Option<Received<M>> {
        let receives = self.settings.receives;
        if self.copies.get(&number).is_some_and(|copy| copy.receive_count >= receives) {
            let given_up = self.remove(number);
            self.dead_letters.extend(given_up);
            return None;
        }
        self.show_at(number, later(now, self.settings.visibility));
        let copy = self.copies.get_mut(&number)?;
        copy.receive_count += 1;
        let receipt = Receipt { copy: number, receive: copy.receive_count };
        Some(Received { id: copy.id, receipt, message: copy.message.clone(), receive_count: copy.receive_count })
    }

    /// Deletes what was received. Says whether it was still there.
    ///
    /// A late receipt deletes too, even of a message that was received again since: SQS promises neither that it does nor that
    /// it does not. Who wants the other outcome does not call this.
    pub fn delete(&mut self, receipt: Receipt) -> bool {
        self.remove(receipt.copy).is_some()
    }

    /// Gives back what was received: it is visible at once. Says whether it was still this receiver's.
    pub fn give_back(&mut self, receipt: Receipt, now: Timestamp) -> bool {
        self.change_visibility(receipt, now, SignedDuration::ZERO)
    }

    /// Keeps what was received from others for so long from now on. A receipt that is late changes nothing. Says whether it was
    /// still this receiver's.
    pub fn change_visibility(&mut self, receipt: Receipt, now: Timestamp, visibility: SignedDuration) -> bool {
        let is_held =
            |copy: &Kept<M>| copy.receive_count == receipt.receive && copy.visible_at > now && copy.expires_at > now;
        let is_held = self.copies.get(&receipt.copy).is_some_and(is_held);
        if is_held {
            self.show_at(receipt.copy, later(now, visibility));
        }
        is_held
    }

    /// When the next message is visible, or has been since; none when the queue is empty. It may have expired by then.
    pub fn next_visible_at(&self) -> Option<Timestamp> {
        self.by_time.first().map(|(at, _)| *at)
    }

    /// How many messages can be received.
    pub fn len_visible(&self, now: Timestamp) -> usize {
        self.copies.values().filter(|copy| copy.visible_at <= now && copy.expires_at > now).count()
    }

    /// How many messages a receiver holds.
    pub fn in_flight(&self, now: Timestamp) -> usize {
        let is_held = |copy: &&Kept<M>| copy.receive_count > 0 && copy.visible_at > now && copy.expires_at > now;
        self.copies.values().filter(is_held).count()
    }

    /// Whether nothing is in it: visible, delayed or in flight. Dead letters are not in it.
    pub fn is_empty(&self) -> bool {
        self.copies.is_empty()
    }

    /// What was received too often, in the order in which it was given up.
    pub fn dead_letters(&self) -> &[M] {
        &self.dead_letters
    }

    /// Copies expire in the order in which they were sent.
    fn expire(&mut self, now: Timestamp) {
        while let Some(first) = self.copies.first_entry().filter(|first| first.get().expires_at <= now) {
            let (number, copy) = first.remove_entry();
            self.by_time.remove(&(copy.visible_at, number));
        }
    }

    fn show_at(&mut self, number: u64, at: Timestamp) {
        let Some(copy) = self.copies.get_mut(&number) else { return };
        self.by_time.remove(&(copy.visible_at, number));
        copy.visible_at = at;
        self.by_time.insert((at, number));
    }

    fn remove(&mut self, number: u64) -> Option<M> {
        let copy = self.copies.remove(&number)?;
        self.by_time.remove(&(copy.visible_at, number));
        Some(copy.message)
    }
}
