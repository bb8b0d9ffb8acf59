//! Whoever mends the settings learns of everything that is wrong, and what would be right.

use platform::settings::{
    DueWorkSettings, ExportSettings, Fault, FeedPollSettings, IntakeSettings, SettingsError, ToolSettings,
};

use crate::settings_become_what_the_house_works_with::{complete, with};

fn nothing(_: &str) -> Option<String> {
    None
}

fn variables(error: &SettingsError) -> Vec<&str> {
    error.faults.iter().map(|fault| fault.variable).collect()
}

#[test]
fn everything_that_is_not_set_is_named_for_each_function() {
    let intake = IntakeSettings::read(&nothing).unwrap_err();
    assert_eq!(variables(&intake), ["STAGE_NAME", "EXPORT_QUEUE_URL", "SHOPIFY_SECRET_ARN", "SHOP_DOMAIN"]);
    let due_work = DueWorkSettings::read(&nothing).unwrap_err();
    let expected = [
        "STAGE_NAME",
        "ORDERS_TABLE",
        "MAPPINGS_TABLE",
        "OPERATIONS_TABLE",
        "EXPORT_QUEUE_URL",
        "SHOPIFY_SECRET_ARN",
        "SHOP_DOMAIN",
    ];
    assert_eq!(variables(&due_work), [&expected[..], &["WEBHOOK_URL"]].concat());
    let feed_poll = FeedPollSettings::read(&nothing).unwrap_err();
    assert_eq!(variables(&feed_poll), [&expected[..1], &expected[3..], &["GO_LIVE"]].concat());
    let tool = ToolSettings::read(&nothing).unwrap_err();
    assert_eq!(variables(&tool), expected[1..4]);
    let export = ExportSettings::read(&nothing).unwrap_err();
    let more = ["BLUECHERRY_COMPANY", "BLUECHERRY_ENVIRONMENT", "BLUECHERRY_URL", "BLUECHERRY_ZONE", "GO_LIVE"];
    assert!(more.iter().all(|variable| variables(&export).contains(variable)), "{export}");
}

#[test]
fn a_fault_names_its_variable_what_was_found_and_what_is_expected() {
    for (variable, found, expected) in [
        ("BLUECHERRY_TIMEOUT", "half a minute", "30s"),
        ("BLUECHERRY_TIMEOUT", "-5s", "30s"),
        ("BLUECHERRY_CALLS", "0", "from 1"),
        ("BLUECHERRY_CALLS", "12.5", "whole number"),
        ("DUE_SHARDS", "65", "to 64"),
        ("BLUECHERRY_REFERENCE_LENGTH", "10", "from 14"),
        ("BLUECHERRY_REFERENCE_FIELD", "po_num", "cust_po, ref_num2, aux_ref_num"),
        ("BLUECHERRY_ECHO", "read_back", "answer, read-back"),
        ("BLUECHERRY_ENVIRONMENT", "prd", "STG, PRD"),
        ("BLUECHERRY_COMPANY", "a/b", "ACME"),
        ("BLUECHERRY_KEY_HEADER", "a header", "Ocp-Apim-Subscription-Key"),
        ("BLUECHERRY_URL", "http://bluecherry.example/{company}", "https://"),
        ("BLUECHERRY_URL", "https://bluecherry.example/{tenant}", "{environment}"),
        ("BLUECHERRY_ZONE", "EST/EDT", "America/New_York"),
        ("SHOPIFY_URL", "http://localhost:80@shop.example", "https://"),
        ("SHOP_DOMAIN", "shop.example.com", "sample.myshopify.com"),
        ("SHOP_DOMAIN", ".myshopify.com", "sample.myshopify.com"),
        ("GO_LIVE", "2026-12-01", "2026-12-01T00:00:00-05:00"),
        ("CAPTURE_AT_DISPATCH", "yes", "true, false"),
        ("LOG_LEVEL", "loud", "info"),
        ("INVOCATION_MARGIN", "30s", "longer than"),
    ] {
        let error = ExportSettings::read(&with(variable, found)).unwrap_err();
        let [fault] = &error.faults[..] else { panic!("{variable} is one fault, not: {error}") };
        assert_eq!(fault.variable, variable);
        assert_eq!(fault.found.as_deref(), Some(found));
        assert!(fault.expected.contains(expected), "{fault}");
    }
}

#[test]
fn the_address_that_shopify_rings_is_https_or_this_machines() {
    for found in ["hooks.example", "http://hooks.example/webhooks/shopify", "https://"] {
        let error = DueWorkSettings::read(&with("WEBHOOK_URL", found)).unwrap_err();
        assert_eq!(variables(&error), ["WEBHOOK_URL"], "{found}");
    }
}

#[test]
fn faults_are_told_one_to_a_line() {
    let look_up = |variable: &str| match variable {
        "EXPORT_QUEUE_URL" => None,
        "SECRET_AGE" => Some("soon".to_owned()),
        _ => complete(variable),
    };
    let error = IntakeSettings::read(&look_up).unwrap_err().to_string();
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines.len(), 3, "{error}");
    assert!(lines[1].starts_with("- EXPORT_QUEUE_URL is not set; it must be a queue's URL, such as"), "{error}");
    assert!(lines[2].starts_with("- SECRET_AGE is `soon`; it must be a duration of at least 1ms, such as"), "{error}");
}

#[test]
fn a_wrong_house_address_is_not_shown() {
    for address in [r#"{"name": "Jane Doe"}"#, r#"{"line1": "Jane's", "city": "X", "country": "USA"}"#, "Jane Doe"] {
        let error = ExportSettings::read(&with("HOUSE_ADDRESS", address)).unwrap_err();
        let [Fault { variable, found, .. }] = &error.faults[..] else { panic!("{error}") };
        assert_eq!((*variable, found.clone()), ("HOUSE_ADDRESS", Some(format!("[{} bytes]", address.len()))));
        assert!(!error.to_string().contains("Jane"), "{error}");
    }
}
