//! What Shopify's order routing makes of an order: fulfilment orders, each at one location.

use serde::Serialize;

/// A set of lines that one location is to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FulfillmentOrder {
    /// The number in `gid://shopify/FulfillmentOrder/…`.
    pub id: u64,
    /// Where it stands.
    pub status: FulfillmentOrderStatus,
    /// The assigned location.
    pub location: u64,
    /// Its lines.
    pub lines: Vec<RoutedLine>,
}

/// Units of an order's line that one fulfilment order holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoutedLine {
    /// The number in `gid://shopify/FulfillmentOrderLineItem/…`.
    pub id: u64,
    /// The order's line.
    pub line: u64,
    /// Units assigned.
    pub total: u32,
    /// Units still to be sent.
    pub remaining: u32,
}

/// `FulfillmentOrderStatus`, as far as the simulator makes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are Shopify's and say what they are")]
pub enum FulfillmentOrderStatus {
    Open,
    InProgress,
    OnHold,
    Cancelled,
    Closed,
}

impl FulfillmentOrderStatus {
    /// Its name in GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::InProgress => "IN_PROGRESS",
            Self::OnHold => "ON_HOLD",
            Self::Cancelled => "CANCELLED",
            Self::Closed => "CLOSED",
        }
    }
}
