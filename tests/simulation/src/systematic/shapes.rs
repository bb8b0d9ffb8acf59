//! The orders that systematic runs are made of: small worlds of one order each, as unlike as they come.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use crate::case::{Case, Nets, Span};
use crate::fault::{CallKind, Rates, Strike};
use crate::run::jobs::in_order;
use crate::systematic::course::Course;
use crate::systematic::targets::{Call, targets, worth_breaking};

/// The seed of the worlds that shapes are looked for in.
const SEED: u64 = 20_261_124;
/// More than the calls of any of them.
const A_LOT: usize = 1_000_000;

/// A world of one order, and the calls of its run without faults.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The case, without faults.
    pub case: Case,
    /// What was met on its way, and how it rests.
    pub met: BTreeSet<String>,
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

/// What makes a shape: which calls the order makes, and what is met on its way. How often it makes them does not count.
type Signature = (BTreeSet<CallKind>, BTreeSet<String>);

/// Looks at so many worlds of one order, and keeps the first of each shape, the rarest too; but no more than `at_most`: first those
/// which among them show everything that was seen at all, in few calls, then the commonest.
pub fn shapes(
    look_at: u32,
    at_most: usize,
    jobs: usize,
    look: &(impl Fn(&Case) -> Course + Sync),
    stop: &AtomicBool,
) -> Vec<Shape> {
    let mut kinds: BTreeMap<Signature, (usize, Shape)> = BTreeMap::new();
    let work = |index: usize| {
        #[expect(clippy::cast_possible_truncation, reason = "no index is beyond the number of worlds, a u32")]
        let case = clean(index as u32);
        let Course { calls, met } = look(&case);
        Shape { case, met, calls }
    };
    in_order(jobs, look_at as usize, stop, work, |_, shape| {
        let calls = of_orders(&shape.calls);
        if !calls.is_empty() {
            kinds.entry((calls, shape.met.clone())).or_insert((0, shape)).0 += 1;
        }
    });
    let mut all: Vec<(Signature, (usize, Shape))> = kinds.into_iter().collect();
    all.sort_by_key(|(_, (seen, shape))| (std::cmp::Reverse(*seen), shape.case.day));
    let mut kept = Vec::new();
    let mut shown: Signature = Signature::default();
    while kept.len() < at_most && !all.is_empty() {
        let place = next(&all, &shown);
        let ((calls, met), (_, shape)) = all.remove(place);
        shown.0.extend(calls);
        shown.1.extend(met);
        kept.push(shape);
    }
    kept
}

/// The place of the first that shows most for each of its calls of what is not shown yet.
fn next(all: &[(Signature, (usize, Shape))], (calls, met): &Signature) -> usize {
    let news = |(signature, (_, shape)): &(Signature, (usize, Shape))| {
        let new = signature.0.difference(calls).count() + signature.1.difference(met).count();
        new * A_LOT / shape.calls().max(1)
    };
    let news: Vec<usize> = all.iter().map(news).collect();
    let most = news.iter().max().copied().unwrap_or_default();
    news.iter().position(|new| *new == most).unwrap_or_default()
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
        ends_with: None,
    }
}

/// The kinds of call that were made for an order.
fn of_orders(calls: &[Call]) -> BTreeSet<CallKind> {
    let orders: BTreeSet<u64> =
        calls.iter().filter(|(_, kind, _)| *kind == CallKind::Load).map(|(document, ..)| *document).collect();
    calls.iter().filter(|(document, ..)| orders.contains(document)).map(|(_, kind, _)| *kind).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::atomic::AtomicBool;

    use super::{Course, shapes};
    use crate::case::Case;
    use crate::fault::CallKind as C;

    /// Nine of ten orders are alike but for how often they are loaded; one is of its own.
    fn look(case: &Case) -> Course {
        let met = if case.day == 7 { "erp_rejected" } else { "exported" };
        let calls = (0..=case.day).map(|attempt| (1, C::Load, attempt)).collect();
        Course { calls, met: BTreeSet::from([met.to_owned()]) }
    }

    #[test]
    fn one_of_each_is_kept_and_the_rarest_is_not_forgotten() {
        let kept = shapes(10, 5, 1, &look, &AtomicBool::new(false));
        assert_eq!(kept.iter().map(|shape| shape.case.day).collect::<Vec<_>>(), [0, 7]);
    }
}
