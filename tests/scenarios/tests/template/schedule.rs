//! Due work runs each minute; a minute that was missed is told of, and never caught up with twice.

use crate::transformed::{Template, assert_holds, statements, words};

#[test]
fn a_tick_is_delivered_soon_or_told_of() {
    assert_holds(violations);
}

pub fn violations(template: &Template) -> Vec<String> {
    let mut violations = Vec::new();
    for schedule in template.all("AWS::Scheduler::Schedule") {
        let id = schedule.id;
        if words(schedule.property("/Target/DeadLetterConfig/Arn")) != "DueWorkDeadLetterQueue.Arn" {
            violations.push(format!("{id}: a tick that is not delivered is lost in silence"));
        }
        if template.number(schedule.property("/Target/RetryPolicy/MaximumEventAgeInSeconds")) != 60 {
            violations.push(format!("{id}: a late tick is delivered among later ones"));
        }
        if schedule.property("/FlexibleTimeWindow/Mode") != "OFF" {
            violations.push(format!("{id}: the tick may wait"));
        }
        let role = template.resource(&words(schedule.property("/Target/RoleArn")).replace(".Arn", ""));
        let trusted = statements(role.property("/AssumeRolePolicyDocument"));
        let ours = trusted
            .iter()
            .all(|statement| words(&statement["Condition"]["StringEquals"]["aws:SourceAccount"]) == "AWS::AccountId");
        if !ours {
            violations.push(format!("{}: another account's schedule may use it", role.id));
        }
    }
    let timeout = template.number(template.resource("DueWorkFunction").property("/Timeout"));
    if !(1..60).contains(&timeout) {
        violations.push(format!("DueWorkFunction may run for {timeout} s, so that two runs overlap"));
    }
    for failed in template.all("AWS::Lambda::EventInvokeConfig") {
        if failed.property("/MaximumRetryAttempts") != 0 || failed.property("/MaximumEventAgeInSeconds") != 60 {
            violations.push(format!("{}: a failed run is repeated beside the next one", failed.id));
        }
    }
    violations
}
