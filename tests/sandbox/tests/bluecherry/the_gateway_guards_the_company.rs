use std::time::Duration;

use reqwest::Response;
use sandbox::bluecherry::{Call, GatewaySettings};
use serde_json::Value;

use crate::sample::{KEY, REFERENCE, Server};

fn of_two_calls_a_minute() -> GatewaySettings {
    GatewaySettings { calls: 2, keys: vec![KEY.to_owned(), "other".to_owned()], ..GatewaySettings::default() }
}

async fn message(response: Response) -> String {
    let body: Value = response.json().await.unwrap();
    body["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_missing_key_and_a_wrong_one_are_answered_401() {
    let server = Server::plain().await;
    let missing = server.client.get(server.url("/status")).send().await.unwrap();
    assert_eq!(missing.status(), 401);
    assert!(message(missing).await.contains("missing subscription key"));
    let wrong = server.client.get(server.url("/status")).header("ocp-apim-subscription-key", "wrong");
    let wrong = wrong.send().await.unwrap();
    assert_eq!(wrong.status(), 401);
    assert!(message(wrong).await.contains("invalid subscription key"));
    assert_eq!(server.running.counts().unauthorised, 2);
    server.running.stop().await;
}

#[tokio::test]
async fn the_header_of_the_key_is_a_setting() {
    let server = Server::start(GatewaySettings { key_header: "X-Key".to_owned(), ..GatewaySettings::default() }).await;
    assert_eq!(server.get("/status").send().await.unwrap().status(), 401);
    let right = server.client.get(server.url("/status")).header("x-key", KEY);
    assert_eq!(right.send().await.unwrap().status(), 200);
    server.running.stop().await;
}

#[tokio::test]
async fn too_many_calls_in_a_window_are_answered_429_with_retry_after() {
    let server = Server::start(of_two_calls_a_minute()).await;
    for _ in 0..2 {
        assert_eq!(server.get("/status").send().await.unwrap().status(), 200);
    }
    server.pass(Duration::from_millis(17_500));
    let refused = server.post().send().await.unwrap();
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["retry-after"], "43");
    assert_eq!(message(refused).await, "Rate limit is exceeded. Try again in 43 seconds.");
    assert_eq!((server.booked(), server.running.counts().throttled), (0, 1));
    let other = server.client.get(server.url("/status")).header("Ocp-Apim-Subscription-Key", "other");
    assert_eq!(other.send().await.unwrap().status(), 200, "another key has a window of its own");
    server.pass(Duration::from_secs(43));
    assert_eq!(server.post().send().await.unwrap().status(), 201);
    server.running.stop().await;
}

#[tokio::test]
async fn another_environment_or_path_is_the_gateways_404_which_says_nothing_of_an_order() {
    let server = Server::plain().await;
    let production = server.running.base_url().replace("{company}", "SAMPLE").replace("{environment}", "PRD");
    for url in [format!("{production}/orders/by-ref/{REFERENCE}"), server.url("/nowhere")] {
        let response = server.client.get(url).header("Ocp-Apim-Subscription-Key", KEY).send().await.unwrap();
        assert_eq!(response.status(), 404);
        let body: Value = response.json().await.unwrap();
        assert_eq!((&body["statusCode"], &body["errors"]), (&Value::from(404), &Value::Null));
    }
    assert_eq!(server.running.counts().calls[&Call::Elsewhere], 2);
    server.running.stop().await;
}

#[tokio::test]
async fn what_is_no_order_is_answered_400_and_what_is_too_long_413() {
    let server = Server::start(GatewaySettings { body_limit: 4_000, ..GatewaySettings::default() }).await;
    let post = |body: String| {
        server.client.post(server.url("/orders")).header("Ocp-Apim-Subscription-Key", KEY).body(body).send()
    };
    assert_eq!(post("{}".to_owned()).await.unwrap().status(), 400);
    assert_eq!(post("x".repeat(4_001)).await.unwrap().status(), 413);
    assert_eq!(server.booked(), 0);
    server.running.stop().await;
}

#[tokio::test]
async fn calls_are_counted_by_what_they_are_for_and_by_reference() {
    let server = Server::plain().await;
    let number = server.post().send().await.unwrap().json::<Value>().await.unwrap()["ord_num"].clone();
    let found = server.get(&format!("/orders/by-ref/{REFERENCE}")).send().await.unwrap();
    assert_eq!(found.json::<Value>().await.unwrap()["items"][0]["ord_num"], number);
    let read = server.get(&format!("/orders/{}", number.as_str().unwrap())).send().await.unwrap();
    assert_eq!(read.json::<Value>().await.unwrap()["ext_ref"], REFERENCE);
    server.get("/status").send().await.unwrap();
    let counts = server.running.counts();
    let once = [Call::Status, Call::PostOrder, Call::OrdersByReference, Call::OrderByNumber].map(|call| (call, 1));
    assert_eq!(counts.calls, once.into());
    assert_eq!(counts.by_reference[REFERENCE], 2);
    assert_eq!(counts.total(), 4);
    server.running.stop().await;
}
