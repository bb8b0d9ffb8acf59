//! Refusals: the application's errors and the gateway's own.

use serde::Serialize;
use serde_json::{Value, json};

/// One reason why an order was refused, or a warning on one that was booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// `BC_…`; the list is our assumption.
    pub code: &'static str,
    /// `ERROR` or `WARN`.
    pub severity: &'static str,
    /// `HEADER` or `LINE`.
    pub scope: &'static str,
    /// Number of the line, in the scope of a line.
    pub line_no: Option<u32>,
    /// Which field.
    pub field: Option<String>,
    /// What it held.
    pub value: Option<String>,
    /// For a person.
    pub message: String,
    /// 'Y' when the very same call may pass later.
    pub retryable: &'static str,
}

impl Problem {
    /// A problem of the whole order.
    pub(super) fn header(code: &'static str, field: &str, value: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: "ERROR",
            scope: "HEADER",
            line_no: None,
            field: Some(field.to_owned()),
            value: Some(value.to_owned()),
            message: message.into(),
            retryable: "N",
        }
    }

    /// A problem of one line.
    pub(super) fn line(line_no: u32, code: &'static str, field: &str, value: &str, message: impl Into<String>) -> Self {
        Self { scope: "LINE", line_no: Some(line_no), ..Self::header(code, field, value, message) }
    }

    /// Nothing is wrong with the order: the company can't take it now.
    pub(super) fn later(code: &'static str, message: &str) -> Self {
        Self {
            code,
            severity: "ERROR",
            scope: "HEADER",
            line_no: None,
            field: None,
            value: None,
            message: message.to_owned(),
            retryable: "Y",
        }
    }

    /// The same, as a warning.
    pub(super) fn into_warning(self) -> Self {
        Self { severity: "WARN", ..self }
    }
}

/// The application's body for a refusal.
pub(super) fn rejection(request_id: &str, errors: &[Problem]) -> Value {
    json!({ "status": "REJECTED", "request_id": request_id, "errors": errors })
}

/// The gateway's body for a refusal, as Azure API Management writes it.
pub(super) fn gateway_message(status: u16, message: &str) -> Value {
    json!({ "statusCode": status, "message": message })
}
