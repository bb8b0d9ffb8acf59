use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::SignedDuration;
use reqwest::{Client, Response};
use sandbox::shopify::{Outcome, Running, ShopifySimulator};
use serde_json::{Value, json};

use crate::{SECRET, document, gid, noon, order, settings, shop_with, start};

fn grant(secret: &str) -> Value {
    json!({ "client_id": "client", "client_secret": secret, "grant_type": "client_credentials" })
}

async fn token(running: &Running, secret: &str) -> Response {
    let url = format!("{}/admin/oauth/access_token", running.base_url);
    Client::new().post(url).json(&grant(secret)).send().await.unwrap()
}

async fn read(running: &Running, token: &str) -> Response {
    let url = format!("{}/admin/api/2026-10/graphql.json", running.base_url);
    let body = json!({ "query": document("order_for_export.graphql"), "variables": gid(5) });
    Client::new().post(url).header("X-Shopify-Access-Token", token).json(&body).send().await.unwrap()
}

async fn issued(running: &Running) -> String {
    let answer: Value = token(running, SECRET).await.json().await.unwrap();
    assert_eq!(answer["expires_in"], 86_400);
    answer["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_good_token_reads_and_an_unknown_or_revoked_one_is_answered_401() {
    let running = start(shop_with(order(5, 1))).await;
    let token = issued(&running).await;
    let good = read(&running, &token).await;
    assert_eq!(good.headers()["x-shopify-api-version"], "2026-10");
    assert_eq!(good.headers()["date"], "Tue, 24 Nov 2026 12:00:00 GMT");
    assert!(good.headers().contains_key("x-request-id"));
    assert_eq!(good.json::<Value>().await.unwrap()["data"]["order"]["name"], "#5");
    assert_eq!(read(&running, "shpat_guess").await.status(), 401);
    running.revoke_tokens();
    let refused = read(&running, &token).await;
    assert_eq!(refused.status(), 401);
    assert!(
        refused.json::<Value>().await.unwrap()["errors"]
            .as_str()
            .unwrap()
            .starts_with("[API] Invalid API key or access token")
    );
    assert_eq!(
        (running.calls().reads(5), running.calls().writes(5), running.calls().with(Outcome::Unauthorised)),
        (1, 0, 2)
    );
    running.stop().await;
}

#[tokio::test]
async fn a_token_ends_with_its_life() {
    let time = Arc::new(Mutex::new(noon()));
    let mut settings = settings(shop_with(order(5, 1)));
    let clock = Arc::clone(&time);
    settings.clock = Arc::new(move || *clock.lock().unwrap());
    settings.token_life = Duration::from_hours(24);
    let running = ShopifySimulator::start(settings).await.unwrap();
    let token = issued(&running).await;
    *time.lock().unwrap() += SignedDuration::from_hours(24) - SignedDuration::from_secs(1);
    assert_eq!(read(&running, &token).await.status(), 200);
    *time.lock().unwrap() += SignedDuration::from_secs(1);
    assert_eq!(read(&running, &token).await.status(), 401);
    running.stop().await;
}

#[tokio::test]
async fn the_grant_is_taken_as_json_or_as_a_form_and_refused_with_a_wrong_secret() {
    let running = start(shop_with(order(5, 1))).await;
    assert_eq!(token(&running, "guess").await.status(), 401);
    let url = format!("{}/admin/oauth/access_token", running.base_url);
    let form = format!("client_id=client&client_secret={SECRET}&grant_type=client_credentials");
    let request = Client::new().post(&url).header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(request.body(form).send().await.unwrap().status(), 200);
    let mut other = grant(SECRET);
    other["grant_type"] = "password".into();
    assert_eq!(Client::new().post(&url).json(&other).send().await.unwrap().status(), 400);
    assert_eq!(running.tokens_issued(), 1);
    running.stop().await;
}

#[tokio::test]
async fn the_truth_is_shown_to_who_asks_for_it() {
    let running = start(shop_with(order(5, 1))).await;
    let truth: Value =
        reqwest::get(format!("{}/_sandbox/orders/5", running.base_url)).await.unwrap().json().await.unwrap();
    assert_eq!(truth["sums"]["total_price"], "20");
    assert_eq!(reqwest::get(format!("{}/_sandbox/orders/6", running.base_url)).await.unwrap().status(), 404);
    running.stop().await;
}

#[tokio::test]
async fn a_port_in_use_is_said_in_one_sentence() {
    let running = start(shop_with(order(5, 1))).await;
    let mut second = settings(shop_with(order(5, 1)));
    second.port = running.base_url.rsplit(':').next().unwrap().parse().unwrap();
    let refused = ShopifySimulator::start(second).await.err().unwrap().to_string();
    assert!(refused.contains("choose another port"), "{refused}");
    running.stop().await;
}
