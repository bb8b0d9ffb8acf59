//! The orders that systematic runs are made of: small worlds of one order each, as unlike as they come.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use crate::case::{Case, Nets, Span};
use crate::fault::{CallKind, Rates, Strike};
use crate::played::Played;
use crate::run::jobs::in_order;
use crate::systematic::targets::{Call, targets, worth_breaking};

/// The seed of the worlds that shapes are looked for in.
const SEED: u64 = 20_261_124;

/// A world of one order, and the calls of its run without faults.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The case, without faults.
    pub case: Case,
    calls: Vec<Call>,
}

impl Shape {
    /// How many of its calls are broken.
    pub fn calls(&self) -> usize {
        worth_breaking(&self.calls).len()
    }

    /// Each single fault that can befall it.
    pub fn strikes(&self) -> impl Iterator<Item = Strike> {
        targets(&self.calls)
    }

    /// The case with these faults.
    pub fn with(&self, strikes: impl IntoIterator<Item = Strike>) -> Case {
        let mut case = self.case.clone();
        case.scripted.extend(strikes);
        case
    }
}

/// Looks at so many worlds of one order, and keeps the first of each shape: the order's calls, by kind and number. The commonest
/// shapes come first; no more than `at_most` are kept.
pub fn shapes(
    look_at: u32,
    at_most: usize,
    jobs: usize,
    play: &(impl Fn(&Case) -> Played + Sync),
    stop: &AtomicBool,
) -> Vec<Shape> {
    let mut kinds: BTreeMap<BTreeMap<CallKind, u32>, (usize, Shape)> = BTreeMap::new();
    let work = |index: usize| {
        #[expect(clippy::cast_possible_truncation, reason = "no index is beyond the number of worlds, a u32")]
        let case = clean(index as u32);
        let calls = play(&case).calls;
        Shape { case, calls }
    };
    in_order(jobs, look_at as usize, stop, work, |_, shape| {
        let signature = signature(&shape.calls);
        if !signature.is_empty() {
            kinds.entry(signature).or_insert((0, shape)).0 += 1;
        }
    });
    let mut kept: Vec<(usize, Shape)> = kinds.into_values().collect();
    kept.sort_by_key(|(seen, shape)| (std::cmp::Reverse(*seen), shape.case.day));
    kept.into_iter().take(at_most).map(|(_, shape)| shape).collect()
}

fn clean(day: u32) -> Case {
    Case {
        seed: SEED,
        day,
        orders: 1,
        span: Span::Day,
        rates: Rates::new(),
        scripted: BTreeSet::new(),
        without_strikes: BTreeSet::new(),
        without_orders: BTreeSet::new(),
        nets: Nets::USUAL,
        bug: None,
    }
}

/// How often each kind of call was made for an order.
fn signature(calls: &[Call]) -> BTreeMap<CallKind, u32> {
    let orders: BTreeSet<u64> =
        calls.iter().filter(|(_, kind, _)| *kind == CallKind::Load).map(|(document, ..)| *document).collect();
    let mut counts = BTreeMap::new();
    for (_, kind, _) in calls.iter().filter(|(document, ..)| orders.contains(document)) {
        *counts.entry(*kind).or_default() += 1;
    }
    counts
}
