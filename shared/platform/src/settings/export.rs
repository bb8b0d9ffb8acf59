//! The settings of order-export.

use std::time::Duration;

use domain::address::Address;
use domain::policy::{Horizon, Policy};
use jiff::SignedDuration;

use super::blocks::{self, Logging, SOME};
use super::reader::{Reader, SettingsError, read_all};
use super::systems::{self, BlueCherrySettings, ShopifySettings};
use crate::tables::TableNames;

/// The settings of order-export.
#[derive(Clone, Debug)]
pub struct ExportSettings {
    /// Its logs.
    pub logging: Logging,
    /// The tables.
    pub tables: TableNames,
    /// How long a secret is used before it is read again: `SECRET_AGE`.
    pub secret_age: Duration,
    /// Shopify.
    pub shopify: ShopifySettings,
    /// BlueCherry.
    pub bluecherry: BlueCherrySettings,
    /// What holds for every order.
    pub policy: Policy,
    /// The address of orders that have none: `HOUSE_ADDRESS`.
    pub house_address: Option<Address>,
    /// How the driver goes about its work.
    pub driver: driver::systems::Settings,
}

impl ExportSettings {
    /// Reads the settings; `look_up` gives a variable's value.
    ///
    /// # Errors
    /// With every fault that there is.
    pub fn read(look_up: &dyn Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        read_all(look_up, read)
    }
}

fn read(reader: &mut Reader<'_>) -> Option<ExportSettings> {
    let logging = blocks::logging(reader);
    let tables = blocks::tables(reader);
    let secret_age = blocks::timer(reader, "SECRET_AGE");
    let shopify = systems::shopify(reader);
    let bluecherry = systems::bluecherry(reader);
    let house_address = house_address(reader);
    let policy = policy(reader, house_address.is_some());
    let driver = driver(reader);
    if let (Some(shopify), Some(bluecherry), Some(driver)) = (&shopify, &bluecherry, &driver) {
        margin_covers_a_call(reader, systems::slowest(shopify, bluecherry), driver.margin);
    }
    Some(ExportSettings {
        logging: logging?,
        tables: tables?,
        secret_age: secret_age?,
        shopify: shopify?,
        bluecherry: bluecherry?,
        policy: policy?,
        house_address,
        driver: driver?,
    })
}

fn policy(reader: &mut Reader<'_>, has_house_address: bool) -> Option<Policy> {
    let go_live = reader.instant("GO_LIVE");
    let capture_at_dispatch = reader.word("CAPTURE_AT_DISPATCH", &[("true", true), ("false", false)]);
    let patience = reader.duration("ROUTING_PATIENCE", SOME);
    let recheck = reader.duration("ROUTING_RECHECK", SOME);
    let send_within = reader.duration("SEND_WITHIN", SOME);
    let horizon = horizon(reader);
    let resume_after = reader.duration("RESUME_AFTER", SOME);
    let busy_retry = reader.duration("BLUECHERRY_BUSY_RETRY", SOME);
    Some(Policy {
        go_live: go_live?,
        capture_at_dispatch: capture_at_dispatch?,
        has_house_address,
        patience: patience?,
        recheck: recheck?,
        send_within: send_within?,
        horizon: horizon?,
        resume_after: resume_after?,
        busy_retry: busy_retry?,
    })
}

fn horizon(reader: &mut Reader<'_>) -> Option<Horizon> {
    let client_timeout = reader.duration("BLUECHERRY_TIMEOUT", SOME);
    let gateway_timeout = reader.duration("BLUECHERRY_GATEWAY_TIMEOUT", SignedDuration::ZERO);
    let clock_margin = reader.duration("CLOCK_MARGIN", SignedDuration::ZERO);
    let import_cycle = reader.duration("BLUECHERRY_IMPORT_CYCLE", SignedDuration::ZERO);
    let read_lag = reader.duration("BLUECHERRY_READ_LAG", SignedDuration::ZERO);
    Some(Horizon {
        client_timeout: client_timeout?,
        gateway_timeout: gateway_timeout?,
        clock_margin: clock_margin?,
        import_cycle: import_cycle?,
        read_lag: read_lag?,
    })
}

fn driver(reader: &mut Reader<'_>) -> Option<driver::systems::Settings> {
    let budget = blocks::budget(reader);
    let status_age = reader.duration("BLUECHERRY_STATUS_AGE", SignedDuration::ZERO);
    let due_shards = blocks::due_shards(reader);
    let due_push = blocks::due_push(reader);
    let late_after = reader.duration("SWEEP_LATE", SignedDuration::ZERO);
    let margin = reader.duration("INVOCATION_MARGIN", SOME);
    Some(driver::systems::Settings {
        budget: budget?,
        status_age: status_age?,
        due_shards: due_shards?,
        due_push: due_push?,
        late_after: late_after?,
        margin: margin?,
    })
}

/// A call that begins when nothing but the margin is left would be cut off by the end of the invocation.
fn margin_covers_a_call(reader: &mut Reader<'_>, slowest: SignedDuration, margin: SignedDuration) {
    if margin <= slowest {
        let expected =
            format!("longer than SHOPIFY_TIMEOUT and BLUECHERRY_TIMEOUT (the longer is {slowest:#}), such as 70s");
        reader.fault("INVOCATION_MARGIN", Some(format!("{margin:#}")), expected);
    }
}

/// A wrong address is not shown: it may be somebody's.
fn house_address(reader: &mut Reader<'_>) -> Option<Address> {
    let found = reader.optional("HOUSE_ADDRESS")?;
    let address = serde_json::from_str(&found).ok().filter(is_an_address);
    if address.is_none() {
        let expected = r#"empty, or a JSON address with at least line1, city and country of two letters, such as {"name": "House", "line1": "1 Main St", "city": "New York", "province": "NY", "postcode": "10001", "country": "US"}"#;
        reader.fault("HOUSE_ADDRESS", Some(format!("[{} bytes]", found.len())), expected);
    }
    address
}

fn is_an_address(address: &Address) -> bool {
    let country = address.country.as_bytes();
    !address.line1.is_empty()
        && !address.city.is_empty()
        && country.len() == 2
        && country.iter().all(u8::is_ascii_uppercase)
}
