use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use sandbox::shopify::{DeliveryFaults, Running, Topic, WebhookSettings, signature};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

use crate::{SECRET, noon, order, shop, start};

/// What the receiver got, and how many of the next requests it refuses.
#[derive(Default)]
struct Received {
    requests: Vec<(HeaderMap, Bytes)>,
    refuse: usize,
}

type Shared = Arc<Mutex<Received>>;

async fn take(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut received = shared.lock().unwrap();
    received.requests.push((headers, body));
    match received.refuse {
        0 => StatusCode::OK,
        left => {
            received.refuse -= 1;
            // A redirect is no acceptance either.
            if left % 2 == 0 { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::PERMANENT_REDIRECT }
        }
    }
}

async fn receiver(refuse: usize) -> (Shared, String) {
    let shared = Arc::new(Mutex::new(Received { refuse, ..Received::default() }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhooks/shopify", listener.local_addr().unwrap());
    let routes = Router::new().route("/webhooks/shopify", post(take)).with_state(Arc::clone(&shared));
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    (shared, url)
}

/// Plays the shop's events against a receiver until all is quiet.
async fn play(orders: u64, refuse: usize, adjust: impl FnOnce(&mut WebhookSettings)) -> (Running, Shared) {
    let (shared, url) = receiver(refuse).await;
    let mut shop = shop();
    for id in 1..=orders {
        shop.place(order(id, 1), noon());
    }
    let mut running = start(shop).await;
    let mut settings = WebhookSettings::new(&url, "sample.myshopify.com", SECRET);
    settings.retry_over = Duration::from_millis(255);
    adjust(&mut settings);
    running.deliver(settings);
    timeout(Duration::from_secs(20), async {
        while !running.is_quiet() {
            sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap();
    (running, shared)
}

fn header(headers: &HeaderMap, name: &str) -> String {
    headers[name].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn each_delivery_is_signed_over_its_raw_bytes_and_carries_shopifys_headers() {
    let (running, shared) = play(1, 0, |settings| settings.host = Some("api.localhost".to_owned())).await;
    let received = shared.lock().unwrap();
    assert_eq!(received.requests.len(), 2);
    for (headers, body) in &received.requests {
        assert_eq!(header(headers, "x-shopify-hmac-sha256"), signature(SECRET, body));
        assert_eq!(header(headers, "x-shopify-shop-domain"), "sample.myshopify.com");
        assert_eq!(header(headers, "x-shopify-api-version"), "2026-10");
        assert_eq!(header(headers, "x-shopify-triggered-at"), "2026-11-24T12:00:00.75Z");
        assert_eq!(header(headers, "host"), "api.localhost");
    }
    let distinct =
        |name| received.requests.iter().map(|(headers, _)| header(headers, name)).collect::<BTreeSet<_>>().len();
    assert_eq!(distinct("x-shopify-topic"), 2);
    assert_eq!(distinct("x-shopify-webhook-id"), 2, "one id for each delivery");
    assert_eq!(distinct("x-shopify-event-id"), 1, "one id for what happened");
    assert!(running.deliveries().iter().all(|delivery| delivery.answered_at.is_some()));
}

#[tokio::test]
async fn a_duplicate_keeps_the_ids_and_the_body() {
    let faults = DeliveryFaults { duplicated: 1.0, ..DeliveryFaults::default() };
    let topics = vec![Topic::OrdersPaid];
    let (running, shared) = play(1, 0, |settings| (settings.faults, settings.topics) = (faults, topics)).await;
    let received = shared.lock().unwrap();
    assert_eq!(running.counters().duplicated, 1);
    assert_eq!(received.requests.len(), 2);
    let [(first, body), (second, again)] = &received.requests[..] else { panic!("two requests") };
    assert_eq!(header(first, "x-shopify-webhook-id"), header(second, "x-shopify-webhook-id"));
    assert_eq!(header(first, "x-shopify-event-id"), header(second, "x-shopify-event-id"));
    assert_eq!(body, again);
}

#[tokio::test]
async fn a_refused_delivery_is_sent_again_under_the_same_id_until_it_is_taken() {
    let (running, shared) = play(1, 3, |settings| settings.topics = vec![Topic::OrdersPaid]).await;
    let counters = running.counters();
    assert_eq!((counters.sent, counters.rejected, counters.retried, counters.given_up), (4, 3, 3, 0));
    let received = shared.lock().unwrap();
    let ids: BTreeSet<_> =
        received.requests.iter().map(|(headers, _)| header(headers, "x-shopify-webhook-id")).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(running.deliveries()[0].requests, 4);
}

#[tokio::test]
async fn a_delivery_is_given_up_after_eight_retries() {
    let (running, _) = play(1, 9, |settings| settings.topics = vec![Topic::OrdersPaid]).await;
    let counters = running.counters();
    assert_eq!((counters.sent, counters.retried, counters.given_up), (9, 8, 1));
    assert_eq!(running.deliveries()[0].answered_at, None);
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_is_none() {
    // It takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let (running, _) = play(1, 0, |settings| {
        settings.target = url;
        settings.deadline = Duration::from_millis(20);
        settings.topics = vec![Topic::OrdersPaid];
    })
    .await;
    assert_eq!((running.counters().rejected, running.counters().given_up), (9, 1));
}

#[tokio::test]
async fn a_share_is_delayed_past_later_changes_and_the_same_seed_picks_the_same() {
    let delayed = |seed| async move {
        let (shared, url) = receiver(0).await;
        let mut running = start(shop()).await;
        let faults = DeliveryFaults { delayed: 0.3, delay: Duration::from_millis(150), ..DeliveryFaults::default() };
        let settings = WebhookSettings { faults, seed, ..WebhookSettings::new(&url, "sample.myshopify.com", SECRET) };
        running.deliver(settings);
        for id in 1..=20 {
            running.shop().place(order(id, 1), noon());
            running.shop().touch(id, noon()).unwrap();
        }
        timeout(Duration::from_secs(20), async {
            while !running.is_quiet() {
                sleep(Duration::from_millis(5)).await;
            }
        })
        .await
        .unwrap();
        drop(shared);
        running.counters()
    };
    let (first, again) = (delayed(1).await, delayed(1).await);
    assert!(first.delayed > 5 && first.delayed < 35 && first.overtaken > 0, "{first:?}");
    assert_eq!(first.delayed, again.delayed);
}
