//! Waits as a trail tells of them: which entry begins one, until when, and what it names as the reason.

use domain::event::Event;
use domain::exception::Problem;
use domain::order::Order;
use domain::part::{Answer, Intent, PartState};
use jiff::Timestamp;

/// A wait.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wait {
    /// When it began, by the clock of whoever waits.
    pub at: Timestamp,
    /// Until when, if the entry says so.
    pub until: Option<Timestamp>,
    /// What it names.
    pub names: Named,
}

/// The reason that a wait names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Named {
    /// These words; and the part whose try waits, with the moment until which its call might leave.
    Words(String, Option<(u16, Timestamp)>),
    /// An import that will book it.
    Staged(String),
    /// Nothing was found of a call that might leave until then, and no import has run since.
    NotImported(Option<Timestamp>),
    /// BlueCherry knows no such import of a call that might leave until then.
    NotStaged(Option<(String, Timestamp)>),
    /// What the order already waits for: its rest says until when somebody looks.
    Held,
    /// An outcome that has to be known by then.
    Outcome,
    /// Shopify shows no such order.
    Unread,
    /// Units without a location; and whether that is an exception already.
    Routing(bool),
    /// The rest of the money, to be paid back for an order of which nothing is left to send.
    Refund,
}

/// The wait that an entry begins, if it begins one.
pub(super) fn begun(order: &Order, event: &Event, at: Timestamp) -> Option<Wait> {
    let (names, until) = match event {
        Event::PutOff { until, why, .. } => (Named::Words(why.clone(), None), Some(*until)),
        Event::Answered { part, attempt, answer } => answered(order, *part, *attempt, answer)?,
        Event::Rested { until: Some(until), exceptions, ineligible } => {
            let is_told = exceptions.iter().any(|exception| exception.problem == Problem::RoutingIncomplete);
            let names = match rest(order, *until, is_told) {
                Named::Routing(_) if ineligible.is_some() => Named::Refund,
                names => names,
            };
            (names, Some(*until))
        }
        _ => return None,
    };
    Some(Wait { at, until, names })
}

fn answered(order: &Order, part: u16, attempt: u32, answer: &Answer) -> Option<(Named, Option<Timestamp>)> {
    let intent = intents(order).find(|(held, intent)| *held == part && intent.attempt == attempt);
    let send_by = intent.map(|(_, intent)| intent.send_by);
    Some(match answer {
        Answer::NotDone { why, until } => (Named::Words(why.clone(), send_by.map(|by| (part, by))), *until),
        Answer::Unknown { why, probe_at } => (Named::Words(why.clone(), send_by.map(|by| (part, by))), *probe_at),
        Answer::Staged { import, probe_at } => (Named::Staged(import.to_string()), Some(*probe_at)),
        Answer::NotImported { probe_at, .. } => (Named::NotImported(send_by), Some(*probe_at)),
        Answer::NotStaged { probe_at } => {
            let import = intent.and_then(|(_, intent)| Some((intent.import.as_ref()?.to_string(), intent.send_by)));
            (Named::NotStaged(import), Some(*probe_at))
        }
        _ => return None,
    })
}

/// What a rest waits for: the nearest of what was named before, or what only a rest names.
fn rest(order: &Order, until: Timestamp, is_told: bool) -> Named {
    let is_put_off = order.put_off.as_ref().is_some_and(|held| held.until == until);
    let is_asked_for = order.parts.iter().any(|part| match &part.state {
        PartState::Open { not_before } => *not_before == Some(until),
        PartState::Sending(intent) => intent.probe_at == until,
        _ => false,
    });
    if is_put_off || is_asked_for {
        return Named::Held;
    }
    if order.unread.is_some() && order.stale {
        return Named::Unread;
    }
    let is_open = intents(order).any(|(_, intent)| intent.probe_at > until && intent.send_by <= until);
    if is_open { Named::Outcome } else { Named::Routing(is_told) }
}

fn intents(order: &Order) -> impl Iterator<Item = (u16, &Intent)> {
    order.parts.iter().filter_map(|part| match &part.state {
        PartState::Sending(intent) => Some((part.ordinal, intent.as_ref())),
        _ => None,
    })
}
