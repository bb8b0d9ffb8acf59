//! How long a call takes, and what strikes it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use crate::case::Case;
use crate::fault::{CallKind, FaultKind, Strike};
use crate::kernel::{Drawn, Draws, stream};

/// Words of a draw that are no fault's: a fault's word is its place in [`FaultKind::ALL`].
const DEPARTS: usize = 40;
const TAKES_EFFECT: usize = 41;
const IS_ANSWERED: usize = 42;
/// The word that says how bad a fault is.
pub(super) const HOW_BAD: usize = 43;
/// A second one.
pub(super) const AND_HOW: usize = 44;
/// No word answers two questions.
const _: () = assert!(FaultKind::ALL.len() <= DEPARTS);

/// The faults of a world, and how often each call was tried.
pub struct Chance {
    draws: Draws,
    rates: [u32; FaultKind::ALL.len()],
    scripted: BTreeSet<Strike>,
    left_out: BTreeSet<Strike>,
    attempts: RefCell<BTreeMap<(u64, CallKind), u32>>,
    struck: RefCell<Vec<Strike>>,
    is_over: Cell<bool>,
}

impl Chance {
    /// The chance of a case.
    pub fn new(case: &Case) -> Self {
        let mut rates = [0; FaultKind::ALL.len()];
        for (kind, rate) in &case.rates {
            rates[*kind as usize] = *rate;
        }
        Self {
            draws: Draws::new(case.seed, case.day),
            rates,
            scripted: case.scripted.clone(),
            left_out: case.without_strikes.clone(),
            attempts: RefCell::default(),
            struck: RefCell::default(),
            is_over: Cell::new(false),
        }
    }

    /// From now on nothing strikes but what is scripted.
    pub fn end(&self) {
        self.is_over.set(true);
    }

    /// The number of this attempt at a call of a document, from 0, and what is drawn for it.
    pub fn attempt(&self, document: u64, call: CallKind) -> (u32, Drawn) {
        let mut attempts = self.attempts.borrow_mut();
        let next = attempts.entry((document, call)).or_default();
        let attempt = *next;
        *next += 1;
        (attempt, self.draws.draw(stream(document, call as u64), attempt))
    }

    /// What is drawn for something that is no call.
    pub fn draw(&self, name: u64, number: u32) -> Drawn {
        self.draws.draw(stream(name, u64::MAX), number)
    }

    /// The first of these kinds that strikes this attempt; it is noted.
    pub fn strikes(
        &self,
        kinds: &[FaultKind],
        drawn: &Drawn,
        document: u64,
        call: CallKind,
        attempt: u32,
    ) -> Option<FaultKind> {
        kinds.iter().copied().find(|&kind| {
            let rate = if self.is_over.get() { 0 } else { self.rates[kind as usize] };
            let is_drawn = rate > 0 && drawn.happens(kind as usize, rate);
            if !is_drawn && self.scripted.is_empty() {
                return false;
            }
            let strike = Strike { kind, document, call, attempt };
            let strikes = self.scripted.contains(&strike) || is_drawn && !self.left_out.contains(&strike);
            if strikes {
                self.struck.borrow_mut().push(strike);
            }
            strikes
        })
    }

    /// What struck since the last time this was asked.
    pub fn take_struck(&self) -> Vec<Strike> {
        self.struck.take()
    }
}

/// How long a call takes when nothing befalls it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Until it departs.
    pub(super) departs: SignedDuration,
    /// From then until it takes effect.
    pub(super) takes_effect: SignedDuration,
    /// From then until it is answered.
    pub(super) is_answered: SignedDuration,
}

/// The pace of a call.
pub(super) fn pace(call: CallKind, drawn: &Drawn) -> Pace {
    let (fastest, slowest) = match call {
        CallKind::Webhook => (20_000, 400_000),
        CallKind::Invoke | CallKind::Begin | CallKind::Clock | CallKind::Receive | CallKind::Installation => {
            (2_000, 60_000)
        }
        CallKind::Ring => (2_000, 15_000),
        CallKind::Secret => (5_000, 40_000),
        CallKind::Load
        | CallKind::Mappings
        | CallKind::OperationRead
        | CallKind::OperationWrite
        | CallKind::CountCall
        | CallKind::Index
        | CallKind::PushDue => (1_000, 6_000),
        CallKind::Commit => (2_000, 10_000),
        CallKind::ShopifyRead | CallKind::ShopifyWrite | CallKind::ShopifyChanged | CallKind::ShopifyAudit => {
            (25_000, 400_000)
        }
        CallKind::ErpStatus | CallKind::ErpFind | CallKind::ErpImport => (50_000, 500_000),
        CallKind::ErpPost => (100_000, 1_000_000),
    };
    let micros = |word, low, high| SignedDuration::from_micros(drawn.between(word, low, high));
    Pace {
        departs: micros(DEPARTS, 50, 2_000),
        takes_effect: micros(TAKES_EFFECT, fastest, slowest),
        is_answered: micros(IS_ANSWERED, fastest, slowest),
    }
}
