//! What a webhook says beyond "something changed": which order, and at which revision.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// The topics that ring for an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    /// `orders/create`
    Create,
    /// `orders/paid`
    Paid,
    /// `orders/updated`
    Updated,
    /// `orders/edited`, whose body is an order edit and not an order.
    Edited,
    /// `orders/cancelled`
    Cancelled,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Self; 5] = [Self::Create, Self::Paid, Self::Updated, Self::Edited, Self::Cancelled];

    /// The value of `X-Shopify-Topic`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "orders/create",
            Self::Paid => "orders/paid",
            Self::Updated => "orders/updated",
            Self::Edited => "orders/edited",
            Self::Cancelled => "orders/cancelled",
        }
    }

    /// Its name in the API, a value of `WebhookSubscriptionTopic`.
    pub fn graphql_name(self) -> &'static str {
        match self {
            Self::Create => "ORDERS_CREATE",
            Self::Paid => "ORDERS_PAID",
            Self::Updated => "ORDERS_UPDATED",
            Self::Edited => "ORDERS_EDITED",
            Self::Cancelled => "ORDERS_CANCELLED",
        }
    }

    /// The topic of an `X-Shopify-Topic` header; none when it is not one of these.
    pub fn parse(header: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.as_str() == header)
    }
}

/// The identity of the document that a webhook is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The order's id.
    pub order_id: u64,
    /// The revision that the body carries, by Shopify's clock. Bodies cut down to `{"id": …}` (above 1,000,000 bytes) and
    /// order edits carry none; one that cannot be read counts as none, because the order is read again anyway.
    pub updated_at: Option<Timestamp>,
}

/// The body names no order. The message quotes nothing of it: it is full of names and addresses.
#[derive(Debug, thiserror::Error)]
#[error("a webhook of {topic} names no order: {wanted} is missing or is no whole number above 0", topic = .topic.as_str())]
pub struct NoOrder {
    /// The topic that it came under.
    pub topic: Topic,
    wanted: &'static str,
}

#[derive(Deserialize)]
struct OrderBody {
    id: u64,
    #[serde(default)]
    updated_at: Value,
}

#[derive(Deserialize)]
struct EditBody {
    order_edit: Edit,
}

#[derive(Deserialize)]
struct Edit {
    order_id: u64,
}

/// Reads the identity, and nothing else, from a webhook's body.
///
/// # Errors
/// When the body is not JSON of the topic's shape.
pub fn hint(topic: Topic, body: &[u8]) -> Result<Hint, NoOrder> {
    let (read, wanted) = match topic {
        Topic::Edited => (read_edit(body), "`order_edit.order_id`"),
        Topic::Create | Topic::Paid | Topic::Updated | Topic::Cancelled => (read_order(body), "`id`"),
    };
    // serde's own message would quote the value that it stumbled over, so it is dropped here.
    read.ok().filter(|hint| hint.order_id > 0).ok_or(NoOrder { topic, wanted })
}

fn read_order(body: &[u8]) -> serde_json::Result<Hint> {
    let OrderBody { id, updated_at } = serde_json::from_slice(body)?;
    let updated_at = updated_at.as_str().and_then(|text| text.parse().ok());
    Ok(Hint { order_id: id, updated_at })
}

fn read_edit(body: &[u8]) -> serde_json::Result<Hint> {
    let EditBody { order_edit } = serde_json::from_slice(body)?;
    Ok(Hint { order_id: order_edit.order_id, updated_at: None })
}
