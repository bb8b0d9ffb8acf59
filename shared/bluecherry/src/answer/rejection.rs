//! The application's refusal, whatever HTTP status it comes under. Its messages and values may quote a customer's data and
//! are dropped.

use domain::exception::ErpError;
use jiff::Timestamp;
use serde_json::Value;

use super::clock::Clock;
use super::reading;

/// Stands for an error that names no code.
pub(super) const BARE: &str = "BC_BAD_REQUEST";

/// Nothing is wrong with the order: it may be sent again later. The list is assumed, as all codes are.
const LATER: [&str; 3] = ["BC_BATCH_RUNNING", "BC_WINDOW_CLOSED", "BC_BUSY"];
/// An order stands under this reference, with other content. Which one, only a probe can say.
const DUPLICATE: &str = "BC_DUP_EXT_REF";
/// There is no such order.
const UNKNOWN_ORDER: &str = "BC_ORD_UNKNOWN";
/// There is no such import.
const UNKNOWN_IMPORT: &str = "BC_IMPORT_UNKNOWN";

/// Errors that stopped the call. Warnings, and holds under which an order was accepted, are none.
#[derive(Debug)]
pub(super) struct Rejection {
    /// At least one.
    pub(super) errors: Vec<ErpError>,
    /// Until when it is pointless to try again, if that was said.
    pub(super) until: Option<Timestamp>,
}

impl Rejection {
    /// The rejection that a body holds, if it holds one.
    pub(super) fn read(body: &Value, clock: &Clock) -> Option<Self> {
        let listed = body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut errors: Vec<ErpError> = listed.iter().filter(|item| is_error(item)).map(error).collect();
        if errors.is_empty() {
            if reading::code(&body["status"]).as_deref() != Some("REJECTED") {
                return None;
            }
            errors.push(bare());
        }
        Some(Self { errors, until: clock.ahead(&body["until"]) })
    }

    /// Whether the very same order may be booked later.
    pub(super) fn is_for_now(&self) -> bool {
        self.errors.iter().all(|error| LATER.contains(&error.code.as_str()))
    }

    /// Whether it is said that the reference is taken.
    pub(super) fn is_duplicate(&self) -> bool {
        self.errors.iter().any(|error| error.code == DUPLICATE)
    }

    /// Whether it is said that there is no such order.
    pub(super) fn is_unknown_order(&self) -> bool {
        self.errors.iter().all(|error| error.code == UNKNOWN_ORDER)
    }

    /// Whether it is said that nothing was staged so.
    pub(super) fn is_unknown_import(&self) -> bool {
        self.errors.iter().all(|error| error.code == UNKNOWN_IMPORT)
    }

    /// The codes, for a sentence.
    pub(super) fn codes(&self) -> String {
        self.errors.iter().map(|error| error.code.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// An error without a code.
pub(super) fn bare() -> ErpError {
    ErpError { code: BARE.to_owned(), line: None, field: None }
}

/// What names no severity counts as an error.
fn is_error(item: &Value) -> bool {
    let held = reading::code(&item["code"]).is_some_and(|code| code.starts_with("BC_HOLD_"));
    !held && reading::code(&item["severity"]).as_deref() != Some("WARN")
}

fn error(item: &Value) -> ErpError {
    // A code or field that has not the form of one may be a message in the wrong place.
    let name = |text: String| {
        let plain =
            |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '-' | '[' | ']');
        (text.len() <= 60 && text.chars().all(plain)).then_some(text)
    };
    ErpError {
        code: reading::code(&item["code"]).and_then(name).unwrap_or_else(|| BARE.to_owned()),
        line: reading::count(&item["line_no"]),
        field: reading::text(&item["field"]).and_then(name),
    }
}
