//! A rule that notices nothing protects nothing: each of these faults is planted, and must be found.

use serde_json::{Value, json};

use crate::transformed::{Template, transformed};
use crate::{
    durations, environment, least_privilege, log_groups, named_grants, names, pollers, public_entry, queues, schedule,
    secrets, tables,
};

type Rule = fn(&Template) -> Vec<String>;

fn resource(path: &str) -> String {
    format!("/Resources/{path}")
}

fn property(id: &str, path: &str) -> String {
    format!("/Resources/{id}/Properties/{path}")
}

fn parameter(name: &str, path: &str) -> String {
    format!("/Parameters/{name}/{path}")
}

/// The n-th statement of a role's policy.
fn statement(role: &str, n: usize, path: &str) -> String {
    property(role, &format!("Policies/0/PolicyDocument/Statement/{n}/{path}"))
}

/// Rule, where in the template the fault is planted, and the fault. Null takes away what is there.
fn faults() -> Vec<(Rule, String, Value)> {
    let managed = json!(["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]);
    let orders = json!({"Fn::GetAtt": ["OrdersTable", "Arn"]});
    let elsewhere = json!({"Fn::GetAtt": ["ExportDeadLetterQueue", "Arn"]});
    let (doorbell, tick) = ("OrderExportFunctionDoorbell", "DueWorkFunctionEveryMinute");
    let (sweep, nightly) = ("OrderSweepFunctionSweep", "OrderSweepFunctionNightlySweep");
    vec![
        (named_grants::violations, statement("WebhookIntakeRole", 1, "Action"), json!(["secretsmanager:*"])),
        (named_grants::violations, statement("WebhookIntakeRole", 1, "Resource"), json!("*")),
        (named_grants::violations, property("DueWorkRole", "ManagedPolicyArns"), managed),
        (named_grants::violations, statement("DueWorkRole", 0, "NotAction"), json!("iam:PassRole")),
        (least_privilege::violations, statement("WebhookIntakeRole", 2, "Resource"), elsewhere),
        (
            least_privilege::violations,
            statement("DueWorkRole", 2, "Action"),
            json!(["dynamodb:UpdateItem", "dynamodb:DeleteItem"]),
        ),
        (queues::dead_letters, property("ExportQueue", "RedrivePolicy"), Value::Null),
        (queues::dead_letters, property("ExportQueue", "RedrivePolicy/maxReceiveCount"), json!(4)),
        (queues::dead_letters, parameter("ExportReceiveCount", "MinValue"), json!(1)),
        (queues::dead_letters, property("ExportDeadLetterQueue", "MessageRetentionPeriod"), Value::Null),
        (queues::dead_letters, property("ExportQueue", "MessageRetentionPeriod"), json!(1_209_600)),
        (queues::protection, property("DueWorkDeadLetterQueue", "SqsManagedSseEnabled"), Value::Null),
        (queues::protection, property("ExportQueuePolicy", "PolicyDocument/Statement/0/Effect"), json!("Allow")),
        (queues::protection, parameter("RequireTls", "Default"), json!("false")),
        (queues::sources, parameter("OrderExportTimeout", "Default"), json!(121)),
        (queues::sources, property("ExportQueue", "VisibilityTimeout"), Value::Null),
        (queues::sources, property(doorbell, "FunctionResponseTypes"), Value::Null),
        (queues::sources, property(doorbell, "ScalingConfig"), Value::Null),
        (tables::violations, property("OrdersTable", "PointInTimeRecoverySpecification"), Value::Null),
        (tables::violations, property("MappingsTable", "SSESpecification/SSEEnabled"), json!(false)),
        (tables::violations, resource("OperationsTable/UpdateReplacePolicy"), json!("Delete")),
        (tables::violations, parameter("TableDeletionProtection", "Default"), json!("false")),
        (log_groups::violations, property("OrderExportLogs", "RetentionInDays"), json!(30)),
        (
            log_groups::violations,
            property("DueWorkFunction", "LoggingConfig/LogGroup"),
            json!({"Ref": "OrderExportLogs"}),
        ),
        (secrets::violations, property("ShopifySecret", "SecretString"), json!("{}")),
        (secrets::violations, parameter("BlueCherryKeyHeader", "NoEcho"), json!(true)),
        (
            environment::violations,
            property("WebhookIntakeFunction", "Environment/Variables/ORDERS_TABLE"),
            json!({"Ref": "OrdersTable"}),
        ),
        (
            environment::violations,
            property("OrderSweepFunction", "Environment/Variables/ORDERS_TABLE"),
            json!({"Ref": "OrdersTable"}),
        ),
        (environment::violations, property("DueWorkFunction", "Environment/Variables/DUE_PUSH"), Value::Null),
        (environment::violations, property("OrderExportFunction", "Environment/Variables/DUE_PUSH"), Value::Null),
        (durations::violations, parameter("SendWithin", "Default"), json!("20s")),
        (durations::violations, parameter("OrderExportTimeout", "Default"), json!(121)),
        (public_entry::violations, property("WebhookRoute", "RouteKey"), json!("$default")),
        (public_entry::violations, property("HttpStage", "DefaultRouteSettings"), Value::Null),
        (public_entry::violations, property("HttpStage", "AccessLogSettings"), Value::Null),
        (
            public_entry::violations,
            property("HttpStage", "AccessLogSettings/Format"),
            json!("{\"path\": \"$context.path\"}"),
        ),
        (public_entry::violations, property("WebhookPermission", "SourceArn"), Value::Null),
        (public_entry::violations, resource("SecondWay"), json!({"Type": "AWS::Lambda::Url"})),
        (schedule::ticks, property(tick, "Target/DeadLetterConfig"), Value::Null),
        (schedule::ticks, property(tick, "Target/RetryPolicy"), Value::Null),
        (schedule::ticks, property(tick, "Target/Input"), json!("{}")),
        (schedule::ticks, property(sweep, "Target/Input"), Value::Null),
        (schedule::ticks, property(sweep, "Target/Arn"), json!({"Fn::GetAtt": ["DueWorkFunction", "Arn"]})),
        (schedule::ticks, property(sweep, "ScheduleExpression"), json!("rate(1 day)")),
        (schedule::ticks, property(nightly, "Target/Input"), json!("{\"feed\":\"orders\"}")),
        (schedule::ticks, property(nightly, "Target/RetryPolicy/MaximumEventAgeInSeconds"), json!(60)),
        (schedule::ticks, resource(nightly), Value::Null),
        (
            schedule::ticks,
            property("DueWorkScheduleRole", "AssumeRolePolicyDocument/Statement/0/Condition"),
            Value::Null,
        ),
        (
            schedule::ticks,
            property("OrderSweepScheduleRole", "AssumeRolePolicyDocument/Statement/0/Condition"),
            Value::Null,
        ),
        (schedule::repetitions, property("DueWorkFunctionEventInvokeConfig", "MaximumRetryAttempts"), json!(2)),
        (schedule::repetitions, resource("OrderSweepFunctionEventInvokeConfig"), Value::Null),
        (pollers::violations, parameter("DueWorkTimeout", "Default"), json!(60)),
        (pollers::violations, parameter("OrderSweepTimeout", "Default"), json!(360)),
        (pollers::violations, parameter("FeedLease", "Default"), json!("10m")),
        (pollers::violations, parameter("FeedOverlap", "Default"), json!("0s")),
        (pollers::violations, parameter("FeedLate", "Default"), json!("10m")),
        (pollers::violations, parameter("AuditPeriod", "Default"), json!("60s")),
        (pollers::violations, parameter("ShopifyTimeout", "Default"), json!("50s")),
        (queues::protection, resource("OrderSweepDeadLetterQueuePolicy"), Value::Null),
        (
            environment::violations,
            property("DueWorkFunction", "Environment/Variables/WEBHOOK_URL"),
            json!({"Ref": "WebhookAddress"}),
        ),
        (least_privilege::violations, statement("OrderSweepRole", 1, "Resource"), orders),
        (names::violations, property(tick, "Name"), json!("EveryMinute")),
    ]
}

#[test]
fn every_planted_fault_is_found() {
    for (rule, place, fault) in faults() {
        let mut template = transformed().clone();
        let (parent, key) = place.rsplit_once('/').unwrap();
        let parent = template
            .0
            .pointer_mut(parent)
            .unwrap_or_else(|| panic!("{place} is not in the template"))
            .as_object_mut()
            .unwrap();
        let before = if fault.is_null() { parent.remove(key) } else { parent.insert(key.to_owned(), fault.clone()) };
        assert_ne!(before.as_ref(), Some(&fault), "{place} is so already");
        assert!(!fault.is_null() || before.is_some(), "{place} is not in the template");
        assert!(!rule(&template).is_empty(), "nobody noticed {fault} at {place}");
    }
}
