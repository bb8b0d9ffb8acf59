//! Every duration is a parameter, with the default that the horizons were reckoned with.

use std::collections::BTreeMap;

use crate::transformed::{Template, assert_holds};

/// What tells a duration's parameter from others.
const PATTERN: &str = r"\d+(ms|s|m|h)( ?\d+(ms|s|m|h))*";

/// Parameter and default, as the code reads it.
const DEFAULTS: [(&str, &str); 23] = [
    ("ArrivedKeep", "10m"),
    ("AuditPeriod", "1h"),
    ("BlueCherryBusyRetry", "60s"),
    ("BlueCherryCallsWindow", "60s"),
    ("BlueCherryGatewayTimeout", "30s"),
    ("BlueCherryImportCycle", "0s"),
    ("BlueCherryReadLag", "30s"),
    ("BlueCherryStatusAge", "60s"),
    ("BlueCherryTimeout", "30s"),
    ("ClockMargin", "60s"),
    ("DuePush", "5m"),
    ("DueWorkPeriod", "60s"),
    ("FeedLate", "1h"),
    ("FeedLease", "6m"),
    ("FeedOverlap", "5m"),
    ("InvocationMargin", "70s"),
    ("ResumeAfter", "2m"),
    ("RoutingPatience", "1h"),
    ("RoutingRecheck", "5m"),
    ("SecretAge", "5m"),
    ("SendWithin", "10s"),
    ("ShopifyTimeout", "10s"),
    ("SweepLate", "10m"),
];

/// Parameter and default of those that AWS counts: seconds, or a schedule.
const COUNTED: [(&str, &str); 8] = [
    ("DueWorkSchedule", "\"rate(1 minute)\""),
    ("DueWorkTimeout", "50"),
    ("ExportVisibility", "720"),
    ("NightlySweepSchedule", "\"cron(30 3 * * ? *)\""),
    ("OrderExportTimeout", "120"),
    ("OrderSweepTimeout", "300"),
    ("SweepSchedule", "\"rate(10 minutes)\""),
    ("WebhookIntakeTimeout", "10"),
];

#[test]
fn every_duration_has_its_real_default() {
    assert_holds(violations);
}

#[test]
fn every_default_is_a_duration_that_the_code_can_read() {
    for (name, default) in DEFAULTS {
        assert!(default.parse::<jiff::SignedDuration>().is_ok(), "{name}: {default}");
    }
}

pub fn violations(template: &Template) -> Vec<String> {
    let parameters = template.0["Parameters"].as_object().unwrap();
    let declared: BTreeMap<&str, &str> = parameters
        .iter()
        .filter(|(_, parameter)| parameter["AllowedPattern"] == PATTERN)
        .map(|(name, parameter)| (name.as_str(), parameter["Default"].as_str().unwrap_or("none")))
        .collect();
    let mut violations = Vec::new();
    if declared != BTreeMap::from(DEFAULTS) {
        violations.push(format!("durations are {declared:?}, not {DEFAULTS:?}"));
    }
    for (name, expected) in COUNTED {
        let default = template.parameter(name)["Default"].to_string();
        if default != expected {
            violations.push(format!("{name} is {default}, not {expected}"));
        }
    }
    violations
}

#[test]
fn every_default_of_the_code_is_the_templates_default() {
    let template = crate::transformed::transformed();
    let parameters = template.0["Parameters"].as_object().unwrap();
    let differing: Vec<String> = platform::settings::DEFAULTS
        .iter()
        .filter_map(|(variable, default)| {
            let said = parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case(&variable.replace('_', "")));
            let said = said.map(|(_, parameter)| parameter["Default"].to_string().trim_matches('"').to_owned());
            (said.as_deref() != Some(*default))
                .then(|| format!("{variable}: {default} in the code, {said:?} in the template"))
        })
        .collect();
    assert!(differing.is_empty(), "{differing:#?}");
}
