//! What a merchant decides once, and the patience with which the outside world is met.

use jiff::{SignedDuration, Timestamp};

use crate::mapping::Codes;

/// The rules by which one order is decided: the policies, and just the codes that the order names.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What holds for every order.
    pub policy: Policy,
    /// The codes that this order names.
    pub codes: Codes,
}

/// What holds for every order.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Orders placed before are none of ours.
    pub go_live: Timestamp,
    /// Orders are exported when the payment is authorised, since it is captured at dispatch.
    pub capture_at_dispatch: bool,
    /// An order without an address is sent with the house's own.
    pub has_house_address: bool,
    /// How long Shopify may take to finish what it began (routing, or showing an order that it told of), the shop to pay a
    /// cancelled or emptied order back, and the outcome of a post to be known past its horizon, before that is an exception.
    pub patience: SignedDuration,
    /// How often it is looked at meanwhile.
    pub recheck: SignedDuration,
    /// How long after an intent was saved its call may still leave. A worker that is later refuses its own call.
    pub send_within: SignedDuration,
    /// When a probe that finds nothing begins to prove something.
    pub horizon: Horizon,
    /// When work that a worker left half done is taken up again.
    pub resume_after: SignedDuration,
    /// When something that is busy, and does not say until when, is asked again.
    pub busy_retry: SignedDuration,
}

/// How long a write whose answer was lost may still take effect, counted from the last moment at which it could leave.
#[derive(Clone, Copy, Debug)]
pub struct Horizon {
    /// After which our client gives up.
    pub client_timeout: SignedDuration,
    /// After which the gateway before BlueCherry gives up.
    pub gateway_timeout: SignedDuration,
    /// How far two machines' clocks may differ; counted twice.
    pub clock_margin: SignedDuration,
    /// How often staged orders are imported; zero where orders are booked at once.
    pub import_cycle: SignedDuration,
    /// How far reads may lag behind writes.
    pub read_lag: SignedDuration,
}

impl Horizon {
    /// When nothing of a call can be under way any more that could leave until `send_by`.
    pub fn landed_by(&self, send_by: Timestamp) -> Timestamp {
        later(send_by, self.client_timeout + self.gateway_timeout + self.clock_margin * 2)
    }

    /// When a probe proves that a call, which could leave until `send_by`, had no effect.
    pub fn after(&self, send_by: Timestamp) -> Timestamp {
        later(self.landed_by(send_by), self.import_cycle + self.read_lag)
    }
}

/// A time so much later; the end of time if there is none.
pub fn later(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.checked_add(by).unwrap_or(Timestamp::MAX)
}
