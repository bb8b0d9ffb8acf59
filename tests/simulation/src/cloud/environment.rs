//! Environments: where a function's code runs, one invocation at a time, with what it remembers between them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use driver::systems::Systems;
use jiff::{SignedDuration, Timestamp};

use crate::fault::{CallKind, FaultKind};
use crate::kernel::{Ended, Keeps, TaskId, name_hash};
use crate::ports::{Machine, Worker};
use crate::world::World;

/// A deployed function.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Function {
    /// Takes webhooks.
    WebhookIntake,
    /// Exports orders.
    OrderExport,
    /// Rings what is due.
    DueWork,
    /// Sweeps Shopify's orders.
    OrderSweep,
}

impl Function {
    /// How many there are.
    pub const COUNT: usize = 4;
    /// All of them.
    pub const ALL: [Self; Self::COUNT] = [Self::WebhookIntake, Self::OrderExport, Self::DueWork, Self::OrderSweep];

    /// Its name in the template.
    pub fn resource(self) -> &'static str {
        match self {
            Self::WebhookIntake => "WebhookIntakeFunction",
            Self::OrderExport => "OrderExportFunction",
            Self::DueWork => "DueWorkFunction",
            Self::OrderSweep => "OrderSweepFunction",
        }
    }

    /// What its machines are called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::WebhookIntake => "webhook-intake",
            Self::OrderExport => "order-export",
            Self::DueWork => "due-work",
            Self::OrderSweep => "order-sweep",
        }
    }
}

/// An idle environment is thrown away after this long. AWS does not say how long it keeps one; minutes are what is seen.
const KEPT_IDLE: SignedDuration = SignedDuration::from_mins(10);

/// Clocks stand at most so far from the true time, in milliseconds: two of them at most a minute apart.
pub const MOST_SKEW: i64 = 29_900;

/// An environment.
pub struct Environment {
    /// Its machine.
    pub machine: Rc<Machine>,
    /// What drives orders on it.
    pub systems: Systems<Worker>,
    /// The outside, from it.
    pub worker: Worker,
    function: Function,
    deployed: u64,
    idle_since: Cell<Timestamp>,
}

/// The environments of all functions.
#[derive(Default)]
pub struct Pool {
    idle: RefCell<[Vec<Rc<Environment>>; Function::COUNT]>,
    begun: Cell<u64>,
    /// The number of the deployment in force; each changes a harmless setting.
    deployed: Cell<u64>,
}

impl Pool {
    /// Throws every environment away.
    pub fn clear(&self) {
        self.idle.take();
    }
}

impl World {
    /// Invokes a function. `work` is its code, on the environment that it is given; `ended` happens when it is over.
    pub fn invoke<F: Future<Output = ()> + 'static>(
        self: &Rc<Self>,
        function: Function,
        document: u64,
        work: impl FnOnce(Rc<Environment>) -> F,
        ended: impl FnOnce(&Rc<Self>, Ended) + 'static,
    ) {
        let environment = self.environment(function, document);
        let machine = Rc::clone(&environment.machine);
        machine.begin();
        self.note(&[name_hash(function.name()), document, machine.number]);
        self.tell(|| format!("{document} {} begins on machine {}", function.name(), machine.number));
        let kept = Rc::clone(&environment);
        let task = self.kernel.spawn(work(environment), move |world, how| {
            kept.machine.task.set(None);
            if how == Ended::Returned || how == Ended::Panicked {
                // A handler's panic is caught by the runtime's loop: the environment goes on.
                kept.idle_since.set(world.kernel.now());
                world.pool.idle.borrow_mut()[kept.function as usize].push(kept);
            } else {
                world.counts.borrow_mut().kills += 1;
                world.tell(|| format!("{document} {} is killed on machine {}", function.name(), kept.machine.number));
            }
            ended(world, how);
        });
        machine.task.set(Some(task));
        let out_of_time = move |world: &Rc<Self>| world.out_of_time(&machine, task);
        self.kernel.after(self.deployment.timeouts[function as usize], Keeps::Asleep, Box::new(out_of_time));
    }

    fn out_of_time(&self, machine: &Machine, task: TaskId) {
        if machine.task.get() == Some(task) {
            self.kernel.kill(task);
        }
    }

    /// Kills what runs on a machine.
    pub fn kill(&self, machine: &Machine) {
        if let Some(task) = machine.task.get() {
            self.kernel.kill(task);
        }
    }

    /// When an invocation that begins now is ended, by the clock of its machine.
    pub fn deadline(&self, function: Function, machine: &Machine) -> Timestamp {
        machine.clock(self.kernel.now() + self.deployment.timeouts[function as usize])
    }

    /// The environment that was used last, or a new one.
    fn environment(self: &Rc<Self>, function: Function, document: u64) -> Rc<Environment> {
        let now = self.kernel.now();
        let idle = loop {
            let last = self.pool.idle.borrow_mut()[function as usize].pop();
            match last {
                // A deployment threw it away.
                Some(known) if known.deployed < self.pool.deployed.get() && !known.machine.is_stale.get() => {}
                Some(known) if now.duration_since(known.idle_since.get()) > KEPT_IDLE => {
                    // Those below were idle for longer.
                    self.pool.idle.borrow_mut()[function as usize].clear();
                }
                other => break other,
            }
        };
        let environment = idle.unwrap_or_else(|| self.begin(function));
        // A deployment comes in between, and this one goes on with what it has.
        let kinds = &[FaultKind::StaleSettings];
        let (attempt, drawn) = self.chance.attempt(document, CallKind::Invoke);
        self.calls.borrow_mut().push((document, CallKind::Invoke, attempt));
        if self.chance.strikes(kinds, &drawn, document, CallKind::Invoke, attempt).is_some() {
            self.pool.deployed.set(self.pool.deployed.get() + 1);
            environment.machine.is_stale.set(true);
            self.tell(|| {
                format!("{document} a deployment changes settings; machine {} goes on", environment.machine.number)
            });
        }
        environment
    }

    fn begin(self: &Rc<Self>, function: Function) -> Rc<Environment> {
        let number = self.pool.begun.get() + 1;
        self.pool.begun.set(number);
        let machine = Rc::new(Machine::new(number, function.name(), self.skew(function.name(), number)));
        let worker = Worker::new(self, &machine);
        let deployed = self.pool.deployed.get();
        let (mut policy, mut settings) = (self.deployment.policy.clone(), self.deployment.driver.clone());
        // Every other deployment has a little more patience and a smaller budget.
        if deployed % 2 == 1 {
            policy.busy_retry += SignedDuration::from_secs(15);
            policy.recheck += SignedDuration::from_mins(1);
            settings.budget.calls -= settings.budget.calls / 10;
        }
        let systems = Systems::new(worker.clone(), policy, settings, function.name());
        Rc::new(Environment { machine, systems, worker, function, deployed, idle_since: Cell::new(self.kernel.now()) })
    }

    /// How far a clock is off: that of a machine, or, without a number, that of an outside system.
    pub fn skew(&self, name: &str, number: u64) -> SignedDuration {
        let document = name_hash(name).wrapping_add(number);
        let kind = if number == 0 { CallKind::Clock } else { CallKind::Begin };
        let (attempt, drawn) = self.chance.attempt(document, kind);
        self.calls.borrow_mut().push((document, kind, attempt));
        match self.chance.strikes(&[FaultKind::ClockSkew], &drawn, document, kind, attempt) {
            Some(_) => SignedDuration::from_millis(drawn.between(50, -MOST_SKEW, MOST_SKEW)),
            None => SignedDuration::ZERO,
        }
    }
}
