//! Which exceptions must be open when everything rests, by the books of both sides.

use std::collections::BTreeMap;

use domain::exception::OpenException;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sandbox::bluecherry::BookedOrder;
use sandbox::shopify::Order;

use super::components::{Compared, compare, freight};
use super::view::View;
use crate::oracle::{Oracle, PartKey, differs, eligible, is_routed, kept, owner};

/// After so long without a word of its routing, an order must be an exception: the patience of an hour, and what it may take
/// until somebody looks.
const SURELY_UNROUTED: SignedDuration = SignedDuration::from_hours(3);

/// Exceptions of one kind: how many, and the money that all of them hold up, where it is known for each.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Group {
    /// How many.
    pub count: usize,
    /// How much; none where the parts' shares are not told apart here.
    pub money: Option<Decimal>,
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
    fn add(&mut self, kind: &'static str, money: Option<Decimal>) {
        let group = self.must.entry(kind).or_insert(Group { count: 0, money: Some(Decimal::ZERO) });
        group.count += 1;
        group.money = group.money.zip(money).map(|(sum, more)| sum + more);
    }

    /// In what open exceptions differ from this.
    pub fn differences(&self, open: &[OpenException], currency: &str) -> Vec<String> {
        let mut found: BTreeMap<&str, Group> = BTreeMap::new();
        let mut wrong = Vec::new();
        for OpenException { exception, .. } in open {
            let kind = exception.problem.kind();
            let whose = exception.problem.owner().name();
            if whose != owner(kind) {
                wrong.push(format!("{kind} is {whose}'s, not {}'s", owner(kind)));
            }
            let money = exception.at_stake.filter(|stake| stake.currency.to_string() == currency);
            let group = found.entry(kind).or_insert(Group { count: 0, money: Some(Decimal::ZERO) });
            group.count += 1;
            group.money = group.money.zip(money).map(|(sum, stake)| sum + stake.amount);
        }
        if let Some((kind, money)) = self.may {
            let expected = Group { count: 1, money: Some(money) };
            if found.get(kind) == Some(&expected) && !self.must.contains_key(kind) {
                found.remove(kind);
            }
        }
        for (kind, due) in &self.must {
            let is_it = found
                .remove(kind)
                .is_some_and(|group| group.count == due.count && (due.money.is_none() || group.money == due.money));
            if !is_it {
                wrong.push(format!("{kind} is not open as it must be: {} of {:?}", due.count, due.money));
            }
        }
        wrong.extend(found.into_iter().map(|(kind, group)| {
            format!("{} of {kind} are open, holding up {:?}: nothing calls for them", group.count, group.money)
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
            if compared.lacks_freight {
                explained.hidden = 1;
                let (amount, tax) = freight(revision);
                whole += amount + tax;
                prediction.add("echo_differs", (single.len() == 1).then_some(whole));
            }
            for _ in 0..doubled {
                prediction.add("found_twice", Some(now.sums.current_total_price));
            }
            if differs(revision, now) {
                let larger = revision.sums.current_total_price.max(now.sums.current_total_price);
                prediction.add("changed_after_export", Some(larger));
                explained.predictions.push(prediction);
            } else if let Err(says) = waiting_parts(oracle, now, &compared.unbooked, whole, &mut prediction) {
                explained.faults.push(("I1", says));
            } else {
                explained.predictions.push(prediction);
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
            prediction.add("money_kept", Some(kept));
        }
        explained.predictions.push(prediction);
        return explained;
    }
    for kind in oracle.holds(now) {
        prediction.add(kind, Some(total));
    }
    if is_routed(now) {
        if prediction.must.is_empty() {
            let parts: Vec<PartKey> = oracle.parts(now).into_keys().collect();
            if let Err(says) = waiting_parts(oracle, now, &parts, Decimal::ZERO, &mut prediction) {
                explained.faults.push(("I1", says));
                return explained;
            }
        }
    } else if clock.duration_since(now.updated_at) > SURELY_UNROUTED {
        prediction.add("routing_incomplete", Some(total));
    } else {
        prediction.may = Some(("routing_incomplete", total));
    }
    explained.predictions.push(prediction);
    explained
}

/// What holds the parts of which nothing is booked. All of their money is the order's less what was posted.
///
/// # Errors
/// When nothing holds one of them: its units are lost.
fn waiting_parts(
    oracle: &Oracle,
    order: &Order,
    unbooked: &[PartKey],
    posted: Decimal,
    prediction: &mut Prediction,
) -> Result<(), String> {
    let parts = oracle.parts(order);
    let left = order.sums.current_total_price - posted;
    for key in unbooked {
        let Some(lines) = parts.get(key) else { return Err(format!("no line is of the part {key:?}")) };
        let kinds = oracle.lacks(order, lines);
        if kinds.is_empty() {
            return Err(format!("nothing is booked of the part {key:?}, and nothing holds it: {lines:?}"));
        }
        for kind in kinds {
            prediction.add(kind, (unbooked.len() == 1).then_some(left));
        }
    }
    Ok(())
}
