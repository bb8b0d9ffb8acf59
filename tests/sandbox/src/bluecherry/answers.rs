//! What a company answers over HTTP: its typed answers, rendered as the contract says.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::answer::Answer;
use super::books::{BookedOrder, Posting};
use super::codes::Script;
use super::company::{Booking, Company};
use super::echo;
use super::imports::{ImportState, ImportTimes};
use super::orders::SalesOrder;
use super::rejects::{Problem, rejection};

impl Company {
    /// Posts an order that meets no fault.
    pub fn post_order(&mut self, order: &SalesOrder, now: Timestamp) -> Answer {
        let (posting, _) = self.arrive(order);
        self.book(order, &posting, now)
    }

    /// Takes an order that has arrived, and tells what came of it.
    pub fn book(&mut self, order: &SalesOrder, posting: &Posting, now: Timestamp) -> Answer {
        match self.take(order, posting, now) {
            Booking::Booked(booked) => Answer::json(201, self.booked(&booked, order)),
            Booking::Duplicate(standing) => {
                let mut body = self.posted(&standing);
                body["duplicate"] = json!("Y");
                Answer::json(200, body)
            }
            Booking::Conflict(standing) => {
                let problem = self.conflict(&standing, &posting.reference);
                Answer::json(409, rejection(&posting.request_id, &[problem]))
            }
            Booking::Staged { import_id, next_at } => {
                let waits = ImportState::Staged { next_at };
                Answer::json(202, self.import(&import_id, &waits))
            }
            Booking::Rejected(problems) => {
                let status = if self.switches.features.rejections_as_200 { 200 } else { 422 };
                Answer::json(status, rejection(&posting.request_id, &problems))
            }
            Booking::Closed { until } => {
                let closed = Problem::later("BC_WINDOW_CLOSED", "Orders are not taken now.");
                let mut body = rejection(&posting.request_id, &[closed]);
                body["until"] = Value::String(self.local(until));
                Answer::json(503, body)
            }
        }
    }

    /// The orders that are seen under a reference: none is 404, and two are two.
    pub fn orders_by_reference(&mut self, reference: &str, now: Timestamp) -> Answer {
        self.import_due(now);
        let items: Vec<Value> = self.seen_under(reference, now).iter().map(|order| self.echo(order)).collect();
        if items.is_empty() {
            return self.unknown("BC_ORD_UNKNOWN", "ext_ref", reference);
        }
        Answer::json(200, json!({ "items": items }))
    }

    /// The order of a number.
    pub fn order_by_number(&mut self, ord_num: &str, now: Timestamp) -> Answer {
        self.import_due(now);
        match self.seen_by_number(ord_num, now) {
            Some(order) => Answer::json(200, self.echo(&order)),
            None => self.unknown("BC_ORD_UNKNOWN", "ord_num", ord_num),
        }
    }

    /// What became of a staged order.
    pub fn import_by_id(&mut self, import_id: &str, now: Timestamp) -> Answer {
        self.import_due(now);
        match self.import_state(import_id, now) {
            Some(state) => Answer::json(200, self.import(import_id, &state)),
            None => self.unknown("BC_IMPORT_UNKNOWN", "import_id", import_id),
        }
    }

    /// Who answers, what time it is there, whether orders are taken, and when they are imported.
    pub fn status(&mut self, now: Timestamp) -> Answer {
        self.import_due(now);
        let state = self.state(now);
        let window = self.closed_window(now);
        let offset = now.to_zoned_datetime(self.settings().zone.clone()).strftime("%:z").to_string();
        Answer::json(
            200,
            json!({
                "company": self.script_of_answers().code(&state.company, 8),
                "env_code": state.environment.code(),
                "server_time": self.local(now),
                "utc_offset": offset,
                "window": {
                    "state": window.map_or(json!("OPEN"), |window| json!(window.state)),
                    "until": state.closed_until.map(|until| self.local(until)),
                },
                "order_import": self.order_import(state.import),
            }),
        )
    }

    fn order_import(&self, times: Option<ImportTimes>) -> Value {
        let Some(ImportTimes { last_begun, next_at }) = times else {
            return json!({ "mode": "SYNC" });
        };
        let last_begun = last_begun.map(|last_begun| self.local(last_begun));
        json!({ "mode": "STAGED", "last_begun_at": last_begun, "next_at": self.local(next_at) })
    }

    fn import(&self, import_id: &str, state: &ImportState) -> Value {
        let script = self.script_of_answers();
        let mut body = json!({ "import_id": script.text(import_id, 20), "ord_num": null, "errors": [] });
        let name = match state {
            ImportState::Staged { next_at } => {
                body["next_at"] = json!(self.local(*next_at));
                "STAGED"
            }
            ImportState::Posted { ord_num } => {
                body["ord_num"] = json!(script.text(ord_num, 10));
                "POSTED"
            }
            ImportState::Rejected(problems) => {
                body["errors"] = json!(problems);
                "REJECTED"
            }
        };
        body["state"] = json!(script.code(name, 10));
        body
    }

    fn booked(&self, booked: &BookedOrder, order: &SalesOrder) -> Value {
        let mut body = self.posted(booked);
        if booked.ext_ref != order.ext_ref {
            let field = self.settings().reference_field.name();
            let warning = Problem::header("BC_EXT_REF", field, &booked.ext_ref, "This is the reference that is kept.");
            body["warnings"] = json!([warning.into_warning()]);
        }
        body
    }

    fn posted(&self, booked: &BookedOrder) -> Value {
        let mut body = self.echo(booked);
        body["line_map"] = echo::line_map(booked);
        body["warnings"] = json!([]);
        body
    }

    fn echo(&self, booked: &BookedOrder) -> Value {
        echo::order(booked, self.script_of_answers(), &self.settings().zone)
    }

    fn local(&self, moment: Timestamp) -> String {
        echo::local_time(moment, &self.settings().zone)
    }

    fn script_of_answers(&self) -> Script {
        if self.switches.features.padded_codes { Script::Padded } else { Script::Tidy }
    }

    fn unknown(&mut self, code: &'static str, field: &str, value: &str) -> Answer {
        let problem = Problem::header(code, field, value, "There is no such thing here.");
        let request_id = self.next_request();
        Answer::json(404, rejection(&request_id, &[problem]))
    }
}
