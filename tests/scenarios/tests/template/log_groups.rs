//! Logs are evidence: each function has a group of its own, kept for a year, in lines that a machine reads.

use std::collections::BTreeSet;

use crate::transformed::{Template, assert_holds, words};

#[test]
fn each_function_logs_json_to_a_group_of_its_own_that_is_kept_for_a_year() {
    assert_holds(violations);
}

pub fn violations(template: &Template) -> Vec<String> {
    let mut violations = Vec::new();
    let groups = template.all("AWS::Logs::LogGroup");
    for group in &groups {
        if template.number(group.property("/RetentionInDays")) != 365 {
            violations.push(format!("{} is not kept for 365 days", group.id));
        }
        if !group.is_retained() {
            violations.push(format!("{} is deleted with its stack", group.id));
        }
    }
    let mut taken = BTreeSet::new();
    for function in template.all("AWS::Lambda::Function") {
        let group = words(function.property("/LoggingConfig/LogGroup"));
        if !groups.iter().any(|known| known.id == group) || !taken.insert(group) {
            violations.push(format!("{} has no log group of its own", function.id));
        }
        if function.property("/LoggingConfig/LogFormat") != "JSON" {
            violations.push(format!("{} does not log JSON", function.id));
        }
        // A second filter would hide lines that LOG_LEVEL lets through.
        if function.property("/LoggingConfig/ApplicationLogLevel") != "TRACE" {
            violations.push(format!("the platform filters the lines of {}", function.id));
        }
    }
    violations
}
