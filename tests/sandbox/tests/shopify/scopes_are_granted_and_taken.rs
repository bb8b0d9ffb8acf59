use sandbox::shopify::Shop;
use serde_json::{Value, json};

use crate::{api, ask, document, settings, shop, start};

fn handles(shop: &mut Shop) -> Vec<Value> {
    let answer = ask(&mut api(), shop, &document("granted_scopes.graphql"), &json!({}));
    let scopes = answer["data"]["currentAppInstallation"]["accessScopes"].as_array().unwrap().clone();
    scopes.into_iter().map(|scope| scope["handle"].clone()).collect()
}

#[test]
fn the_installation_tells_the_scopes_of_the_moment() {
    let mut shop = shop();
    assert_eq!(handles(&mut shop), ["read_merchant_managed_fulfillment_orders", "read_orders", "write_orders"]);
    shop.miss_scopes(["read_orders".to_owned()]);
    assert_eq!(handles(&mut shop), ["read_merchant_managed_fulfillment_orders", "write_orders"]);
    shop.grant_scopes(["read_orders".to_owned(), "read_all_orders".to_owned()]);
    assert_eq!(handles(&mut shop), ["read_all_orders", "read_orders"]);
    shop.miss_scopes([]);
    assert_eq!(handles(&mut shop).len(), 3);
}

#[tokio::test]
async fn a_token_carries_the_scopes_of_the_moment() {
    let running = start(shop()).await;
    running.miss_scopes(["read_orders".to_owned()]);
    let grant = json!({ "client_id": "client", "client_secret": settings(shop()).client_secret, "grant_type": "client_credentials" });
    let url = format!("{}/admin/oauth/access_token", running.base_url);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer: Value = client.post(url).json(&grant).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["scope"], "read_merchant_managed_fulfillment_orders,write_orders");
}
