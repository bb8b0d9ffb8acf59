//! What holds the parts of an order of which nothing is booked, and how much money it holds up.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sandbox::shopify::Order;

use super::amounts::{freight, goods};
use super::prediction::{Group, Prediction};
use crate::oracle::{Oracle, PartKey};

/// How much of an order is booked.
pub(super) struct Standing<'order> {
    /// The parts of which nothing is.
    pub unbooked: &'order [PartKey],
    /// What the others were posted as.
    pub posted: Decimal,
    /// The freight is on one of those.
    pub has_freight: bool,
}

/// What holds the parts of which nothing is booked. All of their money is the order's less what was posted.
///
/// # Errors
/// When nothing holds one of them: its units are lost.
pub(super) fn waiting_parts(
    oracle: &Oracle,
    order: &Order,
    standing: &Standing<'_>,
    prediction: &mut Prediction,
) -> Result<(), String> {
    let parts = oracle.parts(order);
    let mut held: BTreeMap<&'static str, Vec<&BTreeMap<u64, u32>>> = BTreeMap::new();
    let mut waiting = Vec::new();
    for key in standing.unbooked {
        let Some(lines) = parts.get(key) else { return Err(format!("no line is of the part {key:?}")) };
        let kinds = oracle.lacks(order, lines);
        if kinds.is_empty() {
            return Err(format!("nothing is booked of the part {key:?}, and nothing holds it: {lines:?}"));
        }
        for kind in kinds {
            held.entry(kind).or_default().push(lines);
        }
        waiting.push(lines);
    }
    for (kind, lines) in held {
        let count = lines.len();
        let group = if count == waiting.len() {
            Group { count, one_of: vec![order.sums.current_total_price - standing.posted], pennies: 0 }
        } else {
            some_of(oracle, order, standing, &waiting, &lines)
        };
        prediction.must.insert(kind, group);
    }
    Ok(())
}

/// What is held up where some of the waiting parts lack one thing and the others another: each its goods, and one the freight, if
/// no part that stands has it. That is one that can go, if there is such a one.
fn some_of(
    oracle: &Oracle,
    order: &Order,
    standing: &Standing<'_>,
    waiting: &[&BTreeMap<u64, u32>],
    lines: &[&BTreeMap<u64, u32>],
) -> Group {
    let (amount, pennies) = lines
        .iter()
        .map(|lines| goods(order, lines))
        .fold((Decimal::ZERO, 0), |(sum, off), one| (sum + one.0, off + one.1));
    let is_any_ready = waiting.iter().any(|lines| oracle.can_go(order, lines));
    let may_have_it = |lines: &BTreeMap<u64, u32>| !is_any_ready || oracle.can_go(order, lines);
    let is_here = !standing.has_freight && lines.iter().any(|lines| may_have_it(lines));
    let others = waiting.iter().filter(|one| !lines.contains(one));
    let is_elsewhere = standing.has_freight || others.into_iter().any(|lines| may_have_it(lines));
    let (freight, tax) = freight(order);
    let mut one_of = Vec::new();
    if is_here {
        one_of.push(amount + freight + tax);
    }
    if is_elsewhere {
        one_of.push(amount);
    }
    Group { count: lines.len(), one_of, pennies }
}
