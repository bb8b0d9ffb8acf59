use bluecherry::answer::status;
use bluecherry::{Status, StatusAnswer, Window};
use serde_json::{Value, json};

use crate::by_hand::{MISSING_KEY, NOT_FOUND, PAGE, THROTTLED, reply};
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
    let expected = Status { company: "SAMPLE".to_owned(), environment: "PRD".to_owned(), window: Window::Open };
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
