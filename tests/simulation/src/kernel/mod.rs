//! The kernel: one thread, virtual time, and chance that a seed decides. It knows nothing of orders.
//!
//! Events happen in the order of their time and, within one moment, in the order in which they were planned. A task is a future
//! that is polled when an event has woken it; to drop a task is a crash, and what it had sent goes on without it.

mod draws;
mod reply;
mod task;
mod trace;

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};

pub use draws::{Drawn, Draws, between, stream};
pub use reply::{Reply, Slot, slot};
use task::Tasks;
pub use task::{Ended, TaskId};
pub use trace::{Trace, name_hash};

/// Something that happens in a world at its time.
pub trait Event<W> {
    /// Happens.
    fn happen(self: Box<Self>, world: &Rc<W>);
}

impl<W, F: FnOnce(&Rc<W>)> Event<W> for F {
    fn happen(self: Box<Self>, world: &Rc<W>) {
        self(world);
    }
}

/// Whether a world is kept awake by an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keeps {
    /// It is not over before this happened.
    Awake,
    /// It may end without it: the ticks of schedules go on for ever.
    Asleep,
}

struct Planned<W> {
    at: i64,
    number: u64,
    keeps: Keeps,
    event: Box<dyn Event<W>>,
}

/// Events, tasks, time and trace of a world of the type `W`.
pub struct Kernel<W> {
    now: Cell<i64>,
    planned: RefCell<BinaryHeap<Reverse<Planned<W>>>>,
    next_number: Cell<u64>,
    awake: Cell<usize>,
    happened: Cell<u64>,
    tasks: Tasks<W>,
    /// The hash of everything that happened.
    pub trace: Trace,
}

impl<W> Kernel<W> {
    /// A kernel in which nothing has happened, at this time.
    pub fn new(start: Timestamp) -> Self {
        Self {
            now: Cell::new(start.as_microsecond()),
            planned: RefCell::default(),
            next_number: Cell::new(0),
            awake: Cell::new(0),
            happened: Cell::new(0),
            tasks: Tasks::default(),
            trace: Trace::default(),
        }
    }

    /// The true time, in whole milliseconds: as fine as the tables keep one.
    pub fn now(&self) -> Timestamp {
        timestamp(self.now.get() / 1_000 * 1_000)
    }

    /// The true time in microseconds since 1970.
    pub fn now_micros(&self) -> i64 {
        self.now.get()
    }

    /// How many events happened.
    pub fn happened(&self) -> u64 {
        self.happened.get()
    }

    /// Plans an event.
    pub fn after(&self, delay: SignedDuration, keeps: Keeps, event: Box<dyn Event<W>>) {
        let micros = i64::try_from(delay.as_micros()).unwrap_or(i64::MAX);
        self.plan(self.now.get().saturating_add(micros.max(0)), keeps, event);
    }

    /// Plans an event at a time, at once if that is over.
    pub fn at(&self, time: Timestamp, keeps: Keeps, event: Box<dyn Event<W>>) {
        self.plan(time.as_microsecond().max(self.now.get()), keeps, event);
    }

    fn plan(&self, at: i64, keeps: Keeps, event: Box<dyn Event<W>>) {
        let number = self.next_number.replace(self.next_number.get() + 1);
        self.awake.set(self.awake.get() + usize::from(keeps == Keeps::Awake));
        self.planned.borrow_mut().push(Reverse(Planned { at, number, keeps, event }));
    }

    /// Waits in a task.
    pub fn sleep(&self, delay: SignedDuration) -> Reply<()> {
        let (reply, slot) = slot();
        self.after(delay, Keeps::Awake, Box::new(move |_: &Rc<W>| slot.answer(())));
        reply
    }

    /// Begins a task; `ended` happens once it is over.
    pub fn spawn(
        &self,
        future: impl Future<Output = ()> + 'static,
        ended: impl FnOnce(&Rc<W>, Ended) + 'static,
    ) -> TaskId {
        self.tasks.spawn(Box::pin(future), Box::new(ended))
    }

    /// Kills a task, if it still runs: it is dropped where it waits.
    pub fn kill(&self, task: TaskId) {
        self.tasks.kill(task);
    }

    /// Lets the next event happen, and polls what it woke, until nothing moves at this moment. Says whether there was one.
    pub fn step(&self, world: &Rc<W>) -> bool {
        // Apart, so that the heap is free while the event happens.
        let next = self.planned.borrow_mut().pop();
        let Some(Reverse(planned)) = next else { return false };
        self.now.set(planned.at);
        self.happened.set(self.happened.get() + 1);
        self.awake.set(self.awake.get() - usize::from(planned.keeps == Keeps::Awake));
        planned.event.happen(world);
        self.settle(world);
        true
    }

    /// Polls what is ready.
    pub fn settle(&self, world: &Rc<W>) {
        self.tasks.run_ready(world);
    }

    /// When the next event happens, in microseconds since 1970.
    pub fn next_at(&self) -> Option<i64> {
        self.planned.borrow().peek().map(|Reverse(planned)| planned.at)
    }

    /// Whether nothing is planned that keeps a world awake, and no task runs.
    pub fn is_asleep(&self) -> bool {
        self.awake.get() == 0 && self.tasks.is_empty()
    }

    /// Drops every event and task: they hold the world, which holds them.
    pub fn clear(&self) {
        let planned = std::mem::take(&mut *self.planned.borrow_mut());
        drop(planned);
        self.awake.set(0);
        self.tasks.clear();
    }
}

fn timestamp(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
}

impl<W> PartialEq for Planned<W> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl<W> Eq for Planned<W> {}

impl<W> PartialOrd for Planned<W> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<W> Ord for Planned<W> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

#[cfg(test)]
mod tests;
