//! The trail: who did what to an order, when and why.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::id::OrderId;
use crate::order::Order;
use crate::part::IllegalTransition;

/// What made a worker take up an order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cause(pub String);

/// An entry of an order's trail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TrailEntry {
    /// When, by the worker's clock.
    pub at: Timestamp,
    /// Which worker.
    pub actor: String,
    /// What made it take the order up.
    pub cause: Cause,
    /// What happened.
    pub event: Event,
}

/// The state that a trail leads to.
///
/// # Errors
/// When an entry is illegal where it stands: the trail was altered.
pub fn fold(id: OrderId, trail: &[TrailEntry]) -> Result<Order, IllegalTransition> {
    trail.iter().try_fold(Order::new(id), |order, entry| order.after(&entry.event, entry.at))
}
