use bluecherry::answer::status;
use bluecherry::{Status, StatusAnswer, Window};
use domain::import::Imports;
use serde_json::{Value, json};

use crate::by_hand::{FORBIDDEN, MISSING_KEY, NOT_FOUND, PAGE, QUOTA, THROTTLED, reply};
use crate::sample;
use crate::server::Server;

fn body(environment: &str, window: &Value) -> Value {
    json!({
        "company": "Sample  ", "env_code": environment, "server_time": "2026-11-24T10:00:00", "utc_offset": "-05:00",
        "window": window, "order_import": { "mode": "SYNC" }
    })
}

fn read(window: &Value) -> Window {
    let StatusAnswer::Status(status) = status::read(&reply(200, body("STG", window)), &sample::zone()) else {
        panic!("no status");
    };
    status.window
}

#[tokio::test]
async fn another_environment_than_the_one_that_is_set_shows() {
    let server = Server::start([reply(200, body("PRD ", &json!({ "state": "OPEN" })))]).await;
    let StatusAnswer::Status(status) = server.client.status().await else { panic!("no status") };
    let (company, environment) = ("SAMPLE".to_owned(), "PRD".to_owned());
    let expected = Status { company, environment, window: Window::Open, imports: None };
    assert_eq!(status, expected);
    assert_eq!(server.client.pinned(), ("SAMPLE", "STG"));
    assert_eq!(server.calls()[0].path, "/SAMPLE/STG/status");
}

#[test]
fn orders_are_taken_in_the_open_window_alone() {
    assert_eq!(read(&json!({ "state": "open " })), Window::Open);
    for state in ["BATCH", "MAINT", "CLOSE_FREEZE", "SOMETHING_NEW"] {
        assert_eq!(read(&json!({ "state": state, "until": null })), Window::Closed { until: None }, "{state}");
    }
}

#[test]
fn the_end_of_a_closed_window_is_local_time_at_the_offset_that_is_named() {
    let window = read(&json!({ "state": "MAINT", "until": "2026-11-25T03:30:00" }));
    assert_eq!(window, Window::Closed { until: Some("2026-11-25T08:30:00Z".parse().unwrap()) });
    let window = read(&json!({ "state": "MAINT", "until": "soon" }));
    assert_eq!(window, Window::Closed { until: None });
}

#[test]
fn orders_are_booked_at_once_unless_imports_are_told() {
    let told = |last_begun: Option<&str>, next_at: Option<&str>| {
        let moment = |time: &str| format!("2026-11-24T{time}Z").parse().unwrap();
        Some(Imports { last_begun: last_begun.map(moment), next_at: next_at.map(moment) })
    };
    for (order_import, expected) in [
        (json!(null), None),
        (json!({ "mode": null, "next_at": "2026-11-24T10:05:00" }), None),
        (json!({ "mode": "sync " }), None),
        (
            json!({ "mode": "staged ", "last_begun_at": "2026-11-24T10:00:00", "next_at": "2026-11-24T10:05:00 " }),
            told(Some("15:00:00"), Some("15:05:00")),
        ),
        (
            json!({ "mode": "STAGED", "last_begun_at": null, "next_at": "2026-11-24T10:05:00" }),
            told(None, Some("15:05:00")),
        ),
        (json!({ "mode": "STAGED", "last_begun_at": "soon", "next_at": 7 }), told(None, None)),
        (json!({ "mode": "SOMETHING_NEW" }), told(None, None)),
    ] {
        let mut body = body("STG", &json!({ "state": "OPEN" }));
        body["order_import"] = order_import.clone();
        let StatusAnswer::Status(status) = status::read(&reply(200, body), &sample::zone()) else {
            panic!("no status")
        };
        assert_eq!(status.imports, expected, "{order_import}");
    }
}

#[test]
fn a_quota_that_is_used_up_is_waited_for_and_a_key_that_permits_nothing_is_not() {
    let read = |body: &str| status::read(&reply(403, body), &sample::zone());
    let StatusAnswer::NotNow { until, .. } = read(QUOTA) else { panic!("refused") };
    assert_eq!(until, Some("2026-11-24T16:02:03Z".parse().unwrap()));
    assert!(matches!(read(FORBIDDEN), StatusAnswer::Refused { .. }));
}

#[test]
fn what_is_no_status_is_not_guessed() {
    for (status, body) in [
        (200, String::new()),
        (200, PAGE.to_owned()),
        (200, json!({ "company": "SAMPLE", "env_code": "STG" }).to_string()),
        (200, json!({ "company": "", "env_code": "STG", "window": { "state": "OPEN" } }).to_string()),
        (200, json!({ "company": "SAMPLE", "env_code": null, "window": { "state": "OPEN" } }).to_string()),
        (500, body("STG", &json!({ "state": "OPEN" })).to_string()),
        (429, THROTTLED.to_owned()),
        (503, String::new()),
    ] {
        let read = status::read(&reply(status, &body), &sample::zone());
        assert!(matches!(read, StatusAnswer::NotNow { .. }), "{status} {body}");
    }
    for (status, body) in [(401, MISSING_KEY), (404, NOT_FOUND)] {
        assert!(
            matches!(status::read(&reply(status, body), &sample::zone()), StatusAnswer::Refused { .. }),
            "{status}"
        );
    }
}
