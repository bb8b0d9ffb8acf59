//! What came of an effect, applied to the order.

use jiff::Timestamp;

use crate::event::Event;
use crate::order::Order;
use crate::part::{Answer, IllegalTransition, Part, PartState};
use crate::policy::{Policy, later};
use crate::sales_order::Booked;
use crate::step::{FindAnswer, Outcome, PostAnswer};

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
                && order.image.as_ref().is_some_and(|held| {
                    let mut held = held.clone();
                    (held.updated_at, held.read_at) = (image.updated_at, image.read_at);
                    held.numbers_shown.clone_from(&image.numbers_shown);
                    held == *image
                });
            if same {
                Event::ReadUnchanged {
                    updated_at: image.updated_at,
                    read_at: image.read_at,
                    numbers_shown: image.numbers_shown,
                }
            } else {
                Event::Read { image, address }
            }
        }
        Outcome::Unread { why } => Event::Unread { why },
        Outcome::PutOff { until, why, reading } => {
            // A time that is over already would be asked again at once, and again.
            let until = until.filter(|until| *until > now).unwrap_or_else(|| later(now, policy.busy_retry));
            Event::PutOff { until, why, stale: reading }
        }
        Outcome::Posted { part, attempt, answer } => {
            let answer = match answer {
                PostAnswer::Booked(booked) => accepted(order, part, &booked, false),
                PostAnswer::NotDone { until, why } => {
                    // A time that is over already would be tried again at once, and again.
                    let until = until.filter(|until| *until > now).unwrap_or_else(|| later(now, policy.busy_retry));
                    Answer::NotDone { why, until: Some(until) }
                }
                PostAnswer::Refused { why } => Answer::NotDone { why, until: Some(later(now, policy.busy_retry)) },
                PostAnswer::Rejected(errors) => Answer::Rejected { errors },
                PostAnswer::Unknown { why } => Answer::Unknown { why, probe_at: None },
            };
            Event::Answered { part, attempt, answer }
        }
        Outcome::Found { part, attempt, answer } => {
            let answer = match answer {
                FindAnswer::Nothing if knows_a_number(order, part) => Answer::Unknown {
                    why: "nothing was found, but an earlier try was booked".to_owned(),
                    probe_at: Some(later(now, policy.busy_retry)),
                },
                FindAnswer::Nothing => Answer::FoundNothing,
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

/// Whether an earlier try of an open intent is known to have been booked.
fn knows_a_number(order: &Order, ordinal: u16) -> bool {
    order.parts.iter().any(|part| {
        part.ordinal == ordinal && matches!(&part.state, PartState::Sending(intent) if !intent.also.is_empty())
    })
}
