//! The settings of due-work.

use std::time::Duration;

use driver::budget::Budget;
use jiff::SignedDuration;

use super::blocks::{self, Logging};
use super::reader::{Reader, SettingsError, read_all};
use super::systems::{self, ShopifySettings};
use crate::tables::TableNames;

/// The settings of due-work.
#[derive(Clone, Debug)]
pub struct DueWorkSettings {
    /// Its logs.
    pub logging: Logging,
    /// The tables.
    pub tables: TableNames,
    /// The URL of the queue that it rings: `EXPORT_QUEUE_URL`.
    pub export_queue: String,
    /// The shared budget of calls, which bounds what is rung: `BLUECHERRY_CALLS`, `BLUECHERRY_CALLS_WINDOW`.
    pub budget: Budget,
    /// How many shards the due index has: `DUE_SHARDS`.
    pub due_shards: u16,
    /// How far a rung order's due time is pushed on: `DUE_PUSH`.
    pub push: SignedDuration,
    /// How long an arrived code goes on releasing orders: `ARRIVED_KEEP`.
    pub arrived_keep: SignedDuration,
    /// How often it runs: `DUE_WORK_PERIOD`.
    pub period: SignedDuration,
    /// How long a secret is used before it is read again: `SECRET_AGE`.
    pub secret_age: Duration,
    /// Shopify, for the audit of its webhook subscriptions.
    pub shopify: ShopifySettings,
    /// The address that the subscriptions must ring: `WEBHOOK_URL`.
    pub webhook_url: String,
    /// How often the subscriptions are audited: `AUDIT_PERIOD`.
    pub audit_period: SignedDuration,
}

impl DueWorkSettings {
    /// Reads the settings; `look_up` gives a variable's value.
    ///
    /// # Errors
    /// With every fault that there is.
    pub fn read(look_up: &dyn Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        read_all(look_up, |reader| {
            let logging = blocks::logging(reader);
            let tables = blocks::tables(reader);
            let export_queue = blocks::export_queue(reader);
            let budget = blocks::budget(reader);
            let due_shards = blocks::due_shards(reader);
            let push = blocks::due_push(reader);
            let arrived_keep = reader.duration("ARRIVED_KEEP", SignedDuration::ZERO);
            let period = reader.duration("DUE_WORK_PERIOD", blocks::SOME);
            let secret_age = blocks::timer(reader, "SECRET_AGE");
            let shopify = systems::shopify(reader);
            let webhook_url = webhook_url(reader);
            let audit_period = reader.duration("AUDIT_PERIOD", blocks::SOME);
            Some(Self {
                logging: logging?,
                tables: tables?,
                export_queue: export_queue?,
                budget: budget?,
                due_shards: due_shards?,
                push: push?,
                arrived_keep: arrived_keep?,
                period: period?,
                secret_age: secret_age?,
                shopify: shopify?,
                webhook_url: webhook_url?,
                audit_period: audit_period?,
            })
        })
    }
}

/// The audit compares this address with the subscriptions', byte for byte.
fn webhook_url(reader: &mut Reader<'_>) -> Option<String> {
    let example = "https://abc123.execute-api.us-east-1.amazonaws.com/webhooks/shopify";
    let found = reader.text("WEBHOOK_URL", &format!("the address that Shopify rings, such as {example}"))?;
    reader.url("WEBHOOK_URL", &found, example)
}
