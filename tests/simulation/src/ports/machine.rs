//! The machine of an environment: its clock, what it remembers of secrets, and what runs on it.

use std::cell::{Cell, RefCell};

use jiff::{SignedDuration, Timestamp};

use super::secrets::Held;
use crate::kernel::TaskId;

/// From what an invocation is spared, since messages of it have seen others fail. Otherwise chance alone would make dead letters,
/// which are to stand for bugs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mercy {
    /// From nothing.
    None,
    /// From what ends an invocation before its time.
    ItEnds,
    /// From what ends a drive as well: a table that is not to be had, newer code that takes the order.
    ItIsDone,
}

/// One machine. It runs one invocation at a time.
pub struct Machine {
    /// Which one, from 1; draws that are the machine's own hang on it.
    pub number: u64,
    /// What it is called in a story.
    pub name: &'static str,
    /// How far its clock is off.
    pub skew: SignedDuration,
    /// The invocation that runs on it.
    pub task: Cell<Option<TaskId>>,
    /// Whether it goes on with settings of before a deployment.
    pub is_stale: Cell<bool>,
    /// From what the invocation that runs on it is spared.
    pub mercy: Cell<Mercy>,
    pub(super) shopify_secret: Held,
    pub(super) erp_key: Held,
    pub(super) random: Cell<u32>,
    /// Which order each of the drives of this invocation is about, by the address of its waker: calls on what is no order's
    /// own, such as a mapping, are keyed by the order that they are made for. An address only ever tells who asks.
    drives: RefCell<Vec<(usize, u64)>>,
    /// What this invocation is for, where it is one of a schedule's: its calls on what is no order's are keyed by it.
    tick: Cell<Option<u64>>,
    /// The orders whose news commits of this invocation brought into the tables, each with the revision.
    brought: RefCell<Vec<(u64, Timestamp)>>,
}

impl Machine {
    /// A machine that nothing runs on yet.
    pub fn new(number: u64, name: &'static str, skew: SignedDuration) -> Self {
        Self {
            number,
            name,
            skew,
            task: Cell::new(None),
            is_stale: Cell::new(false),
            mercy: Cell::new(Mercy::None),
            shopify_secret: Held::default(),
            erp_key: Held::default(),
            random: Cell::new(0),
            drives: RefCell::default(),
            tick: Cell::new(None),
            brought: RefCell::default(),
        }
    }

    /// The time by its clock.
    pub fn clock(&self, true_time: Timestamp) -> Timestamp {
        true_time.checked_add(self.skew).unwrap_or(true_time)
    }

    /// Notes that whoever has this waker drives an order.
    pub(super) fn drives(&self, waker: usize, order: u64) {
        let mut drives = self.drives.borrow_mut();
        match drives.iter_mut().find(|(known, _)| *known == waker) {
            Some((_, before)) => *before = order,
            None => drives.push((waker, order)),
        }
    }

    /// The order that whoever has this waker drives; where it drives none, the tick that runs here.
    pub(super) fn driven(&self, waker: usize) -> Option<u64> {
        let order = self.drives.borrow().iter().find(|(known, _)| *known == waker).map(|(_, order)| *order);
        order.or(self.tick.get())
    }

    /// Notes which tick of a schedule this invocation is.
    pub fn ticks(&self, tick: u64) {
        self.tick.set(Some(tick));
    }

    /// Notes that a commit of this invocation brought a revision of an order into the tables.
    pub(super) fn brings(&self, order: u64, revision: Timestamp) {
        self.brought.borrow_mut().push((order, revision));
    }

    /// The oldest revision of an order that this invocation brought into the tables.
    pub fn brought(&self, order: u64) -> Option<Timestamp> {
        self.brought.borrow().iter().find(|(known, _)| *known == order).map(|(_, revision)| *revision)
    }

    /// Forgets the drives of the invocation before.
    pub fn begin(&self) {
        self.drives.borrow_mut().clear();
        self.tick.set(None);
        self.brought.borrow_mut().clear();
        self.mercy.set(Mercy::None);
    }
}
