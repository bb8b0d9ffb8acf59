//! What came of an effect, applied to the order.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::event::Event;
use crate::import::Course;
use crate::order::Order;
use crate::part::{Answer, IllegalTransition, Intent, Part, PartState};
use crate::planted::{self, Bug};
use crate::policy::{Policy, later};
use crate::sales_order::Booked;
use crate::step::{FindAnswer, ImportAnswer, Outcome, PostAnswer};

/// Applies an outcome to an order, which may have moved on since the effect was decided: a part's outcome names its try.
/// Returns the order as it then is, and the events that led there; none when the outcome is no news.
///
/// # Errors
/// When the order never was in a state from which this can come: a bug.
pub fn apply_outcome(
    order: Order,
    outcome: Outcome,
    policy: &Policy,
    now: Timestamp,
) -> Result<(Order, Vec<Event>), IllegalTransition> {
    let event = event_of(&order, outcome, policy, now);
    let order = order.after(&event, now)?;
    Ok((order, vec![event]))
}

fn event_of(order: &Order, outcome: Outcome, policy: &Policy, now: Timestamp) -> Event {
    match outcome {
        Outcome::Read(image, address) => {
            let same = order.address.as_ref() == Some(&address)
                && order.image.as_ref().is_some_and(|held| held.shows_what(&image));
            if same {
                Event::ReadUnchanged {
                    updated_at: image.updated_at,
                    read_at: image.read_at,
                    numbers_shown: image.numbers_shown,
                }
            } else {
                Event::Read { image: Arc::new(*image), address }
            }
        }
        Outcome::Unread { why } => Event::Unread { why },
        Outcome::PutOff { until, why, reading } => {
            // A time that is over already would be asked again at once, and again.
            let until = until.filter(|until| *until > now && !planted::is(Bug::PollsEachMinute));
            let until = until.unwrap_or_else(|| later(now, policy.busy_retry));
            Event::PutOff { until, why, stale: reading }
        }
        Outcome::Posted { part, attempt, answer } => {
            let answer = match answer {
                PostAnswer::Booked(booked) => accepted(order, part, &booked, false),
                PostAnswer::Staged { import, until } => {
                    Answer::Staged { import, probe_at: after_import(until, policy, now) }
                }
                PostAnswer::NotDone { until, why } => {
                    // A time that is over already would be tried again at once, and again.
                    let until = until.filter(|until| *until > now).unwrap_or_else(|| later(now, policy.busy_retry));
                    Answer::NotDone { why, until: Some(until) }
                }
                PostAnswer::Refused { why } => Answer::NotDone { why, until: Some(later(now, policy.busy_retry)) },
                PostAnswer::Rejected(errors) => Answer::Rejected { errors },
                PostAnswer::Unknown { why } if planted::is(Bug::NoLookupAfterUnknown) => {
                    Answer::NotDone { why, until: Some(later(now, policy.busy_retry)) }
                }
                PostAnswer::Unknown { .. } if planted::is(Bug::UnknownIsException) => {
                    Answer::Rejected { errors: Vec::new() }
                }
                PostAnswer::Unknown { why } => {
                    Answer::Unknown { why, probe_at: planted::is(Bug::CreateOnFirstZeroHit).then_some(now) }
                }
            };
            Event::Answered { part, attempt, answer }
        }
        Outcome::Found { part, attempt, answer, course } => {
            let answer = match answer {
                FindAnswer::Nothing if knows_a_number(order, part) => Answer::Unknown {
                    why: "nothing was found, but an earlier try was booked".to_owned(),
                    probe_at: Some(later(now, policy.busy_retry)),
                },
                FindAnswer::Nothing => nothing_found(order, part, &course, policy, now),
                FindAnswer::One(_) if planted::is(Bug::CreateOnOneHit) => Answer::FoundNothing,
                FindAnswer::One(booked) => accepted(order, part, &booked, true),
                FindAnswer::Several(numbers) => Answer::FoundTwice { numbers },
                FindAnswer::Refused { why } => Answer::Unknown { why, probe_at: Some(later(now, policy.busy_retry)) },
                FindAnswer::Unanswered { until, why } => {
                    let until = until.filter(|until| *until > now).unwrap_or_else(|| later(now, policy.busy_retry));
                    Answer::Unknown { why, probe_at: Some(until) }
                }
            };
            Event::Answered { part, attempt, answer }
        }
        Outcome::Imported { part, attempt, answer } => {
            let answer = imported(order, part, answer, policy, now);
            Event::Answered { part, attempt, answer }
        }
        Outcome::NumbersRefused { numbers, why } => Event::NumbersRefused { numbers, why },
        Outcome::NumbersWritten { numbers } => Event::NumbersWritten { numbers },
    }
}

/// The echo check: what was booked against what was frozen.
fn accepted(order: &Order, ordinal: u16, booked: &Booked, probed: bool) -> Answer {
    let part = order.parts.iter().find(|part| part.ordinal == ordinal);
    let differs = part.and_then(Part::posted).and_then(|posted| posted.difference_from(booked));
    Answer::Accepted { number: booked.number.clone(), differs, probed }
}

fn imported(order: &Order, part: u16, answer: ImportAnswer, policy: &Policy, now: Timestamp) -> Answer {
    let again = |until: Option<Timestamp>| {
        Some(until.filter(|until| *until > now).unwrap_or_else(|| later(now, policy.busy_retry)))
    };
    let intent = open_intent(order, part);
    match answer {
        ImportAnswer::Posted(number) => Answer::Imported { number },
        ImportAnswer::Rejected(errors) => Answer::Rejected { errors },
        ImportAnswer::Staged { until } => match intent.and_then(|intent| intent.import.clone()) {
            Some(import) => Answer::Staged { import, probe_at: after_import(until, policy, now) },
            None => Answer::Unknown { why: "it is staged".to_owned(), probe_at: again(until) },
        },
        ImportAnswer::Nothing => Answer::NotStaged {
            probe_at: intent
                .map_or(now, |intent| policy.horizon.after(intent.send_by))
                .max(later(now, policy.horizon.read_lag)),
        },
        ImportAnswer::Refused { why } => Answer::Unknown { why, probe_at: again(None) },
        ImportAnswer::Unanswered { until, why } => Answer::Unknown { why, probe_at: again(until) },
    }
}

/// When a staged order is asked for: once the next import has run and can be read.
fn after_import(until: Option<Timestamp>, policy: &Policy, now: Timestamp) -> Timestamp {
    let import = until.filter(|until| *until > now).unwrap_or_else(|| later(now, policy.horizon.import_cycle));
    expected(later(import, policy.horizon.read_lag.max(policy.busy_retry)), now)
}

/// What it means that nothing was found.
fn nothing_found(order: &Order, part: u16, course: &Course, policy: &Policy, now: Timestamp) -> Answer {
    let unproven = open_intent(order, part)
        .and_then(|intent| proves_nothing_before(intent, course, policy, now).map(|probe_at| (intent, probe_at)));
    match unproven {
        Some((intent, probe_at)) => Answer::NotImported { probe_at, begun: first_import(intent, course, policy) },
        None => Answer::FoundNothing,
    }
}

/// Until when finding nothing proves nothing: what was staged is booked by the first import that begins once the call cannot
/// be under way any more, and none runs in a closed window. None when it proves that there is nothing.
fn proves_nothing_before(intent: &Intent, course: &Course, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    if planted::is(Bug::HorizonCountsClosedWindow) || planted::is(Bug::CreateOnFirstZeroHit) {
        return None;
    }
    let horizon = &policy.horizon;
    let imports = course.imports.filter(|imports| imports.last_begun.is_some() || horizon.import_cycle.is_zero());
    let Some(imports) = imports else {
        // Nothing is told of imports, so time must do; while the window was closed, none ran.
        let reopened = course.closed_until.filter(|_| !horizon.import_cycle.is_zero())?;
        let readable = later(reopened, horizon.import_cycle + horizon.read_lag + horizon.clock_margin);
        return (readable > now).then_some(expected(readable, now));
    };
    // By BlueCherry's clock, so with the margin. An import takes its time: no more than the cycle, by whose end it is over.
    let readable_after = horizon.import_cycle + horizon.read_lag + horizon.clock_margin;
    // The first one counts: where imports come one upon the other, the last has always just begun.
    if let Some(first) = first_import(intent, course, policy) {
        return Some(later(first, readable_after)).filter(|readable| *readable > now);
    }
    let next = imports.next_at.filter(|next| *next > now);
    Some(next.map_or(later(now, policy.busy_retry), |next| expected(later(next, readable_after), now)))
}

/// The first import that is known to have begun once the call could not be under way any more.
fn first_import(intent: &Intent, course: &Course, policy: &Policy) -> Option<Timestamp> {
    let landed = later(policy.horizon.landed_by(intent.send_by), policy.horizon.clock_margin);
    let last_begun = course.imports.and_then(|imports| imports.last_begun);
    intent.import_begun.or(last_begun.filter(|begun| *begun > landed))
}

/// No closed window and no pause of imports is so long; a time beyond is a mistake, and nobody waits for it in silence.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(96);

/// A time that BlueCherry lets expect, within reason.
fn expected(at: Timestamp, now: Timestamp) -> Timestamp {
    at.min(later(now, LONGEST_WAIT))
}

fn open_intent(order: &Order, ordinal: u16) -> Option<&Intent> {
    order.parts.iter().find(|part| part.ordinal == ordinal).and_then(|part| match &part.state {
        PartState::Sending(intent) => Some(intent.as_ref()),
        _ => None,
    })
}

/// Whether an earlier try of an open intent is known to have been booked.
fn knows_a_number(order: &Order, ordinal: u16) -> bool {
    order.parts.iter().any(|part| {
        part.ordinal == ordinal && matches!(&part.state, PartState::Sending(intent) if !intent.also.is_empty())
    })
}
