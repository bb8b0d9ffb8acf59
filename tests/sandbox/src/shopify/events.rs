//! What happened in the shop, as the webhooks tell it.

use jiff::Timestamp;

/// A webhook topic that this project subscribes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are Shopify's and say what they are")]
pub enum Topic {
    OrdersCreate,
    OrdersPaid,
    OrdersUpdated,
    OrdersEdited,
    OrdersCancelled,
}

impl Topic {
    /// Each topic.
    pub const ALL: [Self; 5] =
        [Self::OrdersCreate, Self::OrdersPaid, Self::OrdersUpdated, Self::OrdersEdited, Self::OrdersCancelled];

    /// Its name in the API: a value of `WebhookSubscriptionTopic`.
    pub fn graphql_name(self) -> &'static str {
        match self {
            Self::OrdersCreate => "ORDERS_CREATE",
            Self::OrdersPaid => "ORDERS_PAID",
            Self::OrdersUpdated => "ORDERS_UPDATED",
            Self::OrdersEdited => "ORDERS_EDITED",
            Self::OrdersCancelled => "ORDERS_CANCELLED",
        }
    }

    /// Its name in the header `X-Shopify-Topic`.
    pub fn name(self) -> &'static str {
        match self {
            Self::OrdersCreate => "orders/create",
            Self::OrdersPaid => "orders/paid",
            Self::OrdersUpdated => "orders/updated",
            Self::OrdersEdited => "orders/edited",
            Self::OrdersCancelled => "orders/cancelled",
        }
    }
}

/// One topic of one change of one order: a delivery to be made. Its body is fixed here, as Shopify fixes it when the event is triggered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The topic.
    pub topic: Topic,
    /// The order that changed.
    pub order: u64,
    /// How many events of this topic the order had before this one.
    pub occurrence: u32,
    /// Numbers the change: the events of one change share it.
    pub change: u64,
    /// The order's `updated_at` after the change.
    pub updated_at: Timestamp,
    /// When it happened.
    pub triggered_at: Timestamp,
    /// The raw bytes of the delivery.
    pub body: Vec<u8>,
}
