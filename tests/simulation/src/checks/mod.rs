//! The invariants of the design, by the simulators' own books: for an order after every event that touched it, and for all when
//! everything rests.

pub mod amounts;
mod begun;
mod causes;
mod codes;
pub mod components;
mod departures;
mod evidence;
mod grants;
mod header;
mod indexes;
mod money;
mod numbers;
pub mod operations;
mod personal;
pub mod prediction;
mod reference;
mod rest;
pub mod subscriptions;
mod touched;
mod traffic;
pub mod twin;
pub mod view;
mod waiting;
mod waits;
mod watched;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use sandbox::bluecherry::BookedOrder;
use sandbox::world::samples::Samples;

use crate::customers::Action;
use crate::oracle::Oracle;
use crate::played::Violation;
use causes::Causes;
use evidence::Evidence;
pub use evidence::Met;
use grants::Grants;
pub use reference::order_of;
pub use view::{Departure, Rest, Traffic, Tried, Unheard, View};
use watched::Watched;

/// What a deployment's settings promise, as far as checks measure it.
#[derive(Clone, Copy, Debug)]
pub struct Promises {
    /// How far a rung row's due time is pushed on.
    pub due_push: SignedDuration,
    /// How long routing, and an unknown outcome past its horizon, are waited for before they are exceptions.
    pub patience: SignedDuration,
    /// How far a machine's clock may be off.
    pub skew: SignedDuration,
    /// Calls to BlueCherry that all functions together may make in one window.
    pub calls: usize,
    /// How long that window is.
    pub calls_window: SignedDuration,
    /// The longest time after which something that is busy, and does not say until when, is asked again.
    pub busy_retry: SignedDuration,
    /// The longest time after which an order that is not routed is looked at again, within the patience.
    pub recheck: SignedDuration,
    /// How often staged orders are imported; zero where orders are booked at once.
    pub import_cycle: SignedDuration,
    /// How long after a call could last leave its outcome is settled.
    pub settled: SignedDuration,
}

/// Watches a world.
pub struct Checker {
    oracle: Oracle,
    promises: Promises,
    watched: BTreeMap<u64, Watched>,
    books_seen: usize,
    causes: Causes,
    erp_calls: VecDeque<Timestamp>,
    grants: Grants,
    evidence: Evidence,
    unknowable: u64,
    facts: BTreeMap<&'static str, u64>,
    violations: Vec<Violation>,
}

impl Checker {
    /// A checker that has seen nothing, for a world in which this plan is played.
    pub fn new(samples: &Samples, plan: &[Action], promises: Promises) -> Self {
        Self {
            oracle: Oracle::new(samples, plan),
            promises,
            watched: BTreeMap::new(),
            books_seen: 0,
            causes: Causes::of(plan),
            erp_calls: VecDeque::new(),
            grants: Grants::default(),
            evidence: Evidence::default(),
            unknowable: 0,
            facts: BTreeMap::new(),
            violations: Vec::new(),
        }
    }

    /// What does not hold, so far.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Whether this invariant does not hold.
    pub fn is_broken(&self, invariant: &str) -> bool {
        self.violations.iter().any(|violation| violation.invariant == invariant)
    }

    /// When the order last changed, as the tables hold it: none if nothing of it is known.
    pub fn known_revision(&self, order: u64) -> Option<Timestamp> {
        self.watched.get(&order)?.folded.image.as_ref().map(|image| image.updated_at)
    }

    /// Of how many orders at rest nobody can know the last news.
    pub fn unknowable(&self) -> u64 {
        self.unknowable
    }

    /// How many facts each invariant looked at.
    pub fn facts(&self) -> &BTreeMap<&'static str, u64> {
        &self.facts
    }

    /// Looks at one fact. The first that does not hold ends the checks of its order.
    fn fact(&mut self, invariant: &'static str, order: Option<u64>, holds: bool, says: impl FnOnce() -> String) {
        *self.facts.entry(invariant).or_default() += 1;
        if holds {
            return;
        }
        if let Some(watched) = order.and_then(|order| self.watched.get_mut(&order)) {
            if watched.is_broken {
                return;
            }
            watched.is_broken = true;
        }
        self.violations.push(Violation { invariant, order, says: says() });
    }

    fn note(&mut self, invariant: &'static str, facts: u64) {
        *self.facts.entry(invariant).or_default() += facts;
    }

    /// Files what BlueCherry has booked since the last look.
    fn read_books(&mut self, books: &[BookedOrder]) {
        for (place, booked) in books.iter().enumerate().skip(self.books_seen) {
            let order = order_of(&booked.ext_ref);
            let id = order.map_or(0, |(order, _)| order);
            self.watched.entry(id).or_insert_with(|| Watched::new(id)).booked.push(place);
            self.fact("I2", None, order.is_some(), || {
                format!("{} is booked, under no reference of ours", booked.ext_ref)
            });
        }
        self.books_seen = books.len();
    }

    fn booked<'world>(&self, view: &View<'world>, order: u64) -> Vec<&'world BookedOrder> {
        let places = self.watched.get(&order).into_iter().flat_map(|watched| &watched.booked);
        places.filter_map(|&place| view.books.get(place)).collect()
    }
}
