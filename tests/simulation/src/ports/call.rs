//! A call departs, takes effect and is answered: three events, between which anything may happen. A caller that is dropped
//! before its call departs makes none; one that is dropped later has had its effect.

use std::future::poll_fn;
use std::panic::resume_unwind;
use std::rc::Rc;
use std::task::Poll;

use jiff::SignedDuration;

use super::befalls::may_befall_with;
use super::chance::{AND_HOW, HOW_BAD, Pace, pace};
use super::machine::Machine;
use crate::checks::{Departure, Met, Tried};
use crate::fault::{CallKind, FaultKind};
use crate::kernel::{Event, Keeps, Slot, between, name_hash, slot};
use crate::world::World;

/// What a caller sees of a call that was not answered as it should be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// An error, or a connection that broke: it was done or not.
    Broken,
    /// Nothing came within the caller's patience.
    TimedOut,
    /// Certainly not done: too many calls.
    Throttled {
        /// How long to wait.
        wait: SignedDuration,
    },
    /// Certainly not done: another write was in its way.
    Conflict,
    /// Certainly not done: busy.
    Busy,
    /// Something that nobody can read.
    Garbage,
}

/// What befell a call, for its effect.
#[derive(Clone, Copy)]
pub struct Befell {
    /// What struck.
    pub fault: Option<FaultKind>,
    /// The document that it is about.
    pub document: u64,
    how_bad: u32,
    and_how: u32,
    /// Which attempt it is.
    pub attempt: u32,
}

impl Befell {
    /// How bad it is, within bounds.
    pub fn between(&self, low: i64, high: i64) -> i64 {
        between(self.how_bad, low, high)
    }

    /// Which of two ways it takes.
    fn is_the_other(&self) -> bool {
        between(self.and_how, 0, 1) == 1
    }
}

/// What a call is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// An order, which the caller drives from now on.
    Drive(u64),
    /// An order.
    Order(u64),
    /// An order, of which a part is posted.
    Part(u64, Tried),
    /// What the caller's order needs; this document if it drives none.
    Whatever(u64),
}

/// A call.
pub struct Call {
    /// What it is for.
    pub kind: CallKind,
    /// What it is about.
    pub about: About,
    /// How long its caller waits for an answer.
    pub patience: SignedDuration,
}

/// How long a held-up function stands still, in milliseconds: until it is nearly out of its time, or well beyond.
const HELD_UP: (i64, i64) = (40_000, 130_000);

enum Stage {
    Departs,
    TakesEffect,
    IsAnswered,
}

struct UnderWay<T, F> {
    stage: Stage,
    machine: Rc<Machine>,
    kind: CallKind,
    tried: Option<Tried>,
    document: u64,
    befell: Befell,
    pace: Pace,
    patience: SignedDuration,
    slot: Option<Slot<Result<T, Failure>>>,
    answer: Option<Result<T, Failure>>,
    effect: F,
}

impl World {
    /// Makes a call from a machine. The effect happens once, not at all, or twice.
    ///
    /// # Errors
    /// When something befell it; the effect may have happened all the same.
    ///
    /// # Panics
    /// When it is told to: a drive's code panics.
    pub async fn call<T: 'static>(
        self: &Rc<Self>,
        machine: &Rc<Machine>,
        call: Call,
        effect: impl FnMut(&Rc<Self>, &Befell) -> T + 'static,
    ) -> Result<T, Failure> {
        let waker = poll_fn(|context| Poll::Ready(context.waker().data().addr())).await;
        let document = match call.about {
            About::Drive(order) => {
                machine.drives(waker, order);
                order
            }
            About::Order(order) | About::Part(order, _) => order,
            About::Whatever(document) => machine.driven(waker).unwrap_or(document),
        };
        let (attempt, drawn) = self.chance.attempt(document, call.kind);
        let kinds = may_befall_with(call.kind, machine.mercy.get());
        let fault = self.chance.strikes(kinds, &drawn, document, call.kind, attempt);
        if let Some(fault) = fault {
            self.strikes_due_work(machine, fault);
            self.count(document, |traffic| {
                traffic.strikes += 1;
                traffic.newer += u32::from(fault == FaultKind::NewerSchema);
            });
        }
        if fault == Some(FaultKind::Panicked) {
            self.note(&[call.kind as u64, document, u64::from(attempt), name_hash("panics")]);
            self.tell(|| {
                format!("{document} {}: {:?} #{attempt} is not made: the code panics", machine.name, call.kind)
            });
            // As a panic goes, but for the hook: it would write each to standard error.
            resume_unwind(Box::new("the code panics, as it was told to"));
        }
        let pace = pace(call.kind, &drawn);
        let departs = match fault {
            Some(FaultKind::OutOfTime) => {
                self.met(document, Met::HeldUp);
                SignedDuration::from_millis(drawn.between(HOW_BAD, HELD_UP.0, HELD_UP.1))
            }
            _ => pace.departs,
        };
        let tried = match call.about {
            About::Part(_, tried) => Some(tried),
            _ => None,
        };
        let (reply, slot) = slot();
        let under_way = UnderWay {
            stage: Stage::Departs,
            machine: Rc::clone(machine),
            kind: call.kind,
            tried,
            document,
            befell: Befell { fault, document, how_bad: drawn.word(HOW_BAD), and_how: drawn.word(AND_HOW), attempt },
            pace,
            patience: call.patience,
            slot: Some(slot),
            answer: None,
            effect,
        };
        self.kernel.after(departs, Keeps::Awake, Box::new(under_way));
        reply.await
    }
}

impl<T: 'static, F: FnMut(&Rc<World>, &Befell) -> T + 'static> Event<World> for UnderWay<T, F> {
    fn happen(self: Box<Self>, world: &Rc<World>) {
        match self.stage {
            Stage::Departs => self.depart(world),
            Stage::TakesEffect => self.take_effect(world),
            Stage::IsAnswered => (*self).be_answered(world),
        }
    }
}

impl<T: 'static, F: FnMut(&Rc<World>, &Befell) -> T + 'static> UnderWay<T, F> {
    fn depart(mut self: Box<Self>, world: &Rc<World>) {
        if self.slot.as_ref().is_none_or(Slot::is_alone) {
            return;
        }
        if self.befell.fault == Some(FaultKind::KilledBefore) {
            self.told(world, "is not made: killed");
            return world.kill(&self.machine);
        }
        let machine = self.machine.number;
        let departure = Departure { machine, order: self.document, call: self.kind, tried: self.tried };
        world.departed(departure, self.befell.attempt);
        self.told(world, "departs");
        let befell = self.befell;
        let Pace { takes_effect, is_answered, .. } = self.pace;
        let brief = |failure| (takes_effect + is_answered, failure);
        let wait = SignedDuration::from_secs(befell.between(1, 30));
        let undone = match self.befell.fault {
            Some(FaultKind::TableConflict) => Some(brief(Failure::Conflict)),
            Some(FaultKind::TableThrottled | FaultKind::ShopifyThrottled | FaultKind::ErpThrottled) => {
                Some(brief(Failure::Throttled { wait }))
            }
            Some(FaultKind::ErpBusy) => Some(brief(Failure::Busy)),
            Some(FaultKind::ShopifyFailsBefore | FaultKind::ErpFailsBefore | FaultKind::QueueFailsBefore) => {
                Some(self.breaks())
            }
            Some(FaultKind::ShopifyGarbage | FaultKind::ErpGarbage) if !befell.is_the_other() => {
                Some(brief(Failure::Garbage))
            }
            _ => None,
        };
        if let Some((after, failure)) = undone {
            self.stage = Stage::IsAnswered;
            self.answer = Some(Err(failure));
            return world.kernel.after(after, Keeps::Awake, self);
        }
        let mut takes_effect = takes_effect;
        if let Some(FaultKind::ErpLate | FaultKind::ShopifyLate) = self.befell.fault {
            // Its caller has given up by then, and perhaps another has taken over.
            let patience = i64::try_from(self.patience.as_millis()).unwrap_or(i64::MAX);
            let gateway = i64::try_from(world.gateway_timeout().as_millis()).unwrap_or(i64::MAX);
            takes_effect = SignedDuration::from_millis(befell.between(patience, patience + gateway - 1));
            if let Some(slot) = self.slot.take() {
                let (document, kind) = (self.document, self.kind);
                let gives_up = move |world: &Rc<World>| {
                    world.failed(document, kind, Failure::TimedOut);
                    slot.answer(Err(Failure::TimedOut));
                };
                world.kernel.after(self.patience, Keeps::Awake, Box::new(gives_up));
            }
        }
        self.stage = Stage::TakesEffect;
        world.kernel.after(takes_effect, Keeps::Awake, self);
    }

    /// How soon a call that fails is seen to fail: at once, or when its caller's patience ends.
    fn breaks(&self) -> (SignedDuration, Failure) {
        if self.befell.is_the_other() {
            (self.patience, Failure::TimedOut)
        } else {
            (self.pace.takes_effect + self.pace.is_answered, Failure::Broken)
        }
    }

    fn take_effect(mut self: Box<Self>, world: &Rc<World>) {
        self.told(world, "takes effect");
        let befell = self.befell;
        let mut answer = (self.effect)(world, &befell);
        if befell.fault == Some(FaultKind::ErpDoubled) {
            answer = (self.effect)(world, &befell);
            self.told(world, "takes effect a second time");
        }
        if befell.fault == Some(FaultKind::KilledAfter) {
            self.told(world, "is not heard of: killed");
            return world.kill(&self.machine);
        }
        if self.slot.is_none() {
            return;
        }
        let (after, answer) = match befell.fault {
            // What doubles a request is a connection that broke: its caller hears nothing.
            Some(
                FaultKind::ShopifyFailsAfter
                | FaultKind::ErpFailsAfter
                | FaultKind::QueueAnswerLost
                | FaultKind::ErpDoubled,
            ) => {
                let (after, failure) = self.breaks();
                (after - self.pace.takes_effect, Err(failure))
            }
            Some(FaultKind::TableAnswerLost) => (self.patience, Err(Failure::TimedOut)),
            Some(FaultKind::ShopifySlow | FaultKind::ErpSlow) => {
                (self.patience - self.pace.takes_effect, Err(Failure::TimedOut))
            }
            Some(FaultKind::ShopifyGarbage | FaultKind::ErpGarbage) => (self.pace.is_answered, Err(Failure::Garbage)),
            _ => (self.pace.is_answered, Ok(answer)),
        };
        self.answer = Some(answer);
        self.stage = Stage::IsAnswered;
        world.kernel.after(after, Keeps::Awake, self);
    }

    fn be_answered(mut self, world: &Rc<World>) {
        let (Some(slot), Some(answer)) = (self.slot.take(), self.answer.take()) else { return };
        if let Err(failure) = &answer {
            world.failed(self.document, self.kind, *failure);
        }
        let how = match &answer {
            Ok(_) => "is answered",
            Err(Failure::Broken) => "fails",
            Err(Failure::TimedOut) => "times out",
            Err(Failure::Throttled { .. }) => "is throttled",
            Err(Failure::Conflict) => "meets another write",
            Err(Failure::Busy) => "is answered: busy",
            Err(Failure::Garbage) => "is answered with garbage",
        };
        self.told(world, how);
        slot.answer(answer);
    }

    fn told(&self, world: &World, what: &'static str) {
        world.note(&[self.kind as u64, self.document, u64::from(self.befell.attempt), name_hash(what)]);
        world.tell(|| {
            let fault = self.befell.fault.map(|fault| format!(" [{fault:?}]")).unwrap_or_default();
            let (kind, attempt) = (self.kind, self.befell.attempt);
            format!("{} {}: {kind:?} #{attempt} {what}{fault}", self.document, self.machine.name)
        });
    }
}
