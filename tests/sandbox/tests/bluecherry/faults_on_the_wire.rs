use std::time::Duration;

use sandbox::bluecherry::{Fault, GatewaySettings, Moment, Silence};
use serde_json::Value;

use crate::sample::Server;

const HALF_A_SECOND: Duration = Duration::from_millis(500);

#[tokio::test]
async fn an_order_may_be_booked_and_the_caller_never_told() {
    let server = Server::plain().await;
    server.script(&[Fault::Unanswered(Silence::Held)]);
    let error = server.post().timeout(HALF_A_SECOND).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(server.booked(), 1);
    server.running.stop().await;
}

#[tokio::test]
async fn an_order_may_be_booked_and_the_connection_dropped() {
    let server = Server::plain().await;
    server.script(&[Fault::Unanswered(Silence::Dropped)]);
    let error = server.post().timeout(Duration::from_secs(10)).send().await.unwrap_err();
    assert!(!error.is_timeout() && !error.is_connect(), "{error:?}");
    assert_eq!(server.booked(), 1);
    server.running.stop().await;
}

#[tokio::test]
async fn a_late_answer_comes_late() {
    let server = Server::plain().await;
    server.script(&[Fault::Late { millis: 600 }]);
    let started = tokio::time::Instant::now();
    let response = server.post().send().await.unwrap();
    assert!(started.elapsed() >= HALF_A_SECOND);
    assert_eq!(response.status(), 201);
    server.running.stop().await;
}

#[tokio::test]
async fn the_gateway_gives_up_on_an_answer_that_is_too_late_though_the_order_is_booked() {
    let patience = Duration::from_millis(200);
    let server = Server::start(GatewaySettings { timeout: patience, ..GatewaySettings::default() }).await;
    server.script(&[Fault::Late { millis: 60_000 }]);
    let response = server.post().send().await.unwrap();
    assert_eq!(response.status(), 504);
    assert!(response.text().await.unwrap().starts_with("<html>"));
    assert_eq!(server.booked(), 1);
    server.running.stop().await;
}

#[tokio::test]
async fn each_answer_of_a_fault_has_its_status_its_body_and_its_truth() {
    use Fault::{BadGateway, Busy, ErrorsIn200, NoOrderNumber, RejectedOnce, ServerError};
    use Moment::{AfterBooking, BeforeBooking};
    for (fault, status, needle, booked) in [
        (BadGateway(BeforeBooking), 502, "<html>", 0),
        (BadGateway(AfterBooking), 502, "<html>", 1),
        (ServerError(BeforeBooking), 500, "\"statusCode\":500", 0),
        (ServerError(AfterBooking), 500, "\"statusCode\":500", 1),
        (Busy, 503, "BC_BUSY", 0),
        (RejectedOnce, 422, "\"retryable\":\"Y\"", 0),
        (ErrorsIn200, 200, "\"status\":\"REJECTED\"", 0),
        (NoOrderNumber(BeforeBooking), 201, "request_id", 0),
        (NoOrderNumber(AfterBooking), 201, "request_id", 1),
    ] {
        let server = Server::plain().await;
        server.script(&[fault]);
        let response = server.post().send().await.unwrap();
        assert_eq!(response.status(), status, "{fault:?}");
        let body = response.text().await.unwrap();
        assert!(body.contains(needle) && !body.contains("ord_num"), "{fault:?}: {body}");
        assert_eq!(server.booked(), booked, "{fault:?}");
        assert_eq!(server.post().send().await.unwrap().status(), 201, "{fault:?} passes");
        server.running.stop().await;
    }
}

#[tokio::test]
async fn a_fault_that_throttles_says_how_long_to_wait() {
    let server = Server::plain().await;
    server.script(&[Fault::Throttled { retry_after: 7 }]);
    let response = server.post().send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!((server.booked(), server.running.counts().throttled), (0, 1));
    server.running.stop().await;
}

#[tokio::test]
async fn the_admin_endpoints_set_the_switches_and_tell_the_truth() {
    let server = Server::plain().await;
    let admin = format!("http://{}/_sandbox", server.running.address());
    let switches = serde_json::json!({ "rates": [{ "fault": "busy", "per_mille": 1000 }] });
    let set = server.client.post(format!("{admin}/faults")).json(&switches).send().await.unwrap();
    assert_eq!(set.status(), 204);
    assert_eq!(server.post().send().await.unwrap().status(), 503);
    server.client.post(format!("{admin}/faults")).json(&serde_json::json!({})).send().await.unwrap();
    server.post().send().await.unwrap();
    let truth: Value = server.client.get(format!("{admin}/orders")).send().await.unwrap().json().await.unwrap();
    assert_eq!(truth[0]["attempt"], 2);
    assert_eq!(truth[0]["posted"]["ship_to"]["city"], "Newark");
    assert_eq!(truth[0]["control"]["total"], "122.45");
    server.running.stop().await;
}
