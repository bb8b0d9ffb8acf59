//! The answer to a post.

use domain::code::SalesOrderNumber;
use domain::import::ImportId;
use domain::reference::ExternalReference;
use domain::sales_order::SalesOrderLine;
use domain::step::PostAnswer;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::clock::Clock;
use super::gateway::{Stopped, stopped};
use super::rejection::{self, Rejection};
use super::{Reply, booked, reading};
use crate::settings::ReferenceField;

/// What an answer to the post of these lines means.
pub fn read(reply: &Reply, posted: &[SalesOrderLine], zone: &TimeZone) -> PostAnswer {
    let body = reply.json();
    let clock = Clock::ours(reply, zone);
    let rejection = Rejection::read(&body, &clock);
    match (stopped(reply, zone), reply.status, rejection) {
        (Some(Stopped::Refused { why }), ..) => PostAnswer::Refused { why },
        (Some(Stopped::Later { until, why }), ..) => PostAnswer::NotDone { until, why },
        (None, 200..=299 | 400 | 409 | 422, Some(rejection)) => rejected(reply.status, &body, rejection),
        (None, 400 | 413 | 415 | 422, None) => PostAnswer::Rejected(vec![rejection::bare()]),
        (None, 200 | 201, None) => accepted(&body, posted),
        (None, 202, None) => staged(&body, &clock),
        (None, status, _) => unknown(format!("BlueCherry answered {status}, which says nothing of the sales order")),
    }
}

/// Whether what was booked is filed under another reference than it was posted under, where no probe would find it.
pub fn is_filed_elsewhere(reply: &Reply, reference: &ExternalReference, field: ReferenceField) -> bool {
    booked::is_under(&reply.json(), reference, field) == Some(false)
}

/// The number of what was accepted, for providers whose answer says no more.
pub(crate) fn accepted_number(reply: &Reply, zone: &TimeZone) -> Option<SalesOrderNumber> {
    let body = reply.json();
    let accepted = matches!(reply.status, 200 | 201) && Rejection::read(&body, &Clock::ours(reply, zone)).is_none();
    accepted.then(|| booked::number(&body)).flatten()
}

/// The sales order of a number, read back after it was accepted.
pub(crate) fn read_back(reply: &Reply, number: &SalesOrderNumber, posted: &[SalesOrderLine]) -> PostAnswer {
    let body = reply.json();
    match booked::read(&body, posted) {
        Ok(booked) if reply.status == 200 && booked.number == *number => PostAnswer::Booked(Box::new(booked)),
        _ => unread_back(number, &format!("the read by number was answered {} without that order", reply.status)),
    }
}

/// It is booked, but nobody knows what: a probe will see.
pub(crate) fn unread_back(number: &SalesOrderNumber, why: &str) -> PostAnswer {
    unknown(format!("BlueCherry accepted it as {number}, but {why}"))
}

fn accepted(body: &Value, posted: &[SalesOrderLine]) -> PostAnswer {
    match booked::read(body, posted) {
        Ok(booked) => PostAnswer::Booked(Box::new(booked)),
        Err("ord_num") => unknown("BlueCherry answered with success, but without a sales order number".to_owned()),
        Err(lacks) => unknown(format!(
            "BlueCherry accepted the sales order, but its answer lacks a readable `{lacks}`; if it never has one, set the echo to read-back"
        )),
    }
}

/// It waits for an import. Without the import's number nobody could ask what became of it.
fn staged(body: &Value, clock: &Clock) -> PostAnswer {
    match reading::text(&body["import_id"]).and_then(|text| ImportId::parse(&text).ok()) {
        Some(import) => PostAnswer::Staged { import, until: clock.ahead(&body["next_at"]) },
        None => unknown("BlueCherry staged the sales order (202), but gives no number of the import".to_owned()),
    }
}

fn rejected(status: u16, body: &Value, rejection: Rejection) -> PostAnswer {
    if booked::number(body).is_some() {
        // Taking it for refused could post it twice.
        return unknown(format!("BlueCherry gave both a sales order number and errors: {}", rejection.codes()));
    }
    if rejection.is_for_now() {
        let why = format!("BlueCherry takes nothing now: {}", rejection.codes());
        return PostAnswer::NotDone { until: rejection.until, why };
    }
    if status == 409 || rejection.is_duplicate() {
        return unknown(format!("BlueCherry knows something under this reference already: {}", rejection.codes()));
    }
    PostAnswer::Rejected(rejection.errors)
}

fn unknown(why: String) -> PostAnswer {
    PostAnswer::Unknown { why }
}
