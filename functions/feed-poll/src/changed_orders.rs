//! What a feed reads: Shopify's orders by their last change.

#![expect(async_fn_in_trait, reason = "one invocation is one task: its futures never move to another thread")]

use domain::id::OrderId;
use driver::ports::NotNow;
use jiff::Timestamp;

/// Where the orders that changed come from.
pub trait ChangedOrders {
    /// A page of the orders of any status that changed at `since` or later, by their last change and then by id; the first one,
    /// or the one behind a cursor.
    async fn page(&self, since: Timestamp, after: Option<&str>) -> PageAnswer;
}

/// What came of asking for a page.
#[derive(Clone, Debug)]
pub enum PageAnswer {
    /// The page.
    Page(Page),
    /// Shopify does not know the cursor, or no longer.
    CursorRefused,
    /// No answer now.
    NotNow(NotNow),
}

/// A page of orders that changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The orders.
    pub orders: Vec<Changed>,
    /// The cursor of the next page; none after the last.
    pub next: Option<String>,
    /// When Shopify answered, by its own clock.
    pub at: Timestamp,
}

/// An order that changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Changed {
    /// The order.
    pub order: OrderId,
    /// Its revision.
    pub updated_at: Timestamp,
}
