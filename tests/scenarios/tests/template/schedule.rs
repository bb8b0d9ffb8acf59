//! What a schedule rings, it rings with its own words; a tick that was missed is told of, and never caught up with beside a
//! later one that would do the same.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::transformed::{Resource, Template, assert_holds, statements, words};

/// A schedule, and what is set of it.
struct Row {
    schedule: &'static str,
    expression: &'static str,
    function: &'static str,
    dead_letters: &'static str,
    carries: Option<&'static str>,
    /// In seconds: longer than this a tick is not tried.
    tried_for: i64,
}

/// Due work looks at what is due now, so a late tick of it is worth nothing. A feed goes on from its mark and has a lease, so a
/// late tick of it hurts nobody; and the next nightly one is a night away.
const ROWS: [Row; 3] = [
    Row {
        schedule: "DueWorkFunctionEveryMinute",
        expression: "DueWorkSchedule",
        function: "DueWorkFunction.Arn",
        dead_letters: "DueWorkDeadLetterQueue.Arn",
        carries: None,
        tried_for: 60,
    },
    Row {
        schedule: "OrderSweepFunctionSweep",
        expression: "SweepSchedule",
        function: "OrderSweepFunction.Arn",
        dead_letters: "OrderSweepDeadLetterQueue.Arn",
        carries: Some(r#"{"feed":"orders"}"#),
        tried_for: 300,
    },
    Row {
        schedule: "OrderSweepFunctionNightlySweep",
        expression: "NightlySweepSchedule",
        function: "OrderSweepFunction.Arn",
        dead_letters: "OrderSweepDeadLetterQueue.Arn",
        carries: Some(r#"{"feed":"orders-30d"}"#),
        tried_for: 3_600,
    },
];

/// Function, how often a failed run is repeated, and for how many seconds.
const REPEATED: [(&str, i64, i64); 2] = [("DueWorkFunction", 0, 60), ("OrderSweepFunction", 2, 600)];

#[test]
fn a_tick_is_delivered_soon_with_its_own_words_or_told_of() {
    assert_holds(ticks);
}

#[test]
fn a_failed_run_is_repeated_only_where_two_runs_cannot_meet() {
    assert_holds(repetitions);
}

pub fn ticks(template: &Template) -> Vec<String> {
    let schedules = template.all("AWS::Scheduler::Schedule");
    let mut violations: Vec<String> = ROWS
        .iter()
        .filter(|row| schedules.iter().all(|schedule| schedule.id != row.schedule))
        .map(|row| format!("{} is missing", row.schedule))
        .collect();
    for schedule in &schedules {
        match ROWS.iter().find(|row| row.schedule == schedule.id) {
            Some(row) => violations.extend(of(template, schedule, row)),
            None => violations.push(format!("{} is in no row", schedule.id)),
        }
    }
    violations
}

fn of(template: &Template, schedule: &Resource<'_>, row: &Row) -> Vec<String> {
    let mut violations = Vec::new();
    let mut must = |holds: bool, what: &str| {
        if !holds {
            violations.push(format!("{}: {what}", schedule.id));
        }
    };
    must(words(schedule.property("/ScheduleExpression")) == row.expression, "nobody can set when it ticks");
    must(words(schedule.property("/Target/Arn")) == row.function, "it rings another function");
    must(schedule.property("/Target/Input").as_str() == row.carries, "it carries other words");
    must(
        words(schedule.property("/Target/DeadLetterConfig/Arn")) == row.dead_letters,
        "a tick that is not delivered is lost in silence",
    );
    must(
        template.number(schedule.property("/Target/RetryPolicy/MaximumEventAgeInSeconds")) == row.tried_for,
        "a tick is tried for too long, or not long enough",
    );
    must(schedule.property("/FlexibleTimeWindow/Mode") == "OFF", "the tick may wait");
    let role = template.resource(&words(schedule.property("/Target/RoleArn")).replace(".Arn", ""));
    let trusted = statements(role.property("/AssumeRolePolicyDocument"));
    let ours = trusted
        .iter()
        .all(|statement| words(&statement["Condition"]["StringEquals"]["aws:SourceAccount"]) == "AWS::AccountId");
    must(ours, "another account's schedule may use its role");
    violations
}

pub fn repetitions(template: &Template) -> Vec<String> {
    let planned: BTreeMap<String, (i64, i64)> =
        REPEATED.iter().map(|(function, times, seconds)| ((*function).to_owned(), (*times, *seconds))).collect();
    let set: BTreeMap<String, (i64, i64)> = template
        .all("AWS::Lambda::EventInvokeConfig")
        .iter()
        .map(|config| {
            let number = |property: &str| config.property(property).as_i64().unwrap_or(i64::MAX);
            let repeated = (number("/MaximumRetryAttempts"), number("/MaximumEventAgeInSeconds"));
            (words(config.property("/FunctionName")), repeated)
        })
        .collect();
    if set == planned { Vec::new() } else { vec![format!("failed runs are repeated {set:?}, not {planned:?}")] }
}

#[test]
fn every_word_that_a_schedule_carries_is_json() {
    for row in ROWS.iter().filter_map(|row| row.carries) {
        let carried: Value = serde_json::from_str(row).unwrap();
        assert!(carried["feed"].is_string(), "{row}");
    }
}
