//! Each role may do what its row says, and nothing else.

use std::collections::BTreeSet;

use crate::transformed::{Template, assert_holds, each, statements, words};

type Grant = (&'static str, &'static [&'static str]);

/// Role, and for each resource the actions on it.
const GRANTS: [(&str, &[Grant]); 6] = [
    (
        "WebhookIntakeRole",
        &[
            ("WebhookIntakeLogs.Arn", &["logs:CreateLogStream", "logs:PutLogEvents"]),
            ("ShopifySecret.Id", &["secretsmanager:GetSecretValue"]),
            ("ExportQueue.Arn", &["sqs:SendMessage*"]),
        ],
    ),
    (
        "OrderExportRole",
        &[
            ("OrderExportLogs.Arn", &["logs:CreateLogStream", "logs:PutLogEvents"]),
            (
                "OrdersTable.Arn",
                &[
                    "dynamodb:BatchGetItem",
                    "dynamodb:ConditionCheckItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:Query",
                    "dynamodb:UpdateItem",
                ],
            ),
            ("MappingsTable.Arn", &["dynamodb:BatchGetItem", "dynamodb:GetItem"]),
            (
                "OperationsTable.Arn",
                &["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
            ),
            ("ShopifySecret.Id", &["secretsmanager:GetSecretValue"]),
            ("BlueCherrySecret.Id", &["secretsmanager:GetSecretValue"]),
            ("ExportQueue.Arn", &["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]),
        ],
    ),
    (
        "DueWorkRole",
        &[
            ("DueWorkLogs.Arn", &["logs:CreateLogStream", "logs:PutLogEvents"]),
            ("${OrdersTable.Arn}/index/due", &["dynamodb:Query"]),
            ("${OrdersTable.Arn}/index/missing", &["dynamodb:Query"]),
            ("OrdersTable.Arn", &["dynamodb:UpdateItem"]),
            (
                "OperationsTable.Arn",
                &[
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:Query",
                    "dynamodb:UpdateItem",
                ],
            ),
            ("ShopifySecret.Id", &["secretsmanager:GetSecretValue"]),
            ("ExportQueue.Arn", &["sqs:SendMessage*"]),
        ],
    ),
    (
        "DueWorkScheduleRole",
        &[("DueWorkFunction.Arn", &["lambda:InvokeFunction"]), ("DueWorkDeadLetterQueue.Arn", &["sqs:SendMessage"])],
    ),
    (
        "OrderSweepRole",
        &[
            ("OrderSweepLogs.Arn", &["logs:CreateLogStream", "logs:PutLogEvents"]),
            (
                "OperationsTable.Arn",
                &["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
            ),
            ("ShopifySecret.Id", &["secretsmanager:GetSecretValue"]),
            ("ExportQueue.Arn", &["sqs:SendMessage*"]),
        ],
    ),
    (
        "OrderSweepScheduleRole",
        &[
            ("OrderSweepFunction.Arn", &["lambda:InvokeFunction"]),
            ("OrderSweepDeadLetterQueue.Arn", &["sqs:SendMessage"]),
        ],
    ),
];

#[test]
fn each_role_may_do_what_its_row_says_and_nothing_else() {
    assert_holds(violations);
}

#[test]
fn each_function_has_a_role_of_its_own() {
    for function in crate::transformed::transformed().all("AWS::Lambda::Function") {
        let own = function.id.replace("Function", "Role");
        assert_eq!(words(function.property("/Role")), format!("{own}.Arn"), "{}", function.id);
    }
}

pub fn violations(template: &Template) -> Vec<String> {
    let planned: BTreeSet<_> = GRANTS
        .iter()
        .flat_map(|(role, grants)| grants.iter().map(move |grant| (role, grant)))
        .flat_map(|(role, (resource, actions))| actions.iter().map(move |action| (*role, *resource, *action)))
        .map(|(role, resource, action)| (role.to_owned(), resource.to_owned(), action.to_owned()))
        .collect();
    let granted = granted(template);
    let beyond = granted
        .difference(&planned)
        .map(|(role, resource, action)| format!("{role} may {action} on {resource}, which is not in its row"));
    let lacking = planned
        .difference(&granted)
        .map(|(role, resource, action)| format!("{role} may not {action} on {resource}, which is in its row"));
    beyond.chain(lacking).collect()
}

fn granted(template: &Template) -> BTreeSet<(String, String, String)> {
    let mut granted = BTreeSet::new();
    for role in template.all("AWS::IAM::Role") {
        for policy in each(role.property("/Policies")) {
            for statement in statements(&policy["PolicyDocument"]) {
                for resource in each(&statement["Resource"]) {
                    for action in each(&statement["Action"]) {
                        granted.insert((role.id.to_owned(), words(resource), words(action)));
                    }
                }
            }
        }
    }
    granted
}
