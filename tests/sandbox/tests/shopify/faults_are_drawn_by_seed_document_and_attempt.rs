use reqwest::Client;
use sandbox::shopify::{ApiFaults, Outcome, Running, ShopifySimulator};
use serde_json::{Value, json};

use crate::{SECRET, document, gid, noon, order, settings, shop};

async fn started(seed: u64) -> Running {
    let mut shop = shop();
    for id in 1..=20 {
        shop.place(order(id, 1), noon());
    }
    let mut settings = settings(shop);
    settings.seed = seed;
    settings.faults = ApiFaults { throttled: 0.3, server_error: 0.3, ..ApiFaults::default() };
    ShopifySimulator::start(settings).await.unwrap()
}

/// Reads each order twice, in the order given, and tells what came of it, by order and attempt.
async fn outcomes(seed: u64, orders: &[u64]) -> Vec<(u64, Vec<Outcome>)> {
    let running = started(seed).await;
    let client = Client::new();
    let grant = json!({ "client_id": "client", "client_secret": SECRET, "grant_type": "client_credentials" });
    let token: Value = client
        .post(format!("{}/admin/oauth/access_token", running.base_url))
        .json(&grant)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    for id in orders.iter().chain(orders) {
        let request = client.post(format!("{}/admin/api/2026-10/graphql.json", running.base_url));
        let body = json!({ "query": document("order_lines_after.graphql"), "variables": { "id": gid(*id)["id"], "after": "x" } });
        request
            .header("X-Shopify-Access-Token", token["access_token"].as_str().unwrap())
            .json(&body)
            .send()
            .await
            .unwrap();
    }
    let calls = running.calls();
    running.stop().await;
    (1..=20)
        .map(|id| (id, calls.all().iter().filter(|call| call.orders.contains(&id)).map(|call| call.outcome).collect()))
        .collect()
}

#[tokio::test]
async fn the_same_seed_draws_the_same_faults_whatever_comes_first() {
    let forwards: Vec<u64> = (1..=20).collect();
    let backwards: Vec<u64> = (1..=20).rev().collect();
    let drawn = outcomes(1, &forwards).await;
    assert_eq!(drawn, outcomes(1, &backwards).await);
    assert_ne!(drawn, outcomes(2, &forwards).await);
    let all: Vec<Outcome> = drawn.iter().flat_map(|(_, outcomes)| outcomes.clone()).collect();
    for wanted in [Outcome::Answered, Outcome::Throttled, Outcome::ServerError] {
        assert!(all.contains(&wanted), "{wanted:?} in {all:?}");
    }
}
