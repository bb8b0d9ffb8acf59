//! An answer, before HTTP gives it a form.

use serde_json::Value;

use super::gateway::Refusal;
use super::rejects::gateway_message;

/// What goes back to the caller.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After` in whole seconds.
    pub retry_after: Option<u64>,
    /// The body.
    pub body: Body,
}

/// The body of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// JSON of the application or the gateway.
    Json(Value),
    /// An error page of whatever stands in front.
    Html(&'static str),
}

const NO_KEY: &str = "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.";
const WRONG_KEY: &str =
    "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.";
const BAD_GATEWAY: &str = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>Microsoft-Azure-Application-Gateway/v2</center></body></html>";
const UNAVAILABLE: &str = "<html><head><title>503 Service Unavailable</title></head><body><h2>Our services aren't available right now</h2></body></html>";
const GATEWAY_TIMEOUT: &str = "<html><head><title>504 Gateway Time-out</title></head><body><center><h1>504 Gateway Time-out</h1></center><hr><center>Microsoft-Azure-Application-Gateway/v2</center></body></html>";

impl Answer {
    /// JSON with a status.
    pub(super) fn json(status: u16, body: Value) -> Self {
        Self { status, retry_after: None, body: Body::Json(body) }
    }

    /// The gateway refuses in its own words.
    pub(super) fn gateway(status: u16, message: &str) -> Self {
        Self::json(status, gateway_message(status, message))
    }

    /// 429 in the words of Azure API Management.
    pub(super) fn throttled(seconds: u64) -> Self {
        let message = format!("Rate limit is exceeded. Try again in {seconds} seconds.");
        Self { retry_after: Some(seconds), ..Self::gateway(429, &message) }
    }

    /// What the gateway refuses, in the words of Azure API Management.
    pub(super) fn refused(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoKey => Self::gateway(401, NO_KEY),
            Refusal::WrongKey => Self::gateway(401, WRONG_KEY),
            Refusal::Throttled { retry_after } => Self::throttled(retry_after),
            Refusal::OutOfQuota { replenished_in } => {
                let (hours, minutes, seconds) = (replenished_in / 3600, replenished_in / 60 % 60, replenished_in % 60);
                let span = format!("{hours:02}:{minutes:02}:{seconds:02}");
                Self::gateway(403, &format!("Out of call volume quota. Quota will be replenished in {span}."))
            }
        }
    }

    /// 502 with a page.
    pub(super) fn bad_gateway() -> Self {
        Self { status: 502, retry_after: None, body: Body::Html(BAD_GATEWAY) }
    }

    /// 503 with a page: nothing behind the gateway answers.
    pub(super) fn unavailable() -> Self {
        Self { status: 503, retry_after: None, body: Body::Html(UNAVAILABLE) }
    }

    /// 504 with a page: what stands behind the gateway took too long, and may have booked.
    pub(super) fn gateway_timeout() -> Self {
        Self { status: 504, retry_after: None, body: Body::Html(GATEWAY_TIMEOUT) }
    }

    /// The JSON body, or null for a page.
    pub fn value(&self) -> &Value {
        match &self.body {
            Body::Json(value) => value,
            Body::Html(_) => &Value::Null,
        }
    }
}
