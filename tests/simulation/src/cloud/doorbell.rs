//! The export queue and what Lambda does with it: batches, a limit on how many run at once, and messages that come back.

use std::cell::Cell;
use std::rc::Rc;

use domain::id::OrderId;
use driver::hint::Hint;
use driver::memory::Received;
use jiff::{SignedDuration, Timestamp};
use order_export::{export, report};

use super::environment::Function;
use crate::fault::{CallKind, FaultKind};
use crate::kernel::{Ended, Keeps};
use crate::world::World;

/// How the queue is being polled.
#[derive(Default)]
pub struct Doorbell {
    running: Cell<usize>,
    /// When the next look at the queue is planned.
    look_at: Cell<Option<Timestamp>>,
}

/// So many invocations of one message may fail by chance.
const FAILURES: u32 = 2;

/// A poller that waits at the queue has a message so soon after it came.
const NOTICED: SignedDuration = SignedDuration::from_millis(20);

impl World {
    /// Puts a hint into the export queue; a second time after a delay, if one is given.
    pub fn ring(self: &Rc<Self>, hint: Hint, again_after: Option<SignedDuration>) {
        let now = self.kernel.now();
        self.tell(|| format!("{} rung: {}", hint.order, hint.cause.0));
        if let Some(delay) = again_after {
            self.queue.borrow_mut().send(hint.clone(), now, delay);
            self.poll_at(now + delay);
        }
        self.queue.borrow_mut().send(hint, now, SignedDuration::ZERO);
        self.poll_at(now + NOTICED);
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
        let loads = |order: OrderId| self.traffic.borrow().get(&order.0).map_or(0, |traffic| traffic.loads);
        let before: Vec<u32> = received.iter().map(|message| loads(message.message.order)).collect();
        let Some(first) = received.first().map(|message| message.message.order.0) else { return };
        for message in &received {
            self.note(&[message.id, message.message.order.0, u64::from(message.receive_count)]);
            self.count(message.message.order.0, |traffic| traffic.received += 1);
            self.maybe_received_twice(message);
        }
        self.doorbell.running.set(self.doorbell.running.get() + 1);
        let given_back: Rc<Cell<Vec<OrderId>>> = Rc::default();
        let is_spared = received.iter().any(|message| message.receive_count > FAILURES);
        let hints = received.iter().map(|message| message.message.clone()).collect();
        let world = Rc::clone(self);
        let answer = Rc::clone(&given_back);
        let work = |environment: Rc<super::Environment>| async move {
            environment.machine.is_spared.set(is_spared);
            let deadline = world.deadline(Function::OrderExport, &environment.machine);
            let exported = export(&environment.systems, hints, deadline).await;
            world.counts.borrow_mut().found_by_sweep += exported.found_by_sweep;
            answer.set(report(exported));
        };
        self.invoke(Function::OrderExport, first, work, move |world, ended| {
            world.doorbell.running.set(world.doorbell.running.get() - 1);
            if ended == Ended::Killed {
                for message in &received {
                    world.count(message.message.order.0, |traffic| traffic.kills += 1);
                }
            }
            if ended == Ended::Returned {
                let given_back = given_back.take();
                for (message, before) in received.iter().zip(before) {
                    let order = message.message.order;
                    if given_back.contains(&order) {
                        continue;
                    }
                    let now = world.traffic.borrow().get(&order.0).map_or(0, |traffic| traffic.loads);
                    world.checker.borrow_mut().acknowledged(order.0, now - before);
                    world.queue.borrow_mut().delete(message.receipt);
                }
            }
            // What was not deleted comes back when its visibility ends.
            world.poll_at(world.kernel.now());
        });
    }

    /// A standard queue may hand a message to two receivers at once.
    fn maybe_received_twice(self: &Rc<Self>, message: &Received<Hint>) {
        let order = message.message.order.0;
        let (attempt, drawn) = self.chance.attempt(order, CallKind::Receive);
        let kinds = &[FaultKind::MessageReceivedTwice];
        if self.chance.strikes(kinds, &drawn, order, CallKind::Receive, attempt).is_some() {
            let soon = SignedDuration::from_millis(drawn.between(51, 0, 3_000));
            let now = self.kernel.now();
            self.queue.borrow_mut().change_visibility(message.receipt, now, soon);
            self.tell(|| format!("{order} its message is received twice"));
        }
    }
}
