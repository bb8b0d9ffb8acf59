//! The settings of each function, read once from the environment and checked as a whole: a fault names its variable, what was
//! found and what is expected, and all faults are told at once.

mod blocks;
mod due_work;
mod export;
mod feed_poll;
mod reader;
mod systems;

use std::time::Duration;

pub use self::blocks::Logging;
pub use self::due_work::DueWorkSettings;
pub use self::export::ExportSettings;
pub use self::feed_poll::FeedPollSettings;
pub use self::reader::{Fault, SettingsError};
use self::reader::{Reader, read_all};
pub use self::systems::{BlueCherrySettings, Echo, ReferenceField, ShopifySettings};
use crate::tables::TableNames;

/// What a variable is when it is not set. The template's parameters have the same defaults.
pub const DEFAULTS: &[(&str, &str)] = &[
    // The most that Shopify sends is about 1 MB; a little above, so that 413 means somebody else.
    ("BODY_LIMIT_BYTES", "1200000"),
    // A rotated secret is known everywhere after this; the one before stays valid at Shopify for an hour.
    ("SECRET_AGE", "5m"),
    ("SHOPIFY_TIMEOUT", "10s"),
    // The header of Azure's API gateway, which BlueCherry's stands behind.
    ("BLUECHERRY_KEY_HEADER", "Ocp-Apim-Subscription-Key"),
    ("BLUECHERRY_REFERENCE_FIELD", "cust_po"),
    // X12's limit for a purchase order number.
    ("BLUECHERRY_REFERENCE_LENGTH", "22"),
    ("BLUECHERRY_ECHO", "answer"),
    ("BLUECHERRY_TIMEOUT", "30s"),
    ("BLUECHERRY_GATEWAY_TIMEOUT", "30s"),
    ("BLUECHERRY_READ_LAG", "30s"),
    // Synchronous: an order is booked when the answer comes.
    ("BLUECHERRY_IMPORT_CYCLE", "0s"),
    ("BLUECHERRY_STATUS_AGE", "60s"),
    ("BLUECHERRY_BUSY_RETRY", "60s"),
    ("BLUECHERRY_CALLS", "60"),
    ("BLUECHERRY_CALLS_WINDOW", "60s"),
    ("CLOCK_MARGIN", "60s"),
    ("SEND_WITHIN", "10s"),
    ("RESUME_AFTER", "2m"),
    ("ROUTING_PATIENCE", "1h"),
    ("ROUTING_RECHECK", "5m"),
    ("CAPTURE_AT_DISPATCH", "false"),
    // Longer than two calls of the slowest client: a post may ask for the status first, and what came of it is to be saved.
    ("INVOCATION_MARGIN", "70s"),
    ("DUE_SHARDS", "8"),
    ("DUE_PUSH", "5m"),
    ("DUE_WORK_PERIOD", "60s"),
    ("ARRIVED_KEEP", "10m"),
    // What is sure to be seen by the next run, though Shopify's clock stands elsewhere and its index of orders lags.
    ("FEED_OVERLAP", "5m"),
    ("FEED_LATE", "1h"),
    // Longer than an invocation can last, and shorter than the distance of two runs.
    ("FEED_LEASE", "6m"),
    ("SWEEP_LATE", "10m"),
    ("AUDIT_PERIOD", "1h"),
    ("LOG_LEVEL", "info"),
];

/// Gives a variable of this process's environment. The only place that reads it.
#[expect(clippy::disallowed_methods, reason = "the settings are what others are told to read instead")]
pub fn environment(variable: &str) -> Option<String> {
    std::env::var(variable).ok()
}

impl Logging {
    /// Reads what a function says of itself in its logs; `look_up` gives a variable's value.
    ///
    /// # Errors
    /// With every fault that there is.
    pub fn read(look_up: &dyn Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        read_all(look_up, blocks::logging)
    }
}

/// The settings of webhook-intake.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IntakeSettings {
    /// Its logs.
    pub logging: Logging,
    /// The URL of the queue that it rings: `EXPORT_QUEUE_URL`.
    pub export_queue: String,
    /// Where the app's secret is: `SHOPIFY_SECRET_ARN`.
    pub shopify_secret_arn: String,
    /// How long a secret is used before it is read again: `SECRET_AGE`.
    pub secret_age: Duration,
    /// The shop whose webhooks are taken: `SHOP_DOMAIN`.
    pub shop_domain: String,
    /// The largest body that is read, in bytes: `BODY_LIMIT_BYTES`.
    pub body_limit: usize,
}

impl IntakeSettings {
    /// Reads the settings; `look_up` gives a variable's value.
    ///
    /// # Errors
    /// With every fault that there is.
    pub fn read(look_up: &dyn Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        read_all(look_up, |reader| {
            let logging = blocks::logging(reader);
            let export_queue = blocks::export_queue(reader);
            let shopify_secret_arn = blocks::secret(reader, "SHOPIFY_SECRET_ARN");
            let secret_age = blocks::timer(reader, "SECRET_AGE");
            let shop_domain = blocks::shop_domain(reader);
            // Lambda takes 6 MB in all, of which base64 leaves 4.5.
            let body_limit = reader.number("BODY_LIMIT_BYTES", 1_000, 4_500_000);
            Some(Self {
                logging: logging?,
                export_queue: export_queue?,
                shopify_secret_arn: shopify_secret_arn?,
                secret_age: secret_age?,
                shop_domain: shop_domain?,
                body_limit: body_limit?,
            })
        })
    }
}

/// The settings of the operator's program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToolSettings {
    /// The tables.
    pub tables: TableNames,
}

impl ToolSettings {
    /// Reads the settings; `look_up` gives a variable's value.
    ///
    /// # Errors
    /// With every fault that there is.
    pub fn read(look_up: &dyn Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        read_all(look_up, |reader: &mut Reader<'_>| {
            let tables = blocks::tables(reader);
            Some(Self { tables: tables? })
        })
    }
}
