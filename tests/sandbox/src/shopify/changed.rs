//! The orders by their last change, page by page: what a sweep reads.

use std::ops::Bound;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::shop::Shop;

/// A page of the orders that changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Each order with its `updated_at`, the longest unchanged first; within a second by id.
    pub orders: Vec<(u64, Timestamp)>,
    /// Where the next page begins; none after the last.
    pub next: Option<String>,
}

impl Shop {
    /// The first so many of the orders that changed at `since` or later, cancelled ones included, and behind `after` where that is given: the
    /// `next` of a page before. An order that changes between two pages moves behind both.
    ///
    /// Text that is no cursor of a shop is no place in the order, and nothing is behind it; the API refuses it.
    pub fn changed_since(&self, since: Timestamp, after: Option<&str>, first: usize) -> Changed {
        let start = match after.map(place) {
            None => Bound::Included((since, 0)),
            Some(None) => return Changed::default(),
            Some(Some(place)) if place < (since, 0) => Bound::Included((since, 0)),
            Some(Some(place)) => Bound::Excluded(place),
        };
        let mut behind = self.by_change.range((start, Bound::Unbounded));
        let orders: Vec<_> = behind.by_ref().take(first).map(|&(at, id)| (id, at)).collect();
        let next = behind.next().and(orders.last()).map(|&(id, at)| cursor(at, id));
        Changed { orders, next }
    }
}

/// The cursor behind an order: base64 of `{"last_id":…,"last_value":…}`, as Shopify's are (microsoft/BCApps' recorded answers).
pub(super) fn cursor(at: Timestamp, id: u64) -> String {
    STANDARD.encode(format!("{{\"last_id\":{id},\"last_value\":\"{at}\"}}"))
}

/// The place that a cursor names; none for other text.
pub(super) fn place(cursor: &str) -> Option<(Timestamp, u64)> {
    let text = String::from_utf8(STANDARD.decode(cursor).ok()?).ok()?;
    let (id, at) = text.strip_prefix("{\"last_id\":")?.strip_suffix("\"}")?.split_once(",\"last_value\":\"")?;
    Some((at.parse().ok()?, id.parse().ok()?))
}
