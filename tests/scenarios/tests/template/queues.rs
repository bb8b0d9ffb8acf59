//! A message is tried often enough, never by two at once, and ends where a person finds it.

use serde_json::{Value, json};

use crate::transformed::{Resource, Template, assert_holds, each, statements, words};

const FOURTEEN_DAYS: i64 = 1_209_600;

#[test]
fn every_message_ends_acknowledged_or_in_a_dead_letter_queue() {
    assert_holds(dead_letters);
}

#[test]
fn queues_are_encrypted_and_refuse_plain_http() {
    assert_holds(protection);
}

#[test]
fn a_slow_batch_is_not_driven_twice() {
    assert_holds(sources);
}

pub fn dead_letters(template: &Template) -> Vec<String> {
    let mut violations = Vec::new();
    let queues = template.all("AWS::SQS::Queue");
    let redriven = queues.iter().map(|queue| words(queue.property("/RedrivePolicy/deadLetterTargetArn")));
    let undelivered = template
        .any("AWS::Scheduler::Schedule")
        .into_iter()
        .map(|schedule| words(schedule.property("/Target/DeadLetterConfig/Arn")));
    let ends: Vec<String> = redriven.chain(undelivered).collect();
    for queue in &queues {
        let retention = template.number(queue.property("/MessageRetentionPeriod"));
        if ends.contains(&format!("{}.Arn", queue.id)) {
            if retention != FOURTEEN_DAYS {
                violations.push(format!("{} does not keep dead letters for 14 days", queue.id));
            }
            continue;
        }
        let tries = queue.property("/RedrivePolicy/maxReceiveCount");
        if queue.property("/RedrivePolicy/deadLetterTargetArn").is_null() {
            violations.push(format!("{} has no dead-letter queue", queue.id));
        }
        let fewest = tries["Ref"].as_str().map_or(tries, |name| &template.parameter(name)["MinValue"]);
        if template.number(tries) < 5 || template.number(fewest) < 5 {
            violations.push(format!("{} may give a message fewer than 5 tries", queue.id));
        }
        // A dead letter keeps the age that it had before.
        if retention == 0 || retention >= FOURTEEN_DAYS {
            violations.push(format!(
                "{} keeps messages as long as its dead-letter queue, which leaves no time to look",
                queue.id
            ));
        }
    }
    violations
}

pub fn protection(template: &Template) -> Vec<String> {
    let mut violations = Vec::new();
    let policies = template.all("AWS::SQS::QueuePolicy");
    for queue in template.all("AWS::SQS::Queue") {
        if queue.property("/SqsManagedSseEnabled") != &Value::Bool(true) {
            violations.push(format!("{} is not encrypted", queue.id));
        }
        if !policies.iter().any(|policy| refuses_plain_http(template, policy, queue.id)) {
            violations.push(format!("{} takes plain http", queue.id));
        }
    }
    violations
}

fn refuses_plain_http(template: &Template, policy: &Resource<'_>, queue: &str) -> bool {
    let here = each(policy.property("/Queues")).iter().any(|of| words(of) == queue);
    let by_default = policy.condition() == "OnlyOverTls" && template.parameter("RequireTls")["Default"] == "true";
    let denied = statements(policy.property("/PolicyDocument")).iter().any(|statement| {
        let actions: Vec<String> = each(&statement["Action"]).iter().map(words).collect();
        statement["Effect"] == "Deny"
            && statement["Principal"] == "*"
            && words(&statement["Resource"]) == format!("{queue}.Arn")
            && statement["Condition"] == json!({"Bool": {"aws:SecureTransport": "false"}})
            && ["sqs:SendMessage", "sqs:ReceiveMessage"]
                .iter()
                .all(|action| actions.iter().any(|named| named == action))
    });
    here && by_default && denied
}

pub fn sources(template: &Template) -> Vec<String> {
    let mut violations = Vec::new();
    for source in template.all("AWS::Lambda::EventSourceMapping") {
        let of = |property: &str| words(source.property(property)).replace(".Arn", "");
        let queue = template.resource(&of("/EventSourceArn"));
        let function = template.resource(&of("/FunctionName"));
        let timeout = template.number(function.property("/Timeout"));
        if timeout == 0 || template.number(queue.property("/VisibilityTimeout")) < 6 * timeout {
            violations.push(format!(
                "{} shows a message again before six times the {timeout} s of {}",
                queue.id, function.id
            ));
        }
        if !each(source.property("/FunctionResponseTypes")).contains(&json!("ReportBatchItemFailures")) {
            violations.push(format!("{}: one bad message brings its whole batch back", source.id));
        }
        if template.number(source.property("/BatchSize")) != 10 {
            violations.push(format!("{} takes other than 10 messages at once", source.id));
        }
        if template.number(source.property("/ScalingConfig/MaximumConcurrency")) < 2 {
            violations.push(format!("{}: nothing limits how many {} run at once", source.id, function.id));
        }
    }
    violations
}
