//! The schedules of the template: due work, the sweep, and the sweep of the night.

use std::cell::Cell;
use std::rc::Rc;

use domain::step::Lane;
use due_work::{audit, ring};
use feed_poll::{Outside, Polled, Settings, sweep};
use jiff::SignedDuration;

use super::environment::{Environment, Function};
use super::settings::{rate, time_of_day};
use super::sweeps::Noted;
use crate::customers::days;
use crate::kernel::{Keeps, name_hash};
use crate::world::World;

/// Of this many ticks that find nothing, one is played out all the same.
const ONE_IN: i64 = 24;

/// A schedule, by what it runs.
#[derive(Clone, Copy)]
enum Schedule {
    DueWork,
    Sweep,
    Nightly,
}

impl Schedule {
    fn function(self) -> Function {
        match self {
            Self::DueWork => Function::DueWork,
            Self::Sweep | Self::Nightly => Function::OrderSweep,
        }
    }

    /// The document of its tick of this number, on which its calls are: what one tick finds shifts nothing for another.
    fn tick(self, number: u32) -> u64 {
        self.document().wrapping_add(u64::from(number))
    }

    fn document(self) -> u64 {
        name_hash(match self {
            Self::DueWork => "due work",
            Self::Sweep => "sweep",
            Self::Nightly => "nightly sweep",
        })
    }
}

/// The schedule of whose ticks this document is one.
pub fn ticking(document: u64) -> Option<u64> {
    let schedules = [Schedule::DueWork, Schedule::Sweep, Schedule::Nightly].map(Schedule::document);
    schedules.into_iter().find(|schedule| u32::try_from(document.wrapping_sub(*schedule)).is_ok())
}

impl World {
    /// Begins the schedules that are on.
    pub fn plan_schedules(self: &Rc<Self>) {
        let nets = self.case.nets;
        if let Some(every) = rate("DueWorkSchedule").filter(|_| nets.due_work) {
            self.tick_after(SignedDuration::from_secs(7), every, Schedule::DueWork, 0);
        }
        if let Some(every) = rate("SweepSchedule").filter(|_| nets.sweep) {
            self.tick_after(SignedDuration::from_secs(31), every, Schedule::Sweep, 0);
        }
        if let Some((minute, hour)) = time_of_day("NightlySweepSchedule").filter(|_| nets.nightly) {
            let midnight = self.begins.as_second().rem_euclid(24 * 3_600);
            let at = (hour * 60 + minute) * 60;
            let first = SignedDuration::from_secs((at - midnight).rem_euclid(24 * 3_600));
            for night in 0..=days(&self.case) {
                let runs = move |world: &Rc<Self>| world.tick(Schedule::Nightly, night);
                let after = first + SignedDuration::from_hours(24 * i64::from(night));
                self.kernel.after(after, Keeps::Asleep, Box::new(runs));
            }
        }
    }

    fn tick_after(self: &Rc<Self>, delay: SignedDuration, every: SignedDuration, schedule: Schedule, number: u32) {
        let ticks = move |world: &Rc<Self>| {
            world.tick_after(every, every, schedule, number + 1);
            world.tick(schedule, number);
        };
        self.kernel.after(delay, Keeps::Asleep, Box::new(ticks));
    }

    fn tick(self: &Rc<Self>, schedule: Schedule, number: u32) {
        self.counts.borrow_mut().schedule_runs += 1;
        if matches!(schedule, Schedule::DueWork) && self.due_work_is_idle() {
            self.counts.borrow_mut().idle_schedule_runs += 1;
            if self.chance.draw(schedule.document(), number).between(0, 0, ONE_IN - 1) > 0 {
                return;
            }
        }
        let world = Rc::clone(self);
        let tick = schedule.tick(number);
        let work = |environment: Rc<Environment>| async move {
            environment.machine.ticks(tick);
            match schedule {
                Schedule::DueWork => world.run_due_work(&environment).await,
                Schedule::Sweep => world.run_sweep(&environment, false).await,
                Schedule::Nightly => world.run_sweep(&environment, true).await,
            }
        };
        self.invoke(schedule.function(), tick, work, |_, _| ());
    }

    /// As `due-work`'s main wires it.
    async fn run_due_work(self: &Rc<Self>, environment: &Environment) {
        let worker = &environment.worker;
        // Whether one of them fails is the next run's affair, and not the other's.
        let _ = ring(worker, worker, Lane::Export, &self.deployment.due_work, worker.clock()).await;
        let began = self.kernel.now();
        self.installation.hears_of_missing.set(false);
        if let Ok(audited) = audit(worker, worker, &self.deployment.audit, worker.clock()).await {
            self.audited(began, &audited);
        }
    }

    /// As `feed-poll`'s main wires it.
    async fn run_sweep(self: &Rc<Self>, environment: &Environment, is_nightly: bool) {
        let worker = &environment.worker;
        let feed = if is_nightly { &self.deployment.nightly } else { &self.deployment.sweep };
        if !is_nightly {
            self.sweeps.begins(self.kernel.now());
        }
        let deadline = self.deadline(Function::OrderSweep, &environment.machine);
        let goes_on = Cell::new(false);
        let queues = Noted { world: self, worker, is_nightly, goes_on: &goes_on };
        let outside = Outside { tables: worker, queues: &queues, orders: worker, now: &|| worker.clock() };
        let unfinished = (!is_nightly).then_some(&self.deployment.nightly);
        let report = |read: &Settings, polled| {
            goes_on.set(true);
            let Polled::Ran(ran) = polled else { return };
            let is_the_first = std::ptr::eq(read, feed);
            self.counts.borrow_mut().idle_schedule_runs += u64::from(is_the_first && ran.orders == 0);
            if ran.whole && !is_nightly && is_the_first {
                self.sweeps.is_whole();
            }
        };
        if let Err(stopped) = sweep(&outside, feed, unfinished, deadline, report).await {
            self.tell(|| format!("0 the sweep stopped: {stopped}"));
        }
    }
}
