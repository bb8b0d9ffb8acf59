//! What the export lane does next with an order.

use std::sync::Arc;

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::difference::{Difference, differences};
use crate::eligibility::{eligible, money_kept};
use crate::exception::{Exception, Problem};
use crate::export::plan::{Planned, plan};
use crate::image::{Line, OrderImage};
use crate::money::Money;
use crate::order::{Order, Reading, Unread};
use crate::part::{Intent, Part, PartState};
use crate::planted::{self, Bug};
use crate::policy::{Policy, Rules, later};
use crate::step::{Effect, Rest, Step};

/// The next step of the export lane. Pure: the same order, rules and time always give the same step.
///
/// In this order: read what is known to be newer; settle what is unknown; post what is planned and certain not to stand;
/// show Shopify the numbers; rest. What is unknown at BlueCherry is settled in its time even while Shopify cannot be read.
pub fn next(order: &Order, rules: &Rules, now: Timestamp) -> Step {
    let waiting = match wait_for_shopify(order, rules, now) {
        Some(Step::Do(read)) => return Step::Do(read),
        Some(Step::Rest(waiting)) => Some(waiting),
        None => None,
    };
    let mut rest = Rest::default();
    for part in &order.parts {
        match unsettled(part, order.image.as_ref().map(|image| image.total), now) {
            Some(Unsettled::Probe(effect)) => return Step::Do(effect),
            Some(Unsettled::Wait(until)) => {
                rest.wake_at(until);
                tell_unknown_for_long(order, part, rules, now, &mut rest);
            }
            Some(Unsettled::Exception(exception)) => rest.exceptions.push(exception),
            None => {}
        }
    }
    if let Some(waiting) = waiting {
        return Step::Rest(meanwhile(order, rest, waiting));
    }
    let Some(image) = &order.image else { return Step::Do(Effect::ReadOrder) };

    let changed = changed_since_export(order, image);
    if changed.is_empty() {
        if let Some(effect) = post_what_is_planned(order, image, rules, now, &mut rest) {
            return Step::Do(effect);
        }
    } else if order.is_live() {
        let at_stake = at_stake(order, image);
        rest.exceptions.push(Exception::new(Problem::ChangedAfterExport { differences: changed }, at_stake));
    }
    if let Some(effect) = show_numbers(order, now, &mut rest) {
        return Step::Do(effect);
    }
    Step::Rest(rest)
}

/// Reading comes first whenever something newer is known of; an order that Shopify does not show is asked for again, and
/// becomes an exception in time.
fn wait_for_shopify(order: &Order, rules: &Rules, now: Timestamp) -> Option<Step> {
    let unread = order.unread.as_ref().filter(|_| order.stale);
    let exceptions: Vec<Exception> =
        unread.and_then(|unread| unread_problem(order, unread, rules, now)).into_iter().collect();
    if let Some(put_off) = order.put_off.as_ref().filter(|put_off| put_off.until > now && order.stale) {
        return Some(Step::Rest(Rest { until: Some(put_off.until), exceptions, ..Rest::default() }));
    }
    if order.reading == Reading::Outdated {
        return Some(Step::Do(Effect::ReadOrder));
    }
    let Some(unread) = unread else {
        return (order.stale || order.image.is_none()).then_some(Step::Do(Effect::ReadOrder));
    };
    // What could not be read may be our fault, or a passing one of Shopify's: it is tried again now and then. An order that
    // Shopify does not show is asked for more often, until that is an exception.
    let again = match (&unread.why, exceptions.is_empty()) {
        (Some(_), _) => Some(later(unread.last, rules.policy.patience)),
        (None, true) => Some(later(unread.last, rules.policy.recheck)),
        (None, false) => None,
    };
    Some(match again {
        Some(again) if again <= now => Step::Do(Effect::ReadOrder),
        until => Step::Rest(Rest { until, exceptions, ..Rest::default() }),
    })
}

/// Why an order that cannot be read needs a person, if it does already.
fn unread_problem(order: &Order, unread: &Unread, rules: &Rules, now: Timestamp) -> Option<Exception> {
    let at_stake = order.image.as_ref().map(|image| image.total);
    let problem = match &unread.why {
        Some(why) => Problem::OrderUnreadable { why: why.clone() },
        None if now >= later(unread.since, rules.policy.patience) => Problem::OrderNotFound,
        None => return None,
    };
    Some(Exception::new(problem, at_stake))
}

/// The rest of an order that cannot be read now: what needed a person still does.
fn meanwhile(order: &Order, mut rest: Rest, waiting: Rest) -> Rest {
    if let Some(until) = waiting.until {
        rest.wake_at(until);
    }
    let is_told_anew = |problem: &Problem| {
        matches!(
            problem,
            Problem::FoundTwice { .. }
                | Problem::OutcomeUnknown { .. }
                | Problem::EchoDiffers { .. }
                | Problem::OrderNotFound
                | Problem::OrderUnreadable { .. }
        )
    };
    let held = order.rest.exceptions.iter().map(|open| &open.exception);
    rest.exceptions.extend(held.filter(|held| !is_told_anew(&held.problem)).cloned());
    rest.exceptions.extend(waiting.exceptions);
    rest
}

enum Unsettled {
    Probe(Effect),
    Wait(Timestamp),
    Exception(Exception),
}

fn unsettled(part: &Part, at_stake: Option<Money>, now: Timestamp) -> Option<Unsettled> {
    match &part.state {
        PartState::Sending(intent) if now >= intent.probe_at => Some(Unsettled::Probe(probe(part.ordinal, intent))),
        PartState::Sending(intent) => Some(Unsettled::Wait(intent.probe_at)),
        PartState::FoundTwice { numbers } => Some(Unsettled::Exception(Exception::new(
            Problem::FoundTwice { part: part.ordinal, numbers: numbers.clone() },
            at_stake,
        ))),
        PartState::Differs { accepted, what } => Some(Unsettled::Exception(Exception::new(
            Problem::EchoDiffers { number: accepted.number.clone(), what: what.clone() },
            Money::new(accepted.sales_order.control.total, accepted.sales_order.currency),
        ))),
        PartState::Open { .. } | PartState::Accepted(_) | PartState::Rejected { .. } => None,
    }
}

/// What is staged is asked for by its import; all else by its reference.
fn probe(part: u16, intent: &Intent) -> Effect {
    match &intent.import {
        Some(import) => Effect::FindImport { part, attempt: intent.attempt, import: import.clone() },
        None => Effect::FindSalesOrder { part, attempt: intent.attempt, reference: intent.reference().clone() },
    }
}

/// An outcome that could not be found out long after it should be known needs a person, while it is still asked for. So do tries
/// that are lost one after the other: though each of them is found to have come to nothing, nobody is told why.
fn tell_unknown_for_long(order: &Order, part: &Part, rules: &Rules, now: Timestamp, rest: &mut Rest) {
    let PartState::Sending(intent) = &part.state else { return };
    let problem = Problem::OutcomeUnknown { part: part.ordinal, reference: intent.reference().clone() };
    let at_stake = Money::new(intent.sales_order.control.total, intent.sales_order.currency);
    let exception = Exception::new(problem, at_stake);
    let is_series = part.unknown_since.is_some();
    let is_told = is_series && order.rest.exceptions.iter().any(|open| open.exception.is_same_trouble(&exception));
    // While the call may still leave it is on its way, whatever became of those before it.
    let patience = patience_with(part.unknown_since, intent, &rules.policy).max(intent.send_by);
    if now < patience && !is_told {
        return rest.wake_at(patience);
    }
    rest.exceptions.push(exception);
}

/// When the patience with an outcome is over, or with the first of a series of tries whose outcome nobody was told. A window that
/// opens in the morning is no reason to wake anybody at night; that nothing is known after it opened is.
fn patience_with(unknown_since: Option<Timestamp>, intent: &Intent, policy: &Policy) -> Timestamp {
    let promised = intent.promised.unwrap_or(intent.send_by);
    let own = later(policy.horizon.after(intent.send_by).max(promised), policy.patience);
    let Some(since) = unknown_since else { return own };
    let first = later(policy.horizon.after(since), policy.patience);
    own.min(first.max(intent.promised.unwrap_or(first)))
}

/// In what the order differs from the revision that BlueCherry holds, or may hold, of it. While it only may hold it, nothing
/// more is posted: the parts of one order never come of two revisions.
fn changed_since_export(order: &Order, image: &OrderImage) -> Vec<Difference> {
    match (&order.plan, &order.address) {
        (Some(plan), Some(address)) if order.may_be_live() => differences(&plan.image, &plan.address, image, address),
        _ => Vec::new(),
    }
}

/// The larger side of a change: what may be shipped wrongly, or owed.
fn at_stake(order: &Order, image: &OrderImage) -> Money {
    order.plan.as_ref().map_or(image.total, |plan| {
        if plan.image.total.amount > image.total.amount { plan.image.total } else { image.total }
    })
}

/// The next part to post; what holds the others goes into `rest`.
fn post_what_is_planned(
    order: &Order,
    image: &OrderImage,
    rules: &Rules,
    now: Timestamp,
    rest: &mut Rest,
) -> Option<Effect> {
    if let Err(reason) = eligible(image, &rules.policy) {
        if order.may_be_live() {
            return None;
        }
        let read = money_kept(image, &reason).and_then(|kept| tell_kept(order, image, kept, rules, now, rest));
        rest.ineligible = Some(reason);
        return read;
    }
    if is_all_posted(order, image) {
        return None;
    }
    let planned = match plan(order, image, &rules.codes, &rules.policy) {
        Ok(planned) => planned,
        Err(held) => {
            rest.exceptions.extend(held.exceptions);
            return if held.unrouted { await_routing(order, image, rules, now, rest) } else { None };
        }
    };
    let mut effect = None;
    for part in planned {
        let held = order.parts.iter().find(|held| held.ordinal == part.part);
        let state = held.map(|held| &held.state);
        if state.is_some_and(PartState::may_be_live) {
            continue;
        }
        match &part.sales_order {
            Err(problems) => {
                rest.exceptions.extend(problems.iter().map(|problem| Exception::new(problem.clone(), part.total)));
            }
            Ok(sales_order) => match state {
                Some(PartState::Rejected { hash, errors })
                    if *hash == sales_order.hash() && held.is_some_and(|held| held.was_tried_with(&part.codes)) =>
                {
                    rest.exceptions.push(Exception::new(
                        Problem::ErpRejected { part: part.part, errors: errors.clone() },
                        part.total,
                    ));
                }
                Some(PartState::Open { not_before: Some(until) }) if *until > now => {
                    rest.wake_at(*until);
                    rest.exceptions.extend(held.and_then(|held| still_unknown(order, held)));
                }
                _ => {
                    let put_off = order.put_off.as_ref().filter(|put_off| put_off.until > now);
                    if planted::is(Bug::PartHoldsAll) && !rest.exceptions.is_empty() {
                        continue;
                    }
                    if let Some(put_off) = put_off {
                        rest.wake_at(put_off.until);
                        rest.exceptions.extend(held.and_then(|held| still_unknown(order, held)));
                    } else if effect.is_none() {
                        effect = Some(post(order, part, rules, now));
                    }
                }
            },
        }
    }
    effect
}

/// What was told of tries that are lost one after the other stays between them too.
fn still_unknown(order: &Order, part: &Part) -> Option<Exception> {
    part.unknown_since?;
    let is_parts = |exception: &&Exception| matches!(exception.problem, Problem::OutcomeUnknown { part: of, .. } if of == part.ordinal);
    order.rest.exceptions.iter().map(|open| &open.exception).find(is_parts).cloned()
}

/// Who cancels an order may pay it back a little later: money that is kept needs a person once patience is over. Shopify is
/// asked once more before that is told, since it does not always ring.
fn tell_kept(
    order: &Order,
    image: &OrderImage,
    kept: Exception,
    rules: &Rules,
    now: Timestamp,
    rest: &mut Rest,
) -> Option<Effect> {
    let since = image.cancelled_at.or(order.empty_since).unwrap_or(image.updated_at);
    let patience = later(since, rules.policy.patience);
    let is_told = order.rest.exceptions.iter().any(|open| open.exception.is_same_trouble(&kept));
    if now < patience && !is_told {
        rest.wake_at(patience);
        return None;
    }
    if !is_told && order.reading != Reading::Fresh {
        return Some(Effect::ReadOrder);
    }
    rest.exceptions.push(kept);
    None
}

/// Whether the order is what was planned, and just its units and its money stand at BlueCherry, or may: there is nothing left to
/// plan. Where more stands, as after a late answer to a part that has moved, the plan says what does not tie.
fn is_all_posted(order: &Order, image: &OrderImage) -> bool {
    let is_as_planned = order.plan.as_ref().is_some_and(|plan| plan.image.shows_what(image));
    let live = || order.parts.iter().filter(|part| part.state.may_be_live()).filter_map(Part::posted);
    let units = |line: &Line| -> u32 {
        let rows = live().flat_map(|posted| &posted.lines).filter(|row| row.shopify_line() == Some(line.id));
        rows.map(|row| row.quantity.0).sum()
    };
    let money = || live().map(|posted| posted.control.total).sum::<Decimal>();
    is_as_planned && image.standing_lines().all(|line| units(line) == line.current.0) && money() == image.total.amount
}

/// A post is planned only from an order that this worker has just read, address in hand.
fn post(order: &Order, planned: Planned, rules: &Rules, now: Timestamp) -> Effect {
    let Planned { part, key, sales_order: Ok(sales_order), codes, carries_charges, .. } = planned else {
        return Effect::ReadOrder;
    };
    if order.reading != Reading::Fresh {
        return Effect::ReadOrder;
    }
    let mut sales_order = sales_order;
    if planted::is(Bug::NeighboursWarehouse) {
        let order = Arc::make_mut(&mut sales_order);
        order.warehouse = planted::neighbours(Bug::NeighboursWarehouse, order.warehouse.clone());
    }
    let send_by = later(now, rules.policy.send_within);
    Effect::PostSalesOrder {
        part,
        key,
        intent: Box::new(Intent {
            attempt: 1 + order.attempts(part),
            hash: sales_order.hash(),
            sales_order,
            codes,
            carries_charges,
            send_by,
            probe_at: rules.policy.horizon.after(send_by),
            also: Vec::new(),
            import: None,
            promised: None,
            import_begun: None,
        }),
    }
}

/// Shopify does not always ring when it has routed an order: it is read again each time that it is looked at.
fn await_routing(order: &Order, image: &OrderImage, rules: &Rules, now: Timestamp, rest: &mut Rest) -> Option<Effect> {
    if order.reading != Reading::Fresh {
        return Some(Effect::ReadOrder);
    }
    let since = order.routing_since.unwrap_or(now);
    if now >= later(since, rules.policy.patience) {
        rest.exceptions.push(Exception::new(Problem::RoutingIncomplete, image.total));
        // Shopify does not always ring when it is mended.
        rest.wake_at(later(now, rules.policy.patience));
    } else {
        rest.wake_at(later(now, rules.policy.recheck));
    }
    None
}

/// Once nothing is left to post now and nothing is unknown, Shopify is shown the numbers that it does not show yet: all of
/// them at once, since each write rings.
fn show_numbers(order: &Order, now: Timestamp, rest: &mut Rest) -> Option<Effect> {
    let numbers = order.numbers();
    let is_shown =
        numbers == order.numbers_written && !(planted::is(Bug::EchoIsNews) && order.reading == Reading::Fresh);
    if numbers.is_empty() || is_shown || order.next_probe().is_some() {
        return None;
    }
    if let Some(refused) = order.numbers_refused.as_ref().filter(|refused| refused.numbers == numbers) {
        rest.exceptions.push(Exception::new(Problem::NumbersNotShown { why: refused.why.clone() }, None));
        return None;
    }
    match order.put_off.as_ref().filter(|put_off| put_off.until > now) {
        Some(put_off) => {
            rest.wake_at(put_off.until);
            None
        }
        None => Some(Effect::WriteNumbers { numbers }),
    }
}
