//! A world to play in: one deployment of the template, a shop, an ERP, secrets and sample mappings.

pub mod factors;
pub mod samples;
pub mod tool;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use crate::bluecherry::{self as erp, BlueCherrySimulator, CompanySettings, GatewaySettings, MasterData, Switches};
use crate::shopify::graphql::Bucket;
use crate::shopify::{self as shop, DeliveryFaults, Location, Shop, ShopifySimulator, WebhookSettings};
use crate::stack::call::CallError;
use crate::stack::deployment::{InvokeError, webhook_url};
use crate::stack::{DeployError, Deployment, Function, Stack};
use factors::{Factor, NIGHTLY_SWEEP, SHOPIFY_POINTS_SECOND, SHOPIFY_RETRIES, SWEEP, factors, played};
use samples::Samples;

/// The shop's domain.
pub const SHOP_DOMAIN: &str = "sample.myshopify.com";
/// The app's client secret: signs webhooks and gets tokens.
pub const CLIENT_SECRET: &str = "sandbox-client-secret-4a1f";
/// BlueCherry's subscription key.
pub const SUBSCRIPTION_KEY: &str = "sandbox-subscription-key-9c02";
/// The house address for orders without one.
pub const HOUSE_ADDRESS: &str = r#"{"name":"Sample House","line1":"1 Warehouse Way","city":"Newark","province":"NJ","postcode":"07101","country":"US"}"#;
/// The schema against which the simulator validates.
pub const SCHEMA: &str = include_str!("../../../../shared/shopify/schema/admin-2026-10.graphql");

/// A world that runs.
pub struct World {
    /// The deployment.
    pub deployment: Deployment,
    /// The shop.
    pub shopify: shop::Running,
    /// The ERP.
    pub bluecherry: erp::Running,
    /// How time is compressed.
    pub factors: Vec<Factor>,
    /// The sample mappings.
    pub samples: Samples,
}

/// What the sweep goes through: the words that the template's schedules carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// Shopify's orders since the last whole sweep.
    Orders,
    /// Shopify's orders of the last 30 days.
    OrdersOf30Days,
}

impl Feed {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::OrdersOf30Days => "orders-30d",
        }
    }
}

/// What is special about a world.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Its name: letters, digits and hyphens, used once.
    pub name: String,
    /// Seed of every fault.
    pub seed: u64,
    /// What befalls webhooks.
    pub deliveries: DeliveryFaults,
    /// What befalls calls to BlueCherry.
    pub erp: Switches,
    /// Articles that are mapped, but that BlueCherry does not know.
    pub unknown_to_erp: Vec<String>,
    /// What BlueCherry knows beside the samples.
    pub known_to_erp: MasterData,
    /// Parameters of the template that differ from the compressed day's.
    pub parameters: BTreeMap<String, String>,
}

/// A world could not be started.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// The samples cannot be read.
    #[error(transparent)]
    Samples(#[from] samples::SampleError),
    /// The shop did not start.
    #[error(transparent)]
    Shopify(#[from] shop::StartError),
    /// The ERP did not start.
    #[error(transparent)]
    BlueCherry(#[from] erp::StartError),
    /// The template was not deployed.
    #[error(transparent)]
    Deploy(#[from] DeployError),
    /// A secret was not filled.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// The currencies in which BlueCherry's divisions sell here.
const CURRENCIES: [&str; 3] = ["GBP", "USD", "EUR"];

impl World {
    /// Starts the simulators and deploys the template for them. Webhooks are delivered from now on.
    ///
    /// # Errors
    /// See [`WorldError`].
    pub async fn start(stack: &Stack, plan: Plan) -> Result<Self, WorldError> {
        let samples = Samples::read()?;
        let factors = factors();
        let shopify = ShopifySimulator::start(shop_settings(&samples, &factors, plan.seed)).await?;
        let bluecherry = BlueCherrySimulator::start(erp_settings(&samples, &factors, &plan)).await?;
        if let Ok(mut company) = bluecherry.company.lock() {
            company.switches = plan.erp.clone();
        }
        let mut parameters = factors::parameters(&factors);
        parameters.extend(deployment_parameters(&shopify.base_url, &bluecherry.base_url()));
        parameters.insert("WebhookAddress".to_owned(), webhook_url(stack.ministack()));
        parameters.extend(plan.parameters.clone());
        let deployment = stack.deploy(&plan.name, &parameters).await?;
        let shopify_secret = json!({"client_id": "sandbox", "client_secret": CLIENT_SECRET});
        deployment.put_secret(&deployment.shopify_secret, &shopify_secret).await?;
        deployment.put_secret(&deployment.bluecherry_secret, &json!({"subscription_key": SUBSCRIPTION_KEY})).await?;
        let mut world = Self { deployment, shopify, bluecherry, factors, samples };
        world.deliver(plan.seed, plan.deliveries);
        Ok(world)
    }

    fn deliver(&mut self, seed: u64, faults: DeliveryFaults) {
        let target = &self.deployment.webhook;
        let mut settings = WebhookSettings::new(&target.url, SHOP_DOMAIN, CLIENT_SECRET);
        settings.host = Some(target.host.clone());
        settings.seed = seed;
        settings.faults = faults;
        settings.retry_over = played(&self.factors, SHOPIFY_RETRIES);
        self.shopify.deliver(settings);
    }

    /// Invokes due work once, as the schedule does each minute.
    ///
    /// # Errors
    /// When the function fails.
    pub async fn due_work(&self) -> Result<(), InvokeError> {
        let event = json!({"source": "aws.scheduler", "detail-type": "Scheduled Event", "detail": {}});
        self.deployment.invoke(Function::DueWork, &event).await.map(|_| ())
    }

    /// How often due work is played.
    pub fn due_work_period(&self) -> std::time::Duration {
        played(&self.factors, "DueWorkPeriod")
    }

    /// Sweeps a feed once, as its schedule does.
    ///
    /// # Errors
    /// When the function fails.
    pub async fn sweep(&self, feed: Feed) -> Result<(), InvokeError> {
        self.deployment.invoke(Function::OrderSweep, &json!({"feed": feed.name()})).await.map(|_| ())
    }

    /// How often a feed is played.
    pub fn sweep_period(&self, feed: Feed) -> std::time::Duration {
        let schedule = match feed {
            Feed::Orders => SWEEP,
            Feed::OrdersOf30Days => NIGHTLY_SWEEP,
        };
        played(&self.factors, schedule)
    }

    /// Takes the deployment down and ends the simulators.
    pub async fn stop(self) {
        // A stack that is thrown away with its MiniStack need not be deleted to the end.
        let _ = self.deployment.delete().await;
        self.shopify.stop().await;
        self.bluecherry.stop().await;
    }
}

/// The time of this machine: the sandbox is the clock port of its simulators.
#[expect(clippy::disallowed_methods, reason = "the simulators' clock is the real one")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

fn shop_settings(samples: &Samples, factors: &[Factor], seed: u64) -> shop::Settings {
    let mut locations: Vec<Location> = samples
        .locations
        .iter()
        .map(|row| Location {
            id: samples::value(row, "source").parse().unwrap_or_default(),
            name: samples::value(row, "warehouse").to_owned(),
        })
        .collect();
    let primary = locations.remove(0);
    let mut settings =
        shop::Settings::new(Shop::new(primary, locations), SCHEMA, "sandbox", CLIENT_SECRET, Arc::new(now));
    settings.seed = seed;
    // Shopify's standard plan restores 100 points a second; a second of the compressed day is shorter.
    let second = played(factors, SHOPIFY_POINTS_SECOND).as_millis().max(1);
    settings.bucket = Bucket::new(2_000, u64::try_from(100_000 / second).unwrap_or(100));
    settings
}

fn erp_settings(samples: &Samples, factors: &[Factor], plan: &Plan) -> erp::Settings {
    let mut known = samples.master_data(&CURRENCIES, &plan.unknown_to_erp);
    let extra = plan.known_to_erp.clone();
    known.skus.extend(extra.skus);
    known.locations.extend(extra.locations);
    known.ship_via.extend(extra.ship_via);
    known.payment_methods.extend(extra.payment_methods);
    known.allowance_codes.extend(extra.allowance_codes);
    erp::Settings {
        port: 0,
        company: CompanySettings { seed: plan.seed, ..CompanySettings::default() },
        master_data: known,
        gateway: GatewaySettings {
            keys: vec![SUBSCRIPTION_KEY.to_owned()],
            window: played(factors, "BlueCherryCallsWindow"),
            timeout: played(factors, "BlueCherryGatewayTimeout"),
            ..GatewaySettings::default()
        },
        clock: Arc::new(now),
    }
}

fn deployment_parameters(shopify_url: &str, bluecherry_url: &str) -> BTreeMap<String, String> {
    [
        ("ShopDomain", SHOP_DOMAIN),
        ("ShopifyUrl", shopify_url),
        ("BlueCherryUrl", bluecherry_url),
        ("BlueCherryCompany", "SAMPLE"),
        ("BlueCherryEnvironment", "STG"),
        ("BlueCherryZone", "UTC"),
        ("GoLive", "2000-01-01T00:00:00Z"),
        ("HouseAddress", HOUSE_ADDRESS),
        ("StageName", "sandbox"),
        ("TableDeletionProtection", "false"),
        ("RequireTls", "false"),
        ("WebhookIntakeTimeout", "5"),
        ("OrderExportTimeout", "20"),
        ("DueWorkTimeout", "20"),
        // Below the lease of a feed, as the template's defaults are.
        ("OrderSweepTimeout", "20"),
        ("ExportVisibility", "120"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect()
}
