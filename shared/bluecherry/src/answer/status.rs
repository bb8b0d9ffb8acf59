//! The answer to the question for the status.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::gateway::{Stopped, stopped};
use super::{Reply, reading, wait};

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
        None => match status(reply).filter(|_| reply.status == 200) {
            Some(status) => StatusAnswer::Status(status),
            None => StatusAnswer::NotNow {
                until: wait::retry_after(reply),
                why: format!("BlueCherry answered {} without a status", reply.status),
            },
        },
    }
}

fn status(reply: &Reply) -> Option<Status> {
    let body = reply.json();
    let window = &body["window"];
    let window = if reading::code(&window["state"])? == OPEN {
        Window::Open
    } else {
        let until = reading::text(&window["until"]).zip(reading::text(&body["utc_offset"]));
        Window::Closed { until: until.and_then(|(until, offset)| wait::at_offset(&until, &offset)) }
    };
    Some(Status { company: reading::code(&body["company"])?, environment: reading::code(&body["env_code"])?, window })
}
