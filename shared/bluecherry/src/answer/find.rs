//! The answer to a probe.

use domain::reference::ExternalReference;
use domain::step::FindAnswer;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::clock::Clock;
use super::gateway::{Stopped, stopped};
use super::rejection::Rejection;
use super::{Reply, booked, wait};
use crate::settings::ReferenceField;

/// What an answer to the question for this reference means. Only the application can say that there is nothing: a 404 of the
/// gateway means that the path leads nowhere.
pub fn read(reply: &Reply, reference: &ExternalReference, field: ReferenceField, zone: &TimeZone) -> FindAnswer {
    let body = reply.json();
    let rejection = Rejection::read(&body, &Clock::ours(reply, zone));
    match (reply.status, rejection, body["items"].as_array()) {
        (200 | 404 | 422, Some(rejection), None) if rejection.is_unknown_order() => FindAnswer::Nothing,
        (200 | 404, None, Some(items)) if items.is_empty() => FindAnswer::Nothing,
        (200, None, Some(items)) => found(items, reference, field),
        (status, rejection, _) => match stopped(reply, zone) {
            Some(Stopped::Refused { why }) => FindAnswer::Refused { why },
            Some(Stopped::Later { until, why }) => FindAnswer::Unanswered { until, why },
            None => unanswered(reply, rejection, status),
        },
    }
}

fn found(items: &[Value], reference: &ExternalReference, field: ReferenceField) -> FindAnswer {
    if !items.iter().all(|item| booked::is_under(item, reference, field) == Some(true)) {
        return unreadable("BlueCherry answered with a sales order of another reference");
    }
    if let [order] = items {
        return match booked::read(order, &[]) {
            Ok(booked) => FindAnswer::One(Box::new(booked)),
            Err(lacks) => unreadable(&format!("the sales order that was found lacks a readable `{lacks}`")),
        };
    }
    match items.iter().map(booked::number).collect() {
        Some(numbers) => FindAnswer::Several(numbers),
        None => unreadable("one of several sales orders that were found lacks a number"),
    }
}

fn unanswered(reply: &Reply, rejection: Option<Rejection>, status: u16) -> FindAnswer {
    let until: Option<Timestamp> = rejection.as_ref().and_then(|rejection| rejection.until);
    let codes = rejection.map(|rejection| format!(" ({})", rejection.codes())).unwrap_or_default();
    FindAnswer::Unanswered {
        until: until.or_else(|| wait::retry_after(reply)),
        why: format!("BlueCherry answered {status}{codes} to the question for the reference"),
    }
}

fn unreadable(why: &str) -> FindAnswer {
    FindAnswer::Unanswered { until: None, why: why.to_owned() }
}
