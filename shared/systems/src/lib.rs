//! The real ports of the driver: DynamoDB, Shopify and BlueCherry over their clients, the machine's clock.

mod bluecherry_port;
mod credentials;
mod shopify_port;

use std::time::Duration;

use aws_config::SdkConfig;
use driver::ports::Ports;
use jiff::Timestamp;
use platform::secrets::Secret;
use platform::settings::{ExportSettings, ShopifySettings};
use platform::tables::DynamoTables;
use shopify::Client;

pub use bluecherry_port::BlueCherryPort;
pub use credentials::{BlueCherryKeys, ShopifyCredentials};
pub use shopify_port::{ShopifyPort, not_now};

/// The outside as it is.
pub struct Live {
    /// The tables.
    pub tables: DynamoTables,
    /// Shopify.
    pub shopify: ShopifyPort,
    /// BlueCherry.
    pub bluecherry: BlueCherryPort,
}

/// The clients could not be made.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// Shopify's address cannot be used.
    #[error(transparent)]
    Shopify(#[from] shopify::SettingsError),
    /// This machine cannot do TLS.
    #[error("the client for Shopify could not be made")]
    Tls(#[from] reqwest::Error),
    /// BlueCherry's settings cannot be used.
    #[error(transparent)]
    BlueCherry(#[from] bluecherry::SettingsError),
}

impl Live {
    /// The ports of the export lane. Nothing is called yet.
    ///
    /// # Errors
    /// When an address or setting cannot be used.
    pub fn new(settings: &ExportSettings, aws: &SdkConfig) -> Result<Self, LiveError> {
        let (shop, erp) = (&settings.shopify, &settings.bluecherry);
        let secrets = aws_sdk_secretsmanager::Client::new(aws);
        let keys = BlueCherryKeys(Secret::new(secrets, &erp.secret_arn, settings.secret_age));
        Ok(Self {
            tables: DynamoTables::new(aws_sdk_dynamodb::Client::new(aws), settings.tables.clone()),
            shopify: ShopifyPort {
                client: shopify_client(shop, settings.secret_age, aws)?,
                tag: shop.order_tag.clone(),
            },
            bluecherry: BlueCherryPort(bluecherry::Client::new(erp_settings(settings), keys, platform::clock::now)?),
        })
    }
}

/// The client for the shop's Admin API, for functions that work with nothing else. Nothing is called yet.
///
/// # Errors
/// When the shop's address cannot be used, or this machine cannot do TLS.
pub fn shopify_client(
    shop: &ShopifySettings,
    secret_age: Duration,
    aws: &SdkConfig,
) -> Result<Client<ShopifyCredentials>, LiveError> {
    let secrets = aws_sdk_secretsmanager::Client::new(aws);
    let credentials = ShopifyCredentials(Secret::new(secrets, &shop.secret_arn, secret_age));
    Ok(Client::new(shopify::Settings::new(&shop.url, shop.timeout)?, credentials)?)
}

fn erp_settings(settings: &ExportSettings) -> bluecherry::Settings {
    let erp = &settings.bluecherry;
    bluecherry::Settings {
        url: erp.url.clone(),
        company: erp.company.clone(),
        environment: erp.environment.clone(),
        key_header: erp.key_header.clone(),
        reference_field: match erp.reference_field {
            platform::settings::ReferenceField::CustPo => bluecherry::ReferenceField::CustPo,
            platform::settings::ReferenceField::RefNum2 => bluecherry::ReferenceField::RefNum2,
            platform::settings::ReferenceField::AuxRefNum => bluecherry::ReferenceField::AuxRefNum,
        },
        reference_length: erp.reference_length,
        echo: match erp.echo {
            platform::settings::Echo::Answer => bluecherry::Echo::Answer,
            platform::settings::Echo::ReadBack => bluecherry::Echo::ReadBack,
        },
        timeout: erp.timeout,
        zone: erp.zone.clone(),
        house_address: settings.house_address.clone(),
        ship_complete: false,
    }
}

impl Ports for Live {
    type Tables = DynamoTables;
    type Shopify = ShopifyPort;
    type BlueCherry = BlueCherryPort;

    fn tables(&self) -> &DynamoTables {
        &self.tables
    }

    fn shopify(&self) -> &ShopifyPort {
        &self.shopify
    }

    fn bluecherry(&self) -> &BlueCherryPort {
        &self.bluecherry
    }

    fn now(&self) -> Timestamp {
        platform::clock::now()
    }

    fn random_hex(&self) -> String {
        platform::clock::random_hex()
    }
}
