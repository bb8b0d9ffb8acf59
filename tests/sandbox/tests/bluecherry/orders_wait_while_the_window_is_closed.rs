use std::time::Duration;

use sandbox::bluecherry::{ClosedWindow, Environment, WindowState};
use serde_json::{Value, json};

use crate::sample::{company, now, order};

#[test]
fn a_closed_window_refuses_orders_and_says_until_when() {
    let mut company = company();
    let until = now() + Duration::from_mins(90);
    company.switches.window = Some(ClosedWindow { state: WindowState::Maint, until });
    let answer = company.post_order(&order(), now());
    assert_eq!(answer.status, 503);
    assert_eq!(answer.value()["errors"][0]["code"], "BC_WINDOW_CLOSED");
    assert_eq!(answer.value()["errors"][0]["retryable"], "Y");
    assert_eq!(answer.value()["until"], "2026-11-24T06:30:30");
    assert_eq!(company.status(now()).value()["window"], json!({ "state": "MAINT", "until": "2026-11-24T06:30:30" }));
    assert_eq!(company.truth().len(), 0);
    assert_eq!(company.post_order(&order(), until).status, 201, "it opens by itself");
}

#[test]
fn the_status_tells_the_local_time_and_how_far_it_stands_from_utc() {
    let answer = company().status(now());
    let status = answer.value();
    assert_eq!(status["company"], "SAMPLE");
    assert_eq!(status["env_code"], "STG");
    assert_eq!(status["server_time"], "2026-11-24T05:00:30");
    assert_eq!(status["utc_offset"], "-05:00");
    assert_eq!(status["window"], json!({ "state": "OPEN", "until": Value::Null }));
    assert_eq!(status["order_import"]["mode"], "SYNC");
}

#[test]
fn the_status_may_answer_for_the_other_environment() {
    let mut company = company();
    company.switches.answers_for = Some(Environment::Prd);
    assert_eq!(company.status(now()).value()["env_code"], "PRD");
}
