//! The answer to the question for the status.

use domain::import::Imports;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::clock::Clock;
use super::gateway::{Stopped, stopped};
use super::{Reply, reading, wait};

/// Orders are booked at once (contract, assumed). A mode that is not known is staged: whoever waits for an import that never
/// comes is seen, and a second sales order is not.
const SYNCHRONOUS: &str = "SYNC";
/// The one state of the window in which orders are taken (contract, assumed). A state that is not known is closed.
const OPEN: &str = "OPEN";

/// What BlueCherry says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Status {
    /// The company that answered, in upper case.
    pub company: String,
    /// The environment that answered, in upper case, whatever the URL says.
    pub environment: String,
    /// Whether orders are taken.
    pub window: Window,
    /// When staged orders are imported; none where orders are booked at once, or where nothing is told of imports.
    pub imports: Option<Imports>,
}

/// Whether orders are taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Window {
    /// They are.
    Open,
    /// They are not.
    Closed {
        /// When they are again, if that was said.
        until: Option<Timestamp>,
    },
}

/// What came of asking for the status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StatusAnswer {
    /// The key or the address is refused: no repetition helps until a person acts.
    Refused {
        /// What was refused, and what to check.
        why: String,
    },
    /// The status.
    Status(Status),
    /// No answer now.
    NotNow {
        /// When it may be asked again, if that was said.
        until: Option<Timestamp>,
        /// Why.
        why: String,
    },
}

/// What an answer to the question for the status means.
pub fn read(reply: &Reply, zone: &TimeZone) -> StatusAnswer {
    match stopped(reply, zone) {
        Some(Stopped::Refused { why }) => StatusAnswer::Refused { why },
        Some(Stopped::Later { until, why }) => StatusAnswer::NotNow { until, why },
        None => match status(reply, zone).filter(|_| reply.status == 200) {
            Some(status) => StatusAnswer::Status(status),
            None => StatusAnswer::NotNow {
                until: wait::retry_after(reply),
                why: format!("BlueCherry answered {} without a status", reply.status),
            },
        },
    }
}

fn status(reply: &Reply, zone: &TimeZone) -> Option<Status> {
    let body = reply.json();
    let clock = Clock::theirs(reply, &body, zone);
    let window = &body["window"];
    let window = if reading::code(&window["state"])? == OPEN {
        Window::Open
    } else {
        Window::Closed { until: clock.ahead(&window["until"]) }
    };
    let (company, environment) = (reading::code(&body["company"])?, reading::code(&body["env_code"])?);
    Some(Status { company, environment, window, imports: imports(&body["order_import"], &clock) })
}

fn imports(told: &Value, clock: &Clock) -> Option<Imports> {
    reading::code(&told["mode"]).filter(|mode| mode != SYNCHRONOUS)?;
    Some(Imports { last_begun: clock.behind(&told["last_begun_at"]), next_at: clock.ahead(&told["next_at"]) })
}
