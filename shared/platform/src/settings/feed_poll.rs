//! The settings of feed-poll.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::blocks::{self, Logging};
use super::reader::{Reader, SettingsError, read_all};
use super::systems::{self, ShopifySettings};
use crate::tables::TableNames;

/// The settings of feed-poll, as it is deployed for Shopify's orders.
#[derive(Clone, Debug)]
pub struct FeedPollSettings {
    /// Its logs.
    pub logging: Logging,
    /// The table that it touches, `operations`: `OPERATIONS_TABLE`.
    pub tables: TableNames,
    /// The URL of the queue that it rings: `EXPORT_QUEUE_URL`.
    pub export_queue: String,
    /// How long a secret is used before it is read again: `SECRET_AGE`.
    pub secret_age: Duration,
    /// Shopify.
    pub shopify: ShopifySettings,
    /// Where a feed begins that has no mark yet: `GO_LIVE`.
    pub go_live: Timestamp,
    /// How much of what a whole run has read is read again by the next one: `FEED_OVERLAP`.
    pub overlap: SignedDuration,
    /// How far a feed may be behind before a person is told: `FEED_LATE`.
    pub late: SignedDuration,
    /// For how long a run has its feed for itself: `FEED_LEASE`.
    pub lease: SignedDuration,
}

impl FeedPollSettings {
    /// Reads the settings; `look_up` gives a variable's value.
    ///
    /// # Errors
    /// With every fault that there is.
    pub fn read(look_up: &dyn Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        read_all(look_up, read)
    }
}

fn read(reader: &mut Reader<'_>) -> Option<FeedPollSettings> {
    let logging = blocks::logging(reader);
    let tables = blocks::operations_table(reader);
    let export_queue = blocks::export_queue(reader);
    let secret_age = blocks::timer(reader, "SECRET_AGE");
    let shopify = systems::shopify(reader);
    let go_live = reader.instant("GO_LIVE");
    let overlap = reader.duration("FEED_OVERLAP", blocks::SOME);
    let late = reader.duration("FEED_LATE", blocks::SOME);
    let lease = reader.duration("FEED_LEASE", blocks::SOME);
    Some(FeedPollSettings {
        logging: logging?,
        tables: tables?,
        export_queue: export_queue?,
        secret_age: secret_age?,
        shopify: shopify?,
        go_live: go_live?,
        overlap: overlap?,
        late: late?,
        lease: lease?,
    })
}
