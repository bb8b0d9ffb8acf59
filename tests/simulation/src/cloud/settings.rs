//! What is deployed: the functions' settings, read by the platform's own code from what the template gives them.

use domain::address::Address;
use domain::policy::Policy;
use due_work::AuditSettings;
use feed_poll::OrderFeed;
use jiff::{SignedDuration, Timestamp};
use platform::settings::{DueWorkSettings, ExportSettings, FeedPollSettings, IntakeSettings};
use webhook_intake::Admission;

use super::environment::Function;
use super::template::template;
use crate::customers::{House, ZONE};

/// The company that is written to.
pub const COMPANY: &str = "SAMPLE";
/// Its environment.
pub const ENVIRONMENT: &str = "STG";
/// Where Shopify rings.
pub const WEBHOOK_URL: &str = "https://hooks.example/webhooks/shopify";

/// What is deployed.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// What webhook-intake lets in.
    pub admission: Admission,
    /// What holds for every order.
    pub policy: Policy,
    /// How the driver goes about its work.
    pub driver: driver::systems::Settings,
    /// The address of orders that have none.
    pub house_address: Option<Address>,
    /// How due work goes about it.
    pub due_work: due_work::Settings,
    /// How it audits.
    pub audit: AuditSettings,
    /// How the sweep of every ten minutes is read.
    pub sweep: feed_poll::Settings,
    /// How the sweep of the night is read.
    pub nightly: feed_poll::Settings,
    /// How long a secret is used.
    pub secret_age: SignedDuration,
    /// How long Shopify is waited for.
    pub shopify_patience: SignedDuration,
    /// How long BlueCherry is waited for.
    pub erp_patience: SignedDuration,
    /// How long its gateway waits for it.
    pub gateway_timeout: SignedDuration,
    /// How long each function may run, in the order of [`Function`].
    pub timeouts: [SignedDuration; Function::COUNT],
    /// How many messages an invocation of order-export takes.
    pub batch: usize,
    /// How many of these run at once.
    pub at_once: usize,
}

impl Deployment {
    /// The deployment of a world that begins then, before a company of these habits. None if the template does not hold what the
    /// functions need: a test would have said so.
    pub fn of(house: &House, begins: Timestamp) -> Option<Self> {
        let look_up = |function: &'static str| move |variable: &str| variable_of(function, variable, house, begins);
        let intake = IntakeSettings::read(&look_up("WebhookIntakeFunction")).ok()?;
        let export = ExportSettings::read(&look_up("OrderExportFunction")).ok()?;
        let due = DueWorkSettings::read(&look_up("DueWorkFunction")).ok()?;
        let sweep = FeedPollSettings::read(&look_up("OrderSweepFunction")).ok()?;
        Some(Self {
            timeouts: Function::ALL.map(timeout),
            batch: template().number("OrderExportFunction", "BatchSize")?,
            at_once: template().number("OrderExportFunction", "MaximumConcurrency")?,
            admission: Admission { shop_domain: intake.shop_domain, body_limit: intake.body_limit },
            gateway_timeout: export.policy.horizon.gateway_timeout,
            policy: export.policy,
            driver: export.driver,
            house_address: export.house_address,
            due_work: due_work::Settings {
                budget: due.budget,
                due_shards: due.due_shards,
                period: due.period,
                push: due.push,
                arrived_keep: due.arrived_keep,
            },
            audit: AuditSettings { address: due.webhook_url, every: due.audit_period },
            nightly: OrderFeed::ThirtyDays.settings(&sweep),
            sweep: OrderFeed::SinceMark.settings(&sweep),
            secret_age: SignedDuration::try_from(export.secret_age).ok()?,
            shopify_patience: SignedDuration::try_from(export.shopify.timeout).ok()?,
            erp_patience: SignedDuration::try_from(export.bluecherry.timeout).ok()?,
        })
    }
}

/// What the environment of a function holds. What the template takes from its resources or from the person who deploys is
/// filled in; BlueCherry's habits are told as such a person would.
fn variable_of(function: &'static str, variable: &str, house: &House, begins: Timestamp) -> Option<String> {
    let told = match variable {
        "ORDERS_TABLE" | "MAPPINGS_TABLE" | "OPERATIONS_TABLE" | "STAGE_NAME" => "simulation",
        "EXPORT_QUEUE_URL" => "https://queue.example/export",
        "SHOPIFY_SECRET_ARN" | "BLUECHERRY_SECRET_ARN" => "arn:secret",
        "SHOP_DOMAIN" => sandbox::world::SHOP_DOMAIN,
        "SHOPIFY_URL" => "https://shop.example",
        "BLUECHERRY_URL" => "https://erp.example/{company}/{environment}",
        "BLUECHERRY_COMPANY" => COMPANY,
        "BLUECHERRY_ENVIRONMENT" => ENVIRONMENT,
        "BLUECHERRY_ZONE" => ZONE,
        "HOUSE_ADDRESS" => sandbox::world::HOUSE_ADDRESS,
        "WEBHOOK_URL" => WEBHOOK_URL,
        "GO_LIVE" => return Some(begins.to_string()),
        "BLUECHERRY_IMPORT_CYCLE" => {
            return Some(format!("{:#}", house.imports_every.unwrap_or_default()));
        }
        "BLUECHERRY_CALLS" if house.calls.is_some() => return house.calls.map(|calls| (calls / 3).to_string()),
        _ => template().value(function, variable)?,
    };
    Some(told.to_owned())
}

fn timeout(function: Function) -> SignedDuration {
    SignedDuration::from_secs(template().number(function.resource(), "Timeout").unwrap_or(60))
}

/// How the export queue is set up.
pub fn queue() -> driver::memory::QueueSettings {
    let number = |key| template().number::<i64>("ExportQueue", key);
    driver::memory::QueueSettings {
        visibility: SignedDuration::from_secs(number("VisibilityTimeout").unwrap_or(720)),
        receives: number("maxReceiveCount").and_then(|count| count.try_into().ok()).unwrap_or(5),
        retention: SignedDuration::from_secs(number("MessageRetentionPeriod").unwrap_or(345_600)),
    }
}

/// The distance of a schedule's ticks, by the parameter that names it, such as `rate(10 minutes)`.
pub fn rate(parameter: &str) -> Option<SignedDuration> {
    let rate = template().parameter(parameter)?.strip_prefix("rate(")?.strip_suffix(')')?;
    let (count, unit) = rate.split_once(' ')?;
    let count: i64 = count.parse().ok()?;
    match unit.trim_end_matches('s') {
        "minute" => Some(SignedDuration::from_mins(count)),
        "hour" => Some(SignedDuration::from_hours(count)),
        _ => None,
    }
}

/// Minute and hour of a nightly schedule, such as `cron(30 3 * * ? *)`.
pub fn time_of_day(parameter: &str) -> Option<(i64, i64)> {
    let fields = template().parameter(parameter)?.strip_prefix("cron(")?;
    let mut fields = fields.split(' ');
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use super::*;

    #[test]
    fn the_functions_read_their_settings_from_the_template() {
        let house = House { imports_every: Some(SignedDuration::from_mins(5)), ..House::default() };
        let deployment = Deployment::of(&house, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(deployment.policy.horizon.import_cycle, SignedDuration::from_mins(5));
        assert!(deployment.house_address.is_some());
        assert_eq!(timeout(Function::OrderExport), SignedDuration::from_secs(120));
        assert_eq!(rate("DueWorkSchedule"), Some(SignedDuration::from_mins(1)));
        assert_eq!(rate("SweepSchedule"), Some(SignedDuration::from_mins(10)));
        assert_eq!(time_of_day("NightlySweepSchedule"), Some((30, 3)));
    }
}
