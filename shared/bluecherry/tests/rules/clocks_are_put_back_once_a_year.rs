//! New York puts its clock back from 02:00 to 01:00 on 1 November 2026, at 06:00 UTC. The local hour from 01:00 comes twice.

use bluecherry::answer::{Reply, post, status};
use bluecherry::{StatusAnswer, Window};
use domain::step::PostAnswer;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::by_hand::{rejection, reply};
use crate::sample;

fn at(time: &str) -> Timestamp {
    format!("2026-11-01T{time}Z").parse().unwrap()
}

fn local(time: &str) -> String {
    format!("2026-11-01T{time}")
}

fn status_at(server_time: &str, offset: &str, window: &Value, last_begun: &str, next_at: &str) -> bluecherry::Status {
    let body = json!({
        "company": "SAMPLE", "env_code": "STG", "server_time": local(server_time), "utc_offset": offset, "window": window,
        "order_import": { "mode": "STAGED", "last_begun_at": local(last_begun), "next_at": local(next_at) }
    });
    match status::read(&reply(200, body), &sample::zone()) {
        StatusAnswer::Status(status) => status,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_lies_ahead_is_the_first_that_has_not_passed_and_what_lies_behind_the_earlier() {
    for (server_time, offset, last_begun, next_at, expected) in [
        // Before the hour, in it, at its end, in it again, and after it: (last begun, next).
        ("00:57:00", "-04:00", "00:55:00", "01:00:00", (at("04:55:00"), at("05:00:00"))),
        ("01:32:00", "-04:00", "01:30:00", "01:35:00", (at("05:30:00"), at("05:35:00"))),
        ("01:58:00", "-04:00", "01:55:00", "01:00:00", (at("05:55:00"), at("06:00:00"))),
        ("01:32:00", "-05:00", "01:30:00", "01:35:00", (at("05:30:00"), at("06:35:00"))),
        ("01:58:00", "-05:00", "01:55:00", "02:00:00", (at("05:55:00"), at("07:00:00"))),
        ("02:07:00", "-05:00", "02:05:00", "02:10:00", (at("07:05:00"), at("07:10:00"))),
    ] {
        let imports = status_at(server_time, offset, &json!({ "state": "OPEN" }), last_begun, next_at).imports.unwrap();
        assert_eq!((imports.last_begun.unwrap(), imports.next_at.unwrap()), expected, "{server_time} {offset}");
    }
}

#[test]
fn the_end_of_a_window_is_told_by_the_offset_that_holds_then() {
    let window = json!({ "state": "MAINT", "until": local("03:30:00") });
    let status = status_at("00:30:00", "-04:00", &window, "00:25:00", "03:30:00");
    assert_eq!(status.window, Window::Closed { until: Some(at("08:30:00")) });
}

#[test]
fn a_company_in_another_zone_than_is_set_is_right_about_its_own_offset() {
    let window = json!({ "state": "MAINT", "until": local("03:30:00") });
    let status = status_at("00:30:00", "+01:00", &window, "00:25:00", "03:30:00");
    assert_eq!(status.window, Window::Closed { until: Some(at("02:30:00")) });
}

#[test]
fn an_answer_without_an_offset_is_read_by_our_own_clock() {
    let closed = |local: &str, at: Timestamp| {
        let mut body = rejection("BC_WINDOW_CLOSED");
        body["until"] = json!(local);
        Reply { at, ..reply(503, body) }
    };
    for (now, until, expected) in [
        ("05:10:00", "01:30:00", "05:30:00"),
        ("05:40:00", "01:30:00", "06:30:00"),
        ("06:10:00", "01:30:00", "06:30:00"),
        ("05:10:00", "02:30:00", "07:30:00"),
    ] {
        match post::read(&closed(&local(until), at(now)), &[], &sample::zone()) {
            PostAnswer::NotDone { until, .. } => assert_eq!(until, Some(at(expected)), "asked at {now}"),
            other => panic!("{other:?}"),
        }
    }
}
