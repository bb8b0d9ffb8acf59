//! Every grant names its actions and its resources.

use serde_json::Value;

use crate::transformed::{Template, assert_holds, each, statements, words};

/// The one prefix: the local stack asks for `sqs:SendMessageBatch` where AWS asks for `sqs:SendMessage`.
const ALLOWED_PREFIX: &str = "sqs:SendMessage*";

#[test]
fn no_grant_has_a_star() {
    assert_holds(violations);
}

pub fn violations(template: &Template) -> Vec<String> {
    let mut violations = Vec::new();
    for role in template.all("AWS::IAM::Role") {
        if !role.property("/ManagedPolicyArns").is_null() {
            violations.push(format!("{} has managed policies, which name no resources", role.id));
        }
        for policy in each(role.property("/Policies")) {
            for statement in statements(&policy["PolicyDocument"]) {
                violations.extend(stars(statement).map(|star| format!("{} grants {star}", role.id)));
            }
        }
    }
    for policy in template.all("AWS::SQS::QueuePolicy") {
        for statement in statements(policy.property("/PolicyDocument")) {
            violations.extend(stars(statement).map(|star| format!("{} names {star}", policy.id)));
        }
    }
    for kind in ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"] {
        violations.extend(template.any(kind).iter().map(|other| format!("{} grants beside the roles", other.id)));
    }
    violations
}

fn stars(statement: &Value) -> impl Iterator<Item = String> {
    let actions = each(&statement["Action"]).iter().map(words).filter(|action| action != ALLOWED_PREFIX);
    let resources = each(&statement["Resource"]).iter().map(words);
    // A grant of all but what is named is as wide as a star.
    let inverted = ["NotAction", "NotResource"].into_iter().filter(|key| !statement[key].is_null()).map(str::to_owned);
    actions.chain(resources).filter(|name| name.contains('*') || name == "null").chain(inverted)
}
