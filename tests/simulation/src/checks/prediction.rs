//! Which exceptions must be open when everything rests, by the books of both sides.

use std::collections::BTreeMap;

use domain::exception::OpenException;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sandbox::bluecherry::BookedOrder;
use sandbox::shopify::Order;

use super::amounts::freight;
use super::components::{Compared, compare};
use super::view::View;
use super::waiting::{Standing, waiting_parts};
use crate::oracle::{Oracle, PartKey, differs, eligible, is_routed, kept, owner};

/// After so long without a word of its routing, an order must be an exception: the patience of an hour, and what it may take
/// until somebody looks.
const SURELY_UNROUTED: SignedDuration = SignedDuration::from_hours(3);

/// Exceptions of one kind: how many, and the money that all of them hold up.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Group {
    /// How many.
    pub count: usize,
    /// How much; one of these, where the books do not tell on which part the freight is.
    pub one_of: Vec<Decimal>,
    /// By how many pennies it may be off: those of a line that is cut up go to either side.
    pub pennies: i64,
}

impl Group {
    fn holds_up(&self, money: Decimal) -> bool {
        self.one_of.iter().any(|due| (money - due).abs() <= Decimal::new(self.pennies, 2))
    }
}

/// The exceptions of an order by kind.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Prediction {
    /// Those that must be open.
    pub must: BTreeMap<&'static str, Group>,
    /// A kind that may be open as well, with its money: it depends on the minute.
    pub may: Option<(&'static str, Decimal)>,
}

/// What the books of both sides call for: one of these, or why nothing explains them.
pub struct Explained {
    /// The predictions. Several where the books do not tell which of the revisions was exported.
    pub predictions: Vec<Prediction>,
    /// Why what is booked, or not booked, is wrong as it is.
    pub faults: Vec<(&'static str, String)>,
    /// How many of the live sales orders Shopify must not show: they were booked otherwise than they were posted.
    pub hidden: usize,
    /// How many facts were looked at.
    pub facts: u64,
}

impl Prediction {
    /// One more exception of a kind.
    fn add(&mut self, kind: &'static str, money: Decimal) {
        let group = self.must.entry(kind).or_insert(Group { count: 0, one_of: vec![Decimal::ZERO], pennies: 0 });
        group.count += 1;
        group.one_of.iter_mut().for_each(|sum| *sum += money);
    }

    /// In what open exceptions differ from this.
    pub fn differences(&self, open: &[OpenException], currency: &str) -> Vec<String> {
        // How many, and the money, where it is known of each.
        let mut found: BTreeMap<&str, (usize, Option<Decimal>)> = BTreeMap::new();
        let mut wrong = Vec::new();
        for OpenException { exception, .. } in open {
            let kind = exception.problem.kind();
            let whose = exception.problem.owner().name();
            if whose != owner(kind) {
                wrong.push(format!("{kind} is {whose}'s, not {}'s", owner(kind)));
            }
            let money = exception.at_stake.filter(|stake| stake.currency.to_string() == currency);
            let (count, sum) = found.entry(kind).or_insert((0, Some(Decimal::ZERO)));
            *count += 1;
            *sum = sum.zip(money).map(|(sum, stake)| sum + stake.amount);
        }
        if let Some((kind, money)) = self.may
            && found.get(kind) == Some(&(1, Some(money)))
            && !self.must.contains_key(kind)
        {
            found.remove(kind);
        }
        for (kind, due) in &self.must {
            let open = found.remove(kind);
            let is_it = open.is_some_and(|(count, sum)| count == due.count && sum.is_some_and(|sum| due.holds_up(sum)));
            if !is_it {
                let (count, money) = (due.count, &due.one_of);
                wrong.push(format!("{kind} is not open as it must be: {count} of {money:?}, but {open:?}"));
            }
        }
        wrong.extend(found.into_iter().map(|(kind, (count, sum))| {
            format!("{count} of {kind} are open, holding up {sum:?}: nothing calls for them")
        }));
        wrong
    }
}

/// Explains an order at rest: `now` is Shopify's order, `booked` is what stands in BlueCherry.
pub fn explain(oracle: &Oracle, view: &View<'_>, now: &Order, booked: &[&BookedOrder]) -> Explained {
    let (single, doubled) = by_reference(booked);
    if single.is_empty() {
        return nothing_booked(oracle, now, view.now);
    }
    let (served, otherwise) = (view.shop.served(now.id), view.otherwise.contains(&now.id));
    let mut explained = Explained { predictions: Vec::new(), faults: Vec::new(), hidden: 0, facts: 0 };
    let mut best: Option<Compared> = None;
    for revision in served.iter().rev().filter(|revision| eligible(revision) && is_routed(revision)) {
        let compared = compare(oracle, revision, &single, otherwise);
        explained.facts += compared.facts;
        if compared.differences.is_empty() {
            let mut prediction = Prediction::default();
            let mut whole = single.iter().map(|order| order.control.total).sum::<Decimal>();
            if compared.is_stripped() {
                explained.hidden = 1;
                let (amount, tax) = freight(revision);
                whole += amount + tax;
                let group = Group { count: 1, one_of: compared.stripped.clone(), pennies: 0 };
                prediction.must.insert("echo_differs", group);
            }
            for _ in 0..doubled {
                prediction.add("found_twice", now.sums.current_total_price);
            }
            if differs(revision, now) {
                let larger = revision.sums.current_total_price.max(now.sums.current_total_price);
                prediction.add("changed_after_export", larger);
                explained.predictions.push(prediction);
            } else {
                let booked =
                    Standing { unbooked: &compared.unbooked, posted: whole, has_freight: compared.has_freight };
                match waiting_parts(oracle, now, &booked, &mut prediction) {
                    Err(says) => explained.faults.push(("I1", says)),
                    Ok(()) => explained.predictions.push(prediction),
                }
            }
        }
        if best.as_ref().is_none_or(|best| compared.differences.len() < best.differences.len()) {
            best = Some(compared);
        }
    }
    // A revision that explains everything outweighs one that leaves a part unexplained.
    if !explained.predictions.is_empty() {
        explained.faults.clear();
    } else if explained.faults.is_empty() {
        let says =
            best.map_or_else(|| "no eligible revision was served".to_owned(), |best| best.differences.join("; "));
        explained.faults.push(("I3", says));
    }
    explained
}

/// One sales order for each reference, and how many references have several.
fn by_reference<'a>(booked: &[&'a BookedOrder]) -> (Vec<&'a BookedOrder>, usize) {
    let mut single: BTreeMap<&str, (&BookedOrder, usize)> = BTreeMap::new();
    for order in booked {
        single.entry(&order.ext_ref).or_insert((order, 0)).1 += 1;
    }
    let doubled = single.values().filter(|(_, count)| *count > 1).count();
    (single.into_values().map(|(order, _)| order).collect(), doubled)
}

fn nothing_booked(oracle: &Oracle, now: &Order, clock: Timestamp) -> Explained {
    let mut explained = Explained { predictions: Vec::new(), faults: Vec::new(), hidden: 0, facts: 1 };
    let mut prediction = Prediction::default();
    let total = now.sums.current_total_price;
    if !eligible(now) {
        if let Some(kept) = kept(now) {
            prediction.add("money_kept", kept);
        }
        explained.predictions.push(prediction);
        return explained;
    }
    for kind in oracle.holds(now) {
        prediction.add(kind, total);
    }
    if is_routed(now) {
        if prediction.must.is_empty() {
            let parts: Vec<PartKey> = oracle.parts(now).into_keys().collect();
            let nothing = Standing { unbooked: &parts, posted: Decimal::ZERO, has_freight: false };
            if let Err(says) = waiting_parts(oracle, now, &nothing, &mut prediction) {
                explained.faults.push(("I1", says));
                return explained;
            }
        }
    } else if clock.duration_since(now.updated_at) > SURELY_UNROUTED {
        prediction.add("routing_incomplete", total);
    } else {
        prediction.may = Some(("routing_incomplete", total));
    }
    explained.predictions.push(prediction);
    explained
}
