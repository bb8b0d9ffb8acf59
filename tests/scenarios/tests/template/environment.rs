//! Each function gets the variables of its row: what it needs, and nothing that it could misuse.

use std::collections::BTreeSet;

use crate::transformed::{Template, assert_holds, words};

/// What every function gets.
const ALL: [(&str, &str); 3] =
    [("STAGE_NAME", "StageName"), ("LOG_LEVEL", "LogLevel"), ("AWS_EC2_METADATA_DISABLED", "true")];

const SHOPIFY_URL: &str =
    r#"{"Fn::If":["ShopifyAtItsOwnDomain",{"Fn::Sub":"https://${ShopDomain}"},{"Ref":"ShopifyUrl"}]}"#;
const WEBHOOK_URL: &str =
    r#"{"Fn::If":["RungAtTheApi",{"Fn::Sub":"${HttpApi.ApiEndpoint}/webhooks/shopify"},{"Ref":"WebhookAddress"}]}"#;

/// Function, and its variables with the parameter or resource that each tells.
const ROWS: [(&str, &[(&str, &str)]); 4] = [
    (
        "WebhookIntakeFunction",
        &[
            ("EXPORT_QUEUE_URL", "ExportQueue"),
            ("SHOPIFY_SECRET_ARN", "ShopifySecret.Id"),
            ("SHOP_DOMAIN", "ShopDomain"),
            ("BODY_LIMIT_BYTES", "BodyLimitBytes"),
            ("SECRET_AGE", "SecretAge"),
        ],
    ),
    (
        "OrderExportFunction",
        &[
            ("ORDERS_TABLE", "OrdersTable"),
            ("MAPPINGS_TABLE", "MappingsTable"),
            ("OPERATIONS_TABLE", "OperationsTable"),
            ("SHOPIFY_SECRET_ARN", "ShopifySecret.Id"),
            ("BLUECHERRY_SECRET_ARN", "BlueCherrySecret.Id"),
            ("SHOP_DOMAIN", "ShopDomain"),
            ("SHOPIFY_URL", SHOPIFY_URL),
            ("SHOPIFY_TIMEOUT", "ShopifyTimeout"),
            ("BLUECHERRY_URL", "BlueCherryUrl"),
            ("BLUECHERRY_COMPANY", "BlueCherryCompany"),
            ("BLUECHERRY_ENVIRONMENT", "BlueCherryEnvironment"),
            ("BLUECHERRY_KEY_HEADER", "BlueCherryKeyHeader"),
            ("BLUECHERRY_REFERENCE_FIELD", "BlueCherryReferenceField"),
            ("BLUECHERRY_REFERENCE_LENGTH", "BlueCherryReferenceLength"),
            ("BLUECHERRY_ECHO", "BlueCherryEcho"),
            ("BLUECHERRY_TIMEOUT", "BlueCherryTimeout"),
            ("BLUECHERRY_GATEWAY_TIMEOUT", "BlueCherryGatewayTimeout"),
            ("BLUECHERRY_READ_LAG", "BlueCherryReadLag"),
            ("BLUECHERRY_IMPORT_CYCLE", "BlueCherryImportCycle"),
            ("BLUECHERRY_STATUS_AGE", "BlueCherryStatusAge"),
            ("BLUECHERRY_BUSY_RETRY", "BlueCherryBusyRetry"),
            ("BLUECHERRY_ZONE", "BlueCherryZone"),
            ("BLUECHERRY_CALLS", "BlueCherryCalls"),
            ("BLUECHERRY_CALLS_WINDOW", "BlueCherryCallsWindow"),
            ("CLOCK_MARGIN", "ClockMargin"),
            ("SEND_WITHIN", "SendWithin"),
            ("RESUME_AFTER", "ResumeAfter"),
            ("SWEEP_LATE", "SweepLate"),
            ("INVOCATION_MARGIN", "InvocationMargin"),
            ("SECRET_AGE", "SecretAge"),
            ("ROUTING_PATIENCE", "RoutingPatience"),
            ("ROUTING_RECHECK", "RoutingRecheck"),
            ("DUE_SHARDS", "DueShards"),
            ("DUE_PUSH", "DuePush"),
            ("GO_LIVE", "GoLive"),
            ("CAPTURE_AT_DISPATCH", "CaptureAtDispatch"),
            ("HOUSE_ADDRESS", "HouseAddress"),
            ("ORDER_TAG", "OrderTag"),
        ],
    ),
    (
        "DueWorkFunction",
        &[
            ("ORDERS_TABLE", "OrdersTable"),
            ("MAPPINGS_TABLE", "MappingsTable"),
            ("OPERATIONS_TABLE", "OperationsTable"),
            ("EXPORT_QUEUE_URL", "ExportQueue"),
            ("BLUECHERRY_CALLS", "BlueCherryCalls"),
            ("BLUECHERRY_CALLS_WINDOW", "BlueCherryCallsWindow"),
            ("DUE_SHARDS", "DueShards"),
            ("DUE_PUSH", "DuePush"),
            ("DUE_WORK_PERIOD", "DueWorkPeriod"),
            ("ARRIVED_KEEP", "ArrivedKeep"),
            ("SHOPIFY_SECRET_ARN", "ShopifySecret.Id"),
            ("SHOP_DOMAIN", "ShopDomain"),
            ("SHOPIFY_URL", SHOPIFY_URL),
            ("SHOPIFY_TIMEOUT", "ShopifyTimeout"),
            ("SECRET_AGE", "SecretAge"),
            ("WEBHOOK_URL", WEBHOOK_URL),
            ("AUDIT_PERIOD", "AuditPeriod"),
        ],
    ),
    (
        "OrderSweepFunction",
        &[
            ("OPERATIONS_TABLE", "OperationsTable"),
            ("EXPORT_QUEUE_URL", "ExportQueue"),
            ("SHOPIFY_SECRET_ARN", "ShopifySecret.Id"),
            ("SHOP_DOMAIN", "ShopDomain"),
            ("SHOPIFY_URL", SHOPIFY_URL),
            ("SHOPIFY_TIMEOUT", "ShopifyTimeout"),
            ("SECRET_AGE", "SecretAge"),
            ("GO_LIVE", "GoLive"),
            ("FEED_OVERLAP", "FeedOverlap"),
            ("FEED_LEASE", "FeedLease"),
            ("FEED_LATE", "FeedLate"),
        ],
    ),
];

#[test]
fn each_function_gets_the_variables_of_its_row_and_nothing_else() {
    assert_holds(violations);
}

#[test]
fn the_addresses_of_this_machine_alone_may_be_plain_http() {
    for name in ["ShopifyUrl", "BlueCherryUrl", "WebhookAddress"] {
        let pattern = crate::transformed::transformed().parameter(name)["AllowedPattern"].to_string();
        let plain = pattern.split('|').find(|way| way.contains("http://"));
        assert!(plain.is_some_and(|way| way.contains("http://(127")), "{name}: {pattern}");
    }
}

pub fn violations(template: &Template) -> Vec<String> {
    let planned: BTreeSet<_> = ROWS
        .iter()
        .flat_map(|(function, row)| ALL.iter().chain(*row).map(move |(name, tells)| (*function, *name, *tells)))
        .map(|(function, name, tells)| format!("{function} {name} = {tells}"))
        .collect();
    let mut given = BTreeSet::new();
    for function in template.all("AWS::Lambda::Function") {
        for (name, value) in function.property("/Environment/Variables").as_object().into_iter().flatten() {
            given.insert(format!("{} {name} = {}", function.id, words(value)));
        }
    }
    let beyond = given.difference(&planned).map(|variable| format!("not in its row: {variable}"));
    let lacking = planned.difference(&given).map(|variable| format!("missing: {variable}"));
    beyond.chain(lacking).collect()
}
