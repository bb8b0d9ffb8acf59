//! The export queue and what Lambda does with it: batches, a limit on how many run at once, and messages that come back.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use domain::id::OrderId;
use driver::hint::{DUE, Hint, RELEASED, SWEEP};
use driver::memory::Received;
use jiff::{SignedDuration, Timestamp};
use order_export::{Exported, export, report};
use sandbox::shopify::Topic;

use super::environment::Function;
use crate::checks::Traffic;
use crate::fault::{CallKind, FaultKind};
use crate::kernel::{Ended, Keeps};
use crate::ports::{Machine, Mercy, newer_code_leaves};
use crate::world::World;

/// How the queue is being polled.
#[derive(Default)]
pub struct Doorbell {
    running: Cell<usize>,
    /// When the next look at the queue is planned.
    look_at: Cell<Option<Timestamp>>,
    /// How many hints of webhooks the queue has taken, by their order and topic.
    told: RefCell<BTreeMap<(u64, &'static str), u32>>,
}

/// So many invocations of one message may fail by chance.
const FAILURES: u32 = 2;

/// By this receive, the last one, a deployment that had the order is over.
const LAST: u32 = 5;

/// A poller that waits at the queue has a message so soon after it came.
const NOTICED: SignedDuration = SignedDuration::from_millis(20);

impl World {
    /// Puts a hint into the export queue; a second time after a delay, if one is given.
    pub fn ring(self: &Rc<Self>, hint: Hint, again_after: Option<SignedDuration>) {
        let now = self.kernel.now();
        self.tell(|| format!("{} rung: {}", hint.order, hint.cause.0));
        if let Some(topic) = topic_of(&hint) {
            *self.doorbell.told.borrow_mut().entry((hint.order.0, topic)).or_default() += 1;
        }
        if let Some(delay) = again_after {
            self.queue.borrow_mut().send(hint.clone(), now, delay);
            self.poll_at(now + delay);
        }
        self.queue.borrow_mut().send(hint, now, SignedDuration::ZERO);
        self.poll_at(now + NOTICED);
    }

    /// How many hints of webhooks of a topic about an order the queue has taken.
    pub fn told_by_webhooks(&self, order: u64, topic: &'static str) -> u32 {
        self.doorbell.told.borrow().get(&(order, topic)).copied().unwrap_or_default()
    }

    /// Plans a look at the queue.
    fn poll_at(&self, at: Timestamp) {
        if self.doorbell.look_at.get().is_none_or(|planned| at < planned) {
            self.doorbell.look_at.set(Some(at));
            self.kernel.at(at, Keeps::Awake, Box::new(move |world: &Rc<Self>| world.receive(at)));
        }
    }

    fn receive(self: &Rc<Self>, planned: Timestamp) {
        if self.doorbell.look_at.get() == Some(planned) {
            self.doorbell.look_at.set(None);
        }
        while self.doorbell.running.get() < self.deployment.at_once {
            let received = self.queue.borrow_mut().receive(self.deployment.batch, self.kernel.now());
            if received.is_empty() {
                break;
            }
            self.export(received);
        }
        self.look_again();
    }

    /// Looks again when the next message is visible, if somebody is free to take it.
    fn look_again(&self) {
        let next = self.queue.borrow().next_visible_at();
        let is_free = self.doorbell.running.get() < self.deployment.at_once;
        if let Some(next) = next.filter(|_| is_free) {
            self.poll_at(next.max(self.kernel.now() + SignedDuration::from_millis(1)));
        }
    }

    fn export(self: &Rc<Self>, received: Vec<Received<Hint>>) {
        let before: Vec<Traffic> = received.iter().map(|message| self.traffic_of(message.message.order.0)).collect();
        let Some(first) = received.first().map(|message| message.message.order.0) else { return };
        for message in &received {
            self.note(&[message.id, message.message.order.0, u64::from(message.receive_count)]);
            let (count, cause) = (message.receive_count, &message.message.cause.0);
            self.count(message.message.order.0, |traffic| traffic.receives(count, cause));
            // Whoever received it a last time is let finish with it.
            if message.receive_count < LAST {
                self.maybe_received_twice(message);
            }
            if message.receive_count >= LAST {
                newer_code_leaves(self, message.message.order);
            }
        }
        self.doorbell.running.set(self.doorbell.running.get() + 1);
        let given_back: Rc<Cell<Vec<OrderId>>> = Rc::default();
        let mercy = match received.iter().map(|message| message.receive_count).max() {
            Some(count) if count >= LAST => Mercy::ItIsDone,
            Some(count) if count > FAILURES => Mercy::ItEnds,
            _ => Mercy::None,
        };
        let hints: Vec<Hint> = received.iter().map(|message| message.message.clone()).collect();
        let swept = swept(&hints, &before);
        let begun = self.kernel.now();
        let world = Rc::clone(self);
        let answer = Rc::clone(&given_back);
        let work = |environment: Rc<super::Environment>| async move {
            environment.machine.mercy.set(mercy);
            let deadline = world.deadline(Function::OrderExport, &environment.machine);
            let exported = export(&environment.systems, hints, deadline).await;
            world.found_by_sweep(&swept, exported.found_by_sweep);
            world.counted_of_sweep(&swept, &exported, &environment.machine, begun);
            answer.set(report(exported));
        };
        self.invoke(Function::OrderExport, first, work, move |world, ended| {
            world.doorbell.running.set(world.doorbell.running.get() - 1);
            if ended == Ended::Killed {
                for message in &received {
                    world.count(message.message.order.0, |traffic| traffic.kills += 1);
                }
            }
            let given_back = (ended == Ended::Returned).then(|| given_back.take());
            for (message, before) in received.iter().zip(before) {
                let order = message.message.order;
                let is_done = given_back.as_ref().is_some_and(|given_back| !given_back.contains(&order));
                if is_done {
                    let loads = world.traffic_of(order.0).loads - before.loads;
                    world.checker.borrow_mut().acknowledged(order.0, loads);
                }
                if !is_done {
                    world.missed.borrow_mut().insert(order.0);
                }
                if !world.case.nets.redelivery {
                    world.heard(&message.message, is_done);
                }
                if is_done || !world.case.nets.redelivery {
                    world.queue.borrow_mut().delete(message.receipt);
                }
            }
            // What was not deleted comes back when its visibility ends.
            world.poll_at(world.kernel.now());
        });
    }

    /// Some of these orders' news was brought by the sweep. No more than those of which a webhook, a message or a call went wrong.
    fn found_by_sweep(&self, swept: &[(u64, Traffic)], found: u64) {
        self.counts.borrow_mut().found_by_sweep += found;
        if found == 0 || !self.case.nets.webhooks {
            return;
        }
        let (missed, traffic) = (self.missed.borrow(), self.traffic.borrow());
        let is_struck = |order| traffic.get(&order).is_some_and(|traffic| traffic.strikes + traffic.kills > 0);
        let late: Vec<u64> =
            swept.iter().map(|(order, _)| *order).filter(|order| missed.contains(order) || is_struck(*order)).collect();
        self.checker.borrow_mut().found_by_sweep(found, &late);
    }

    /// No fewer of these orders are counted than those of which this invocation has certainly brought late news: a commit of its own
    /// took effect and brought a revision that was late before it began, by its own clock; its message is done; and nothing stood in
    /// the way of the order's calls meanwhile, after which another worker's commit may have come first.
    fn counted_of_sweep(&self, swept: &[(u64, Traffic)], exported: &Exported, machine: &Machine, begun: Timestamp) {
        let late_before = machine.clock(begun) - self.deployment.driver.late_after;
        let is_certain = |order: u64, before: &Traffic| {
            let now = self.traffic_of(order);
            (now.strikes, now.lost) == (before.strikes, before.lost)
                && machine.brought(order).is_some_and(|revision| revision < late_before)
                && !exported.given_back.contains(&OrderId(order))
        };
        let certain = swept.iter().filter(|(order, before)| is_certain(*order, before)).map(|(order, _)| *order);
        let certain: Vec<u64> = certain.collect();
        if !certain.is_empty() {
            self.checker.borrow_mut().counted_of_sweep(exported.found_by_sweep, &certain);
        }
    }

    /// A message is never received again: if it was not done, nobody has heard what it told.
    fn heard(&self, hint: &Hint, is_done: bool) {
        let order = hint.order.0;
        let mut unheard = self.unheard.borrow_mut();
        if hint.cause.0 == RELEASED {
            unheard.entry(order).or_default().released_at = (!is_done).then(|| self.kernel.now());
        } else if !hint.is_rung_again() && !is_done {
            let revision = self.shop.borrow().order(order).map(|shown| shown.updated_at);
            let told = &mut unheard.entry(order).or_default().told;
            *told = (*told).max(hint.updated_at.or(revision));
        }
    }

    /// A standard queue may hand a message to two receivers at once.
    fn maybe_received_twice(self: &Rc<Self>, message: &Received<Hint>) {
        let order = message.message.order.0;
        let (attempt, drawn) = self.chance.attempt(order, CallKind::Receive);
        self.calls.borrow_mut().push((order, CallKind::Receive, attempt));
        let kinds = &[FaultKind::MessageReceivedTwice];
        if self.chance.strikes(kinds, &drawn, order, CallKind::Receive, attempt).is_some() {
            let soon = SignedDuration::from_millis(drawn.between(51, 0, 3_000));
            let now = self.kernel.now();
            self.queue.borrow_mut().change_visibility(message.receipt, now, soon);
            self.count(order, |traffic| traffic.twice += 1);
            self.tell(|| format!("{order} its message is received twice"));
        }
    }
}

/// The topic of the webhook that rang, if one did: it is its cause.
fn topic_of(hint: &Hint) -> Option<&'static str> {
    Topic::ALL.into_iter().map(Topic::name).find(|topic| *topic == hint.cause.0)
}

/// Whether a webhook rang: nobody else.
fn is_webhooks(hint: &Hint) -> bool {
    ![DUE, RELEASED, SWEEP].contains(&hint.cause.0.as_str())
}

/// The orders of which a sweep alone tells news here, each with what had happened to its calls before.
fn swept(hints: &[Hint], before: &[Traffic]) -> Vec<(u64, Traffic)> {
    let mut swept: Vec<(u64, Traffic)> = Vec::new();
    for (hint, before) in hints.iter().zip(before) {
        let is_told = || hints.iter().any(|other| other.order == hint.order && is_webhooks(other));
        let is_swept = hint.cause.0 == SWEEP && !swept.iter().any(|(order, _)| *order == hint.order.0);
        if is_swept && !is_told() {
            swept.push((hint.order.0, *before));
        }
    }
    swept
}
