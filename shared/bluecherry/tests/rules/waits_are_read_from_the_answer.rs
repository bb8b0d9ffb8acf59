use bluecherry::answer::{Reply, post};
use domain::step::PostAnswer;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::by_hand::{THROTTLED, rejection, reply, with_header};
use crate::sample;

/// Until when the post is put off; the answers arrive at 15:00:00 by our clock.
fn until(reply: &Reply) -> Option<Timestamp> {
    match post::read(reply, &[], &sample::zone()) {
        PostAnswer::NotDone { until, .. } => until,
        other => panic!("{other:?}"),
    }
}

fn time(text: &str) -> Timestamp {
    format!("2026-11-24T{text}Z").parse().unwrap()
}

#[test]
fn a_429_names_seconds_or_a_date_by_the_gateways_clock() {
    for (header, expected) in [
        ("7", Some(time("15:00:07"))),
        ("0", Some(time("15:00:00"))),
        ("Tue, 24 Nov 2026 14:00:30 GMT", Some(time("15:00:30"))),
        ("Tue, 24 Nov 2026 13:00:00 GMT", Some(time("15:00:00"))),
        ("soon", None),
        ("-1", None),
    ] {
        let throttled = with_header(reply(429, THROTTLED), "retry-after", header);
        // The gateway's clock is an hour behind ours.
        let throttled = with_header(throttled, "date", "Tue, 24 Nov 2026 14:00:00 GMT");
        assert_eq!(until(&throttled), expected, "{header}");
    }
    assert_eq!(until(&reply(429, THROTTLED)), None);
}

#[test]
fn a_quota_names_when_it_is_replenished_or_lasts_to_the_end_of_the_day_of_utc() {
    let tomorrow = Some("2026-11-25T00:00:00Z".parse().unwrap());
    for (text, expected) in [
        ("Out of call volume quota. Quota will be replenished in 01:02:03.", Some(time("16:02:03"))),
        ("Out of call volume quota. Quota will be replenished in 00:00:09", Some(time("15:00:09"))),
        (
            "Out of call volume quota. Quota will be replenished in 2.00:00:00.",
            Some("2026-11-26T15:00:00Z".parse().unwrap()),
        ),
        ("Out of call volume quota.", tomorrow),
        ("Out of call volume quota. Quota will be replenished in a while.", tomorrow),
    ] {
        assert_eq!(until(&reply(403, json!({ "statusCode": 403, "message": text }))), expected, "{text}");
    }
    let waits = with_header(reply(403, "Out of call volume quota."), "retry-after", "60");
    assert_eq!(until(&waits), Some(time("15:01:00")));
}

#[test]
fn a_closed_window_names_its_end_in_local_time() {
    let closed = |until: Value| {
        let mut body = rejection("BC_WINDOW_CLOSED");
        body["until"] = until;
        reply(503, body)
    };
    assert_eq!(until(&closed(json!("2026-11-24T11:30:00"))), Some(time("16:30:00")));
    assert_eq!(until(&closed(json!("whenever"))), None);
    assert_eq!(until(&closed(json!(null))), None);
    assert_eq!(until(&with_header(closed(json!(null)), "retry-after", "60")), Some(time("15:01:00")));
}
