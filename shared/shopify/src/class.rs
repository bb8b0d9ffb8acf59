//! What an error means for whoever asked.

use std::time::Duration;

/// What is known after a call that did not succeed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// Certainly not done, and worth another try: after `wait`, where Shopify says how long.
    NotDone {
        /// From now.
        wait: Option<Duration>,
    },
    /// Certainly not done, and it won't be until a person changes the app's credentials, its scopes or the shop.
    Denied,
    /// Certainly not done: Shopify refused what was asked.
    Rejected,
    /// It may have been done, or not. For a read: no answer this time.
    Unknown,
    /// Shopify answered, but not with what an order needs.
    Unreadable,
    /// Shopify knows no such document.
    NotFound,
}
