//! The book of deliveries.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::events::{Event, Topic};

/// What was counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    /// Requests sent, retries and duplicates included.
    pub sent: u64,
    /// Deliveries never sent, on purpose.
    pub lost: u64,
    /// Deliveries sent twice on purpose.
    pub duplicated: u64,
    /// Deliveries held back on purpose.
    pub delayed: u64,
    /// Deliveries whose first request came after that of a later change of the same order.
    pub overtaken: u64,
    /// Requests sent again because the one before wasn't answered 2xx.
    pub retried: u64,
    /// Requests that weren't answered 2xx in time.
    pub rejected: u64,
    /// Deliveries that no retry got through.
    pub given_up: u64,
    /// Deliveries under way.
    pub in_flight: u64,
}

/// One delivery's history; a duplicate is another one with the same ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The order.
    pub order: u64,
    /// The topic.
    pub topic: Topic,
    /// `X-Shopify-Webhook-Id`.
    pub webhook_id: String,
    /// The order's `updated_at` that the body carries.
    pub updated_at: Timestamp,
    /// When the event happened.
    pub triggered_at: Timestamp,
    /// Whether it was never sent, on purpose.
    pub lost: bool,
    /// When its first request was sent, or would have been.
    pub first_sent_at: Timestamp,
    /// When it was answered 2xx.
    pub answered_at: Option<Timestamp>,
    /// Requests sent.
    pub requests: u32,
}

/// Counters and histories.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) counters: Counters,
    pub(super) history: Vec<Delivered>,
    latest: BTreeMap<u64, u64>,
}

impl Book {
    /// Opens a delivery's history, and gives its row.
    pub(super) fn open(&mut self, event: &Event, webhook_id: &str, now: Timestamp) -> usize {
        let latest = self.latest.entry(event.order).or_default();
        self.counters.overtaken += u64::from(event.change < *latest);
        *latest = event.change.max(*latest);
        self.write(event, webhook_id, now, false);
        self.history.len() - 1
    }

    /// Notes a delivery that is never sent.
    pub(super) fn lose(&mut self, event: &Event, webhook_id: &str, now: Timestamp) {
        self.counters.lost += 1;
        self.write(event, webhook_id, now, true);
    }

    fn write(&mut self, event: &Event, webhook_id: &str, now: Timestamp, lost: bool) {
        self.history.push(Delivered {
            order: event.order,
            topic: event.topic,
            webhook_id: webhook_id.to_owned(),
            updated_at: event.updated_at,
            triggered_at: event.triggered_at,
            lost,
            first_sent_at: now,
            answered_at: None,
            requests: 0,
        });
    }
}
