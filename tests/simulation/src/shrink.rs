//! Makes a case that violates smaller while the same invariant fails: first the world ends with the violation and what struck is
//! named, then a month loses its last days, whole kinds of faults go, and whole pieces of the orders; then single strikes go and
//! single orders, and all of it again until nothing more goes.

mod fewest;

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use crate::case::{Case, Span};
use crate::customers::{by_arrival, days};
use crate::fault::{FaultKind, Rates, Strike};
use crate::played::{Played, Violation};
use crate::run::jobs::in_order;
use fewest::fewest;

/// Into so many pieces, by their arrival, the orders of a case are cut at first. Single ones are many, and what a feed reads of some
/// hangs on others: they go once few faults are left.
const PIECES: usize = 16;

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

/// Shrinks a case that violates `invariant`, until nothing more can go or `is_over` says that the time is up. So many cases are
/// played at a time as there are `jobs`. None if the case does not violate it at all.
pub fn shrink(
    case: &Case,
    invariant: &str,
    jobs: usize,
    play: &(impl Fn(&Case) -> Played + Sync),
    is_over: &impl Fn() -> bool,
) -> Option<Shrunk> {
    let case = Case { ends_with: Some(invariant.to_owned()), ..case.clone() };
    let last = play(&case);
    let mut search = Search { invariant, jobs, play, is_over, plays: 1, best: case, last };
    search.violation()?;
    search.pin();
    search.fewer_days();
    search.fewer_kinds();
    search.fewer_orders(PIECES);
    loop {
        let before = search.size();
        search.fewer_strikes();
        search.fewer_orders(usize::MAX);
        search.fewer_kinds();
        if search.size() == before || is_over() {
            break;
        }
    }
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
    jobs: usize,
    play: &'a P,
    is_over: &'a O,
    plays: u32,
    /// The smallest case that violates, and how it went.
    best: Case,
    last: Played,
}

impl<P: Fn(&Case) -> Played + Sync, O: Fn() -> bool> Search<'_, P, O> {
    fn violation(&self) -> Option<&Violation> {
        self.last.violations.iter().find(|violation| violation.invariant == self.invariant)
    }

    fn size(&self) -> (usize, usize) {
        (at_work(&self.best).len(), self.last.strikes.len())
    }

    /// Keeps a smaller case if it violates the same.
    fn try_one(&mut self, smaller: &Case) -> bool {
        self.try_each(&[()], |()| smaller.clone()).is_some()
    }

    /// Keeps the case of the first of these that violates the same, and says which it is.
    fn try_each<T>(&mut self, all: &[T], smaller: impl Fn(&T) -> Case) -> Option<usize> {
        let jobs = self.jobs.max(1);
        for (round, some) in all.chunks(jobs).enumerate() {
            if (self.is_over)() {
                return None;
            }
            let cases: Vec<Case> = some.iter().map(&smaller).collect();
            let mut played = Vec::new();
            let work = |place: usize| (self.play)(&cases[place]);
            in_order(jobs, cases.len(), &AtomicBool::new(false), work, |_, one| played.push(one));
            self.plays += u32::try_from(cases.len()).unwrap_or(u32::MAX);
            let violates = |played: &Played| played.violations.iter().any(|one| one.invariant == self.invariant);
            if let Some(place) = played.iter().position(violates) {
                self.last = played.swap_remove(place);
                self.best = cases.into_iter().nth(place)?;
                return Some(round * jobs + place);
            }
        }
        None
    }

    /// Names the strikes that are left instead of what must not be drawn: nothing is drawn in place of what goes, and a person can
    /// read it. What struck in a twin alone cannot be named.
    fn pin(&mut self) {
        let mut pinned = self.best.clone();
        pinned.rates = Rates::new();
        pinned.scripted = self.last.strikes.iter().copied().collect();
        pinned.without_strikes = BTreeSet::new();
        if pinned != self.best {
            self.try_one(&pinned);
        }
    }

    /// A month is slow to play: it ends soon after what is looked for, if that is not long in coming.
    fn fewer_days(&mut self) {
        if self.best.span == Span::Month {
            let begun = self.best.clone();
            self.try_each(&[1, 2, 4, 8, 16], |days| Case { span: Span::Days(*days), ..begun.clone() });
        }
    }

    /// Those who come one after the other go together: others may meet nothing of what they left.
    fn fewer_orders(&mut self, pieces: usize) {
        let all = by_arrival(&self.best, at_work(&self.best));
        let begun = self.best.clone();
        fewest(&all, pieces, self.is_over, |some| {
            self.try_each(some, |kept| {
                let mut smaller = begun.clone();
                smaller.without_orders.extend(gone(&all, kept));
                smaller
            })
        });
    }

    fn fewer_kinds(&mut self) {
        let begun = self.best.clone();
        let struck = self.last.strikes.iter().map(|strike| strike.kind);
        let all: BTreeSet<FaultKind> = begun.rates.keys().copied().chain(struck).collect();
        let all: Vec<FaultKind> = all.into_iter().collect();
        fewest(&all, usize::MAX, self.is_over, |some| {
            self.try_each(some, |kept| {
                let mut smaller = begun.clone();
                smaller.rates.retain(|kind, _| kept.contains(kind));
                smaller.scripted.retain(|strike| kept.contains(&strike.kind));
                smaller
            })
        });
    }

    /// Where strikes are drawn, one that is left out may let later ones be drawn that were not before: it goes on until nothing
    /// changes.
    fn fewer_strikes(&mut self) {
        loop {
            let begun = self.best.clone();
            let mut seen = BTreeSet::new();
            let all: Vec<Strike> = self.last.strikes.iter().copied().filter(|strike| seen.insert(*strike)).collect();
            let kept = fewest(&all, usize::MAX, self.is_over, |some| {
                self.try_each(some, |kept| {
                    let gone = gone(&all, kept);
                    let mut smaller = begun.clone();
                    smaller.scripted.retain(|strike| !gone.contains(strike));
                    if !begun.rates.is_empty() {
                        smaller.without_strikes.extend(gone);
                    }
                    smaller
                })
            });
            if kept.len() == all.len() || (self.is_over)() {
                return;
            }
        }
    }
}

/// Those of all that are not kept. A month has thousands, each of which is looked for.
fn gone<T: Copy + Ord>(all: &[T], kept: &[T]) -> BTreeSet<T> {
    let kept: BTreeSet<T> = kept.iter().copied().collect();
    all.iter().copied().filter(|one| !kept.contains(one)).collect()
}
