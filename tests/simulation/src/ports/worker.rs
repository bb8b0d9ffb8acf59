//! A worker: the outside as one environment's code sees it.

use std::rc::Rc;

use driver::ports::Ports;
use jiff::Timestamp;

use super::machine::Machine;
use crate::kernel::{name_hash, stream};
use crate::world::World;

/// The outside, from one machine.
#[derive(Clone)]
pub struct Worker {
    pub(super) world: Rc<World>,
    pub(super) machine: Rc<Machine>,
}

impl Worker {
    /// The outside, from this machine.
    pub fn new(world: &Rc<World>, machine: &Rc<Machine>) -> Self {
        Self { world: Rc::clone(world), machine: Rc::clone(machine) }
    }

    /// The time by this machine's clock.
    pub fn clock(&self) -> Timestamp {
        self.machine.clock(self.world.kernel.now())
    }
}

impl Ports for Worker {
    type Tables = Self;
    type Shopify = Self;
    type BlueCherry = Self;

    fn tables(&self) -> &Self {
        self
    }

    fn shopify(&self) -> &Self {
        self
    }

    fn bluecherry(&self) -> &Self {
        self
    }

    fn now(&self) -> Timestamp {
        self.clock()
    }

    fn random_hex(&self) -> String {
        let number = self.machine.random.replace(self.machine.random.get() + 1);
        let name = stream(name_hash("random"), self.machine.number);
        let drawn = self.world.chance.draw(name, number);
        let words = [0, 1, 2, 3].map(|word| drawn.between(word, 0, i64::from(u32::MAX)));
        format!("{:08x}{:08x}{:08x}{:08x}", words[0], words[1], words[2], words[3])
    }
}
