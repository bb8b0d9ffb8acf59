use std::time::Duration;

use sandbox::bluecherry::GatewaySettings;
use serde_json::Value;

use crate::sample::{KEY, Server};

#[tokio::test]
async fn calls_beyond_the_quota_are_answered_403_until_the_next_day_of_utc() {
    let keys = vec![KEY.to_owned(), "other".to_owned()];
    let server = Server::start(GatewaySettings { quota: Some(2), keys, ..GatewaySettings::default() }).await;
    for _ in 0..2 {
        assert_eq!(server.get("/status").send().await.unwrap().status(), 200);
    }
    server.pass(Duration::from_hours(13));
    let refused = server.post().send().await.unwrap();
    assert_eq!(refused.status(), 403);
    assert!(!refused.headers().contains_key("retry-after"));
    let body: Value = refused.json().await.unwrap();
    assert_eq!(body["message"], "Out of call volume quota. Quota will be replenished in 00:59:30.");
    assert_eq!((server.booked(), server.running.counts().out_of_quota), (0, 1));
    let other = server.client.get(server.url("/status")).header("Ocp-Apim-Subscription-Key", "other");
    assert_eq!(other.send().await.unwrap().status(), 200, "another key has a quota of its own");
    server.pass(Duration::from_secs(3569));
    assert_eq!(server.post().send().await.unwrap().status(), 403);
    server.pass(Duration::from_secs(1));
    assert_eq!(server.post().send().await.unwrap().status(), 201);
    server.running.stop().await;
}
