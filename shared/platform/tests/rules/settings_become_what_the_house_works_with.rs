//! Variables become durations, numbers and policies; what is not set has its default.

use std::time::Duration;

use jiff::SignedDuration;
use platform::settings::{
    DEFAULTS, DueWorkSettings, Echo, ExportSettings, FeedPollSettings, IntakeSettings, ReferenceField,
};
use platform::tables::TableNames;
use tracing::Level;

/// What every deployment must say, and nothing else.
pub fn complete(variable: &str) -> Option<String> {
    let value = match variable {
        "STAGE_NAME" => "staging",
        "ORDERS_TABLE" => "orders",
        "MAPPINGS_TABLE" => "mappings",
        "OPERATIONS_TABLE" => "operations",
        "EXPORT_QUEUE_URL" => "https://sqs.us-east-1.amazonaws.com/123456789012/export",
        "SHOPIFY_SECRET_ARN" => "arn:shopify",
        "BLUECHERRY_SECRET_ARN" => "arn:bluecherry",
        "SHOP_DOMAIN" => "sample.myshopify.com",
        "BLUECHERRY_URL" => "https://bluecherry.example/{company}/{environment}/",
        "BLUECHERRY_COMPANY" => "ACME",
        "BLUECHERRY_ENVIRONMENT" => "STG",
        "BLUECHERRY_ZONE" => "America/New_York",
        "WEBHOOK_URL" => "https://hooks.example/webhooks/shopify",
        "GO_LIVE" => "2026-12-01T00:00:00-05:00",
        // The template sets these even when they are empty.
        "HOUSE_ADDRESS" | "ORDER_TAG" | "SHOPIFY_URL" => "",
        _ => return None,
    };
    Some(value.to_owned())
}

/// The same with one variable set to a value.
pub fn with(variable: &'static str, value: &str) -> impl Fn(&str) -> Option<String> {
    let value = value.to_owned();
    move |wanted| if wanted == variable { Some(value.clone()) } else { complete(wanted) }
}

#[test]
fn what_is_not_set_has_its_default() {
    let settings = ExportSettings::read(&complete).unwrap();
    let (shopify, bluecherry, policy) = (&settings.shopify, &settings.bluecherry, &settings.policy);
    assert_eq!(settings.logging.level, Level::INFO);
    assert_eq!(settings.secret_age, Duration::from_mins(5));
    assert_eq!(shopify.url, "https://sample.myshopify.com");
    assert_eq!(shopify.timeout, Duration::from_secs(10));
    assert_eq!(shopify.order_tag, None);
    assert_eq!(bluecherry.url, "https://bluecherry.example/ACME/STG");
    assert_eq!(bluecherry.key_header, "Ocp-Apim-Subscription-Key");
    assert_eq!(bluecherry.reference_field, ReferenceField::CustPo);
    assert_eq!(bluecherry.reference_length, 22);
    assert_eq!(bluecherry.echo, Echo::Answer);
    assert_eq!(bluecherry.timeout, Duration::from_secs(30));
    assert_eq!(policy.go_live.to_string(), "2026-12-01T05:00:00Z");
    assert!(!policy.capture_at_dispatch && !policy.has_house_address);
    assert_eq!(policy.patience, SignedDuration::from_hours(1));
    assert_eq!(policy.recheck, SignedDuration::from_mins(5));
    assert_eq!(policy.send_within, SignedDuration::from_secs(10));
    assert_eq!(policy.resume_after, SignedDuration::from_mins(2));
    assert_eq!(policy.busy_retry, SignedDuration::from_secs(60));
    assert_eq!(settings.driver.budget.calls, 60);
    assert_eq!(settings.driver.budget.window, SignedDuration::from_secs(60));
    assert_eq!(settings.driver.status_age, SignedDuration::from_secs(60));
    assert_eq!(settings.driver.due_shards, 8);
    assert_eq!(settings.driver.due_push, DueWorkSettings::read(&complete).unwrap().push);
    assert_eq!(settings.driver.late_after, SignedDuration::from_mins(10));
    assert_eq!(settings.driver.margin, SignedDuration::from_secs(70));
}

#[test]
fn a_feed_knows_where_it_begins_and_for_how_long_it_is_its_own() {
    let settings = FeedPollSettings::read(&complete).unwrap();
    assert_eq!(settings.go_live.to_string(), "2026-12-01T05:00:00Z");
    assert_eq!(settings.tables, TableNames::of_operations("operations".to_owned()));
    assert_eq!(settings.overlap, SignedDuration::from_mins(5));
    assert_eq!(settings.late, SignedDuration::from_hours(1));
    assert_eq!(settings.lease, SignedDuration::from_mins(6));
    assert_eq!(settings.shopify.url, "https://sample.myshopify.com");
}

#[test]
fn the_audit_knows_the_address_to_the_byte() {
    let settings = DueWorkSettings::read(&complete).unwrap();
    assert_eq!(settings.webhook_url, "https://hooks.example/webhooks/shopify");
    assert_eq!(settings.audit_period, SignedDuration::from_hours(1));
}

#[test]
fn the_horizon_is_made_of_its_five_durations() {
    let settings = ExportSettings::read(&with("BLUECHERRY_IMPORT_CYCLE", "10m")).unwrap();
    let send_by = settings.policy.go_live;
    // 30 s client, 30 s gateway, twice 60 s clocks, 10 min import, 30 s lag.
    let expected = SignedDuration::from_secs(30 + 30 + 120 + 600 + 30);
    assert_eq!(settings.policy.horizon.after(send_by).duration_since(send_by), expected);
}

#[test]
fn every_default_is_read_by_some_function_and_fits() {
    for (variable, default) in DEFAULTS {
        let broken = with(variable, "\u{0}");
        let is_read = ExportSettings::read(&broken).is_err()
            || IntakeSettings::read(&broken).is_err()
            || DueWorkSettings::read(&broken).is_err()
            || FeedPollSettings::read(&broken).is_err();
        assert!(is_read, "no function reads {variable}");
        let set = with(variable, default);
        ExportSettings::read(&set).unwrap();
        IntakeSettings::read(&set).unwrap();
        DueWorkSettings::read(&set).unwrap();
        FeedPollSettings::read(&set).unwrap();
    }
}

#[test]
fn durations_are_divided_as_the_sandbox_likes() {
    let settings = ExportSettings::read(&with("ROUTING_RECHECK", "1m 500ms")).unwrap();
    assert_eq!(settings.policy.recheck, SignedDuration::from_millis(60_500));
    let settings = DueWorkSettings::read(&with("DUE_PUSH", "250ms")).unwrap();
    assert_eq!(settings.push, SignedDuration::from_millis(250));
    let settings = ExportSettings::read(&with("DUE_PUSH", "250ms")).unwrap();
    assert_eq!(settings.driver.due_push, SignedDuration::from_millis(250));
}

#[test]
fn a_simulator_on_this_machine_may_be_called_in_plain_http() {
    let settings = ExportSettings::read(&with("SHOPIFY_URL", "http://127.0.0.1:8080/")).unwrap();
    assert_eq!(settings.shopify.url, "http://127.0.0.1:8080");
    let settings = ExportSettings::read(&with("BLUECHERRY_URL", "http://localhost:9090/{company}")).unwrap();
    assert_eq!(settings.bluecherry.url, "http://localhost:9090/ACME");
}

#[test]
fn a_house_address_is_a_policy_too() {
    let address =
        r#"{"name": "House", "line1": "1 Main St", "city": "New York", "postcode": "10001", "country": "US"}"#;
    let settings = ExportSettings::read(&with("HOUSE_ADDRESS", address)).unwrap();
    assert!(settings.policy.has_house_address);
    assert_eq!(settings.house_address.unwrap().city, "New York");
}
