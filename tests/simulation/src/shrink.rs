//! Makes a case that violates smaller while the same invariant fails: first the month becomes a day, then orders stay at home,
//! then whole kinds of faults go, then single strikes.

use std::collections::BTreeSet;

use crate::case::{Case, Span};
use crate::customers::days;
use crate::fault::{FaultKind, Rates, Strike};
use crate::played::{Played, Violation};

/// What is left of a case.
#[derive(Clone, Debug)]
pub struct Shrunk {
    /// The smallest case found that still violates.
    pub case: Case,
    /// How it violates.
    pub violation: Violation,
    /// How many orders are left.
    pub orders: usize,
    /// The faults that are left, in the order in which they strike.
    pub strikes: Vec<Strike>,
    /// How many worlds were played for it.
    pub plays: u32,
}

/// Shrinks a case that violates `invariant`, until nothing more can go or `is_over` says that the time is up. None if the case
/// does not violate it at all.
pub fn shrink(
    case: &Case,
    invariant: &str,
    play: &impl Fn(&Case) -> Played,
    is_over: &impl Fn() -> bool,
) -> Option<Shrunk> {
    let mut search = Search { invariant, play, is_over, plays: 1, best: case.clone(), last: play(case) };
    search.violation()?;
    if case.span == Span::Month {
        let mut day = case.clone();
        day.span = Span::Day;
        search.try_one(day);
    }
    search.fewer_orders();
    search.fewer_kinds();
    search.fewer_strikes();
    search.pin();
    let violation = search.violation()?.clone();
    Some(Shrunk {
        orders: at_work(&search.best).len(),
        violation,
        strikes: search.last.strikes,
        plays: search.plays,
        case: search.best,
    })
}

/// The customers of a case who do not stay at home, by their number: those of a month are numbered on from day to day.
pub fn at_work(case: &Case) -> Vec<u32> {
    (0..case.orders.saturating_mul(days(case))).filter(|customer| !case.without_orders.contains(customer)).collect()
}

struct Search<'a, P, O> {
    invariant: &'a str,
    play: &'a P,
    is_over: &'a O,
    plays: u32,
    /// The smallest case that violates, and how it went.
    best: Case,
    last: Played,
}

impl<P: Fn(&Case) -> Played, O: Fn() -> bool> Search<'_, P, O> {
    fn violation(&self) -> Option<&Violation> {
        self.last.violations.iter().find(|violation| violation.invariant == self.invariant)
    }

    /// Keeps a smaller case if it violates the same.
    fn try_one(&mut self, smaller: Case) -> bool {
        if (self.is_over)() {
            return false;
        }
        self.plays += 1;
        let played = (self.play)(&smaller);
        let violates = played.violations.iter().any(|violation| violation.invariant == self.invariant);
        if violates {
            self.best = smaller;
            self.last = played;
        }
        violates
    }

    fn fewer_orders(&mut self) {
        let all = at_work(&self.best);
        let begun = self.best.clone();
        fewest(&all, self.is_over, |kept| {
            // A month has thousands, each of which is looked for.
            let kept: BTreeSet<u32> = kept.iter().copied().collect();
            let mut smaller = begun.clone();
            smaller.without_orders.extend(all.iter().filter(|order| !kept.contains(order)));
            self.try_one(smaller)
        });
    }

    fn fewer_kinds(&mut self) {
        let begun = self.best.clone();
        let all: Vec<FaultKind> = begun.rates.keys().copied().collect();
        fewest(&all, self.is_over, |kept| {
            let mut smaller = begun.clone();
            smaller.rates.retain(|kind, _| kept.contains(kind));
            self.try_one(smaller)
        });
    }

    /// A strike that is left out may let later ones be drawn that were not before, so it goes on until nothing changes.
    fn fewer_strikes(&mut self) {
        loop {
            let begun = self.best.clone();
            let all = once_each(&self.last.strikes);
            let kept = fewest(&all, self.is_over, |kept| {
                let kept: BTreeSet<Strike> = kept.iter().copied().collect();
                let mut smaller = begun.clone();
                let gone = |strike: &Strike| !kept.contains(strike);
                smaller.scripted.retain(|strike| !gone(strike));
                smaller.without_strikes.extend(all.iter().copied().filter(gone));
                self.try_one(smaller)
            });
            if kept.len() == all.len() || (self.is_over)() {
                return;
            }
        }
    }

    /// Names the strikes that are left instead of what must not be drawn: a case that a person can read.
    fn pin(&mut self) {
        let mut pinned = self.best.clone();
        pinned.rates = Rates::new();
        pinned.scripted = self.last.strikes.iter().copied().collect();
        pinned.without_strikes = BTreeSet::new();
        self.try_one(pinned);
    }
}

fn once_each(strikes: &[Strike]) -> Vec<Strike> {
    strikes.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

/// The fewest of `all` that still do, by Zeller's delta debugging: none, else halves, quarters and so on, alone and left out. When
/// the time is over, the fewest that were found by then.
fn fewest<T: Copy + Ord>(all: &[T], is_over: &impl Fn() -> bool, mut still: impl FnMut(&[T]) -> bool) -> Vec<T> {
    if all.is_empty() || still(&[]) {
        return Vec::new();
    }
    let mut kept = all.to_vec();
    let mut pieces = 2;
    while kept.len() > 1 && !is_over() {
        let size = kept.len().div_ceil(pieces);
        let chunks: Vec<Vec<T>> = kept.chunks(size).map(<[T]>::to_vec).collect();
        if let Some(alone) = chunks.iter().take_while(|_| !is_over()).find(|chunk| still(chunk)) {
            kept.clone_from(alone);
            pieces = 2;
            continue;
        }
        let without = |gone: &Vec<T>| {
            let gone: BTreeSet<T> = gone.iter().copied().collect();
            kept.iter().copied().filter(|one| !gone.contains(one)).collect::<Vec<T>>()
        };
        // Of two halves, each is what the other leaves out.
        let others = chunks.iter().take_while(|_| chunks.len() > 2 && !is_over());
        if let Some(rest) = others.map(without).find(|rest| still(rest)) {
            kept = rest;
            pieces = (pieces - 1).max(2);
        } else if size == 1 {
            break;
        } else {
            pieces = (pieces * 2).min(kept.len());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::fewest;

    #[test]
    fn the_fewest_are_found_wherever_they_stand() {
        let all: Vec<u32> = (0..100).collect();
        for wanted in [vec![3], vec![99], vec![0, 99], vec![7, 8, 50], vec![]] {
            let kept = fewest(&all, &|| false, |kept| wanted.iter().all(|one| kept.contains(one)));
            assert_eq!(kept, wanted);
        }
    }

    #[test]
    fn one_of_two_hundred_is_found_in_a_few_tries() {
        let all: Vec<u32> = (0..200).collect();
        let tries = Cell::new(0);
        fewest(&all, &|| false, |kept| {
            tries.set(tries.get() + 1);
            kept.contains(&131)
        });
        assert!(tries.get() <= 20, "{} tries", tries.get());
    }
}
