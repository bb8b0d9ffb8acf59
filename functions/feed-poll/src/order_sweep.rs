//! The feeds of Shopify's orders, which `OrderSweep` reads.

use jiff::SignedDuration;
use platform::settings::FeedPollSettings;
use serde::Deserialize;

use crate::Settings;
use crate::feed::Window;

/// A day.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What the schedule carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub struct Tick {
    /// The feed that is to be read.
    pub feed: OrderFeed,
}

/// A feed of Shopify's orders.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum OrderFeed {
    /// What changed since the last whole run.
    #[serde(rename = "orders")]
    SinceMark,
    /// What changed in the last 30 days, whatever was read before.
    #[serde(rename = "orders-30d")]
    ThirtyDays,
}

impl OrderFeed {
    /// How this feed is read.
    pub fn settings(self, set: &FeedPollSettings) -> Settings {
        let (feed, window, late) = match self {
            Self::SinceMark => ("orders", Window::SinceMark { go_live: set.go_live }, set.late),
            // It runs once a night.
            Self::ThirtyDays => {
                ("orders-30d", Window::Back { back: DAY * 30, go_live: set.go_live }, set.late.saturating_add(DAY))
            }
        };
        Settings {
            feed,
            shop_domain: set.shopify.shop_domain.clone(),
            window,
            overlap: set.overlap,
            lease: set.lease,
            // A token, the page, and the page again with a new token; ringing takes far less.
            page_within: SignedDuration::try_from(set.shopify.timeout * 3).unwrap_or(SignedDuration::MAX),
            late,
        }
    }
}
