use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::routing::post;
use sandbox::shopify::{DeliveryFaults, Running, Topic, WebhookSettings};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

use crate::{SECRET, noon, order, shop, start};

/// Path, topic and version of each delivery.
type Received = Arc<Mutex<Vec<(String, String, String)>>>;

async fn take(State(received): State<Received>, uri: Uri, headers: HeaderMap) -> StatusCode {
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    received.lock().unwrap().push((uri.path().to_owned(), header("x-shopify-topic"), header("x-shopify-api-version")));
    StatusCode::OK
}

async fn receiver() -> (Received, String) {
    let received = Received::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().route("/{*path}", post(take)).with_state(Arc::clone(&received));
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    (received, base)
}

async fn quiet(running: &Running) {
    timeout(Duration::from_secs(20), async {
        while !running.is_quiet() {
            sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap();
}

/// A shop that delivers all topics to `/first` of a receiver.
async fn delivering(faults: DeliveryFaults) -> (Running, Received, String) {
    let (received, base) = receiver().await;
    let mut running = start(shop()).await;
    let settings =
        WebhookSettings { faults, ..WebhookSettings::new(&format!("{base}/first"), "sample.myshopify.com", SECRET) };
    running.deliver(settings);
    (running, received, base)
}

fn paths(received: &Received) -> Vec<String> {
    let mut paths: Vec<_> =
        received.lock().unwrap().drain(..).map(|(path, topic, _)| format!("{path} {topic}")).collect();
    paths.sort();
    paths
}

#[tokio::test]
async fn a_deleted_subscription_is_told_nothing_and_a_moved_one_elsewhere() {
    let (running, received, base) = delivering(DeliveryFaults::default()).await;
    let [create, paid] = [Topic::OrdersCreate, Topic::OrdersPaid]
        .map(|topic| running.shop().subscribers(topic).next().map(|known| known.id).unwrap());
    running.shop().place(order(1, 1), noon());
    quiet(&running).await;
    assert_eq!(paths(&received), ["/first orders/create", "/first orders/paid"]);
    assert!(running.shop().delete_subscription(create));
    assert!(running.shop().move_subscription(paid, &format!("{base}/second")));
    running.shop().place(order(2, 1), noon());
    quiet(&running).await;
    assert_eq!(paths(&received), ["/second orders/paid"]);
    assert_eq!(running.counters().sent, 3);
}

#[tokio::test]
async fn each_subscription_of_a_topic_is_told_in_its_own_version() {
    let (running, received, base) = delivering(DeliveryFaults::default()).await;
    running.shop().subscribe(Topic::OrdersPaid, &format!("{base}/old"), "2026-07");
    running.shop().place(order(1, 1), noon());
    quiet(&running).await;
    let mut versions = received.lock().unwrap().clone();
    versions.retain(|(_, topic, _)| topic == "orders/paid");
    versions.sort();
    let expected = [("/first", "2026-10"), ("/old", "2026-07")];
    assert_eq!(
        versions,
        expected.map(|(path, version)| (path.to_owned(), "orders/paid".to_owned(), version.to_owned()))
    );
}

#[tokio::test]
async fn a_subscription_with_a_filter_is_told_nothing() {
    let (running, received, _) = delivering(DeliveryFaults::default()).await;
    let paid = running.shop().subscribers(Topic::OrdersPaid).next().map(|known| known.id).unwrap();
    assert!(running.shop().change_subscription(paid, |known| known.filter = Some("id:*".to_owned())));
    running.shop().place(order(1, 1), noon());
    quiet(&running).await;
    assert_eq!(paths(&received), ["/first orders/create"]);
}

#[tokio::test]
async fn a_lost_delivery_is_never_sent_and_the_book_says_so() {
    let (running, received, _) = delivering(DeliveryFaults { lost: 0.4, ..DeliveryFaults::default() }).await;
    for id in 1..=20 {
        running.shop().place(order(id, 1), noon());
    }
    quiet(&running).await;
    let (counters, deliveries) = (running.counters(), running.deliveries());
    let lost = deliveries.iter().filter(|one| one.lost).count();
    assert!(lost > 5 && lost < 35, "{counters:?}");
    assert_eq!((counters.lost, counters.sent), (lost as u64, 40 - lost as u64));
    assert_eq!(received.lock().unwrap().len(), 40 - lost);
    assert!(deliveries.iter().all(|one| one.lost == (one.requests == 0) && one.lost == one.answered_at.is_none()));
}

#[tokio::test]
async fn the_same_seed_loses_the_same_deliveries() {
    let lost = || async {
        let (running, _received, _) = delivering(DeliveryFaults { lost: 0.4, ..DeliveryFaults::default() }).await;
        for id in 1..=20 {
            running.shop().place(order(id, 1), noon());
        }
        quiet(&running).await;
        let mut lost: Vec<_> =
            running.deliveries().into_iter().filter(|one| one.lost).map(|one| one.webhook_id).collect();
        lost.sort();
        lost
    };
    assert_eq!(lost().await, lost().await);
}
