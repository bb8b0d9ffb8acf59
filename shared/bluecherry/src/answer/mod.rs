//! What an answer means: pure functions of status, headers and bytes, one file for each question.
//!
//! After a post there are five meanings, and a wrong one costs a second sales order or a lost one: booked (with a number and
//! what was booked), staged for an import, certainly not done, certainly refused, and unknown, which is everything else.

mod booked;
mod clock;
pub mod find;
mod gateway;
pub mod import;
pub mod post;
mod reading;
mod rejection;
pub mod status;
mod wait;

use jiff::Timestamp;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer over HTTP, as it came.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body, decoded by nobody yet.
    pub body: Vec<u8>,
    /// When it arrived, by our clock: what `Retry-After` counts from.
    pub at: Timestamp,
}

impl Reply {
    /// The body if it is JSON, else null, in which nothing can be found.
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}
