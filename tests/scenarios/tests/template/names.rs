//! Nothing carries a name of its own, so that several stacks live side by side in one account.

use serde_json::Value;

use crate::transformed::{Template, assert_holds};

const NAMES: [(&str, &str); 7] = [
    ("AWS::DynamoDB::Table", "/TableName"),
    ("AWS::IAM::Role", "/RoleName"),
    ("AWS::Lambda::Function", "/FunctionName"),
    ("AWS::Logs::LogGroup", "/LogGroupName"),
    ("AWS::SQS::Queue", "/QueueName"),
    ("AWS::Scheduler::Schedule", "/Name"),
    ("AWS::SecretsManager::Secret", "/Name"),
];

#[test]
fn several_stacks_live_side_by_side() {
    assert_holds(violations);
}

pub fn violations(template: &Template) -> Vec<String> {
    let named = NAMES.iter().flat_map(|(kind, property)| {
        template.all(kind).into_iter().filter(|resource| resource.property(property) != &Value::Null)
    });
    named.map(|resource| format!("{} has a name of its own", resource.id)).collect()
}
