use sandbox::shopify::{Shop, Topic};
use serde_json::{Value, json};

use crate::{api, ask, document, shop};

const HOOK: &str = "https://hooks.example.com/webhooks/shopify";
const ELSEWHERE: &str = "https://elsewhere.example.com/";

fn create(shop: &mut Shop, topic: &str, uri: &str) -> Value {
    let variables = json!({ "topic": topic, "uri": uri });
    ask(&mut api(), shop, &document("create_subscription.graphql"), &variables)
}

fn relocate(shop: &mut Shop, id: &str, uri: &str) -> Value {
    ask(&mut api(), shop, &document("move_subscription.graphql"), &json!({ "id": id, "uri": uri }))
}

fn list(shop: &mut Shop) -> Value {
    let answer = ask(&mut api(), shop, &document("webhook_subscriptions.graphql"), &json!({}));
    answer["data"]["webhookSubscriptions"].clone()
}

fn told(shop: &Shop) -> Vec<(Topic, &str)> {
    shop.subscriptions().iter().map(|known| (known.topic, known.uri.as_str())).collect()
}

#[test]
fn a_subscription_is_created_listed_moved_and_deleted() {
    let mut shop = shop();
    let created = create(&mut shop, "ORDERS_PAID", HOOK);
    assert_eq!(created["data"]["webhookSubscriptionCreate"]["userErrors"], json!([]), "{created}");
    let id = shop.subscriptions()[0].id;
    let gid = format!("gid://shopify/WebhookSubscription/{id}");
    let version = json!({ "handle": "2026-10" });
    let shown = json!({
        "id": gid, "topic": "ORDERS_PAID", "uri": HOOK, "apiVersion": version,
        "format": "JSON", "filter": null, "includeFields": [],
    });
    assert_eq!(list(&mut shop)["nodes"], json!([shown]));
    let moved = relocate(&mut shop, &gid, ELSEWHERE);
    assert_eq!(moved["data"]["webhookSubscriptionUpdate"]["userErrors"], json!([]), "{moved}");
    assert_eq!(told(&shop), [(Topic::OrdersPaid, ELSEWHERE)]);
    assert!(shop.delete_subscription(id));
    assert!(!shop.delete_subscription(id));
    assert_eq!(list(&mut shop)["nodes"], json!([]));
}

#[test]
fn an_address_has_a_topic_once() {
    let mut shop = shop();
    shop.subscribe_all(HOOK);
    shop.subscribe_all(HOOK);
    assert_eq!(told(&shop), Topic::ALL.map(|topic| (topic, HOOK)));
    let again = create(&mut shop, "ORDERS_PAID", HOOK);
    let message = &again["data"]["webhookSubscriptionCreate"]["userErrors"][0]["message"];
    assert_eq!(message, "Address for this topic has already been taken", "{again}");
    create(&mut shop, "ORDERS_PAID", ELSEWHERE);
    assert_eq!(shop.subscribers(Topic::OrdersPaid).count(), 2);
    assert_eq!(shop.subscribers(Topic::OrdersCreate).count(), 1);
}

#[test]
fn what_can_not_be_subscribed_or_moved_is_a_user_error_and_changes_nothing() {
    let mut shop = shop();
    let id = format!("gid://shopify/WebhookSubscription/{}", shop.subscribe(Topic::OrdersPaid, HOOK, "2026-10"));
    let refusals = [
        create(&mut shop, "ORDERS_CREATE", "http://hooks.example.com/")["data"]["webhookSubscriptionCreate"].clone(),
        relocate(&mut shop, &id, "ftp://hooks.example.com/")["data"]["webhookSubscriptionUpdate"].clone(),
        relocate(&mut shop, "gid://shopify/WebhookSubscription/404", HOOK)["data"]["webhookSubscriptionUpdate"].clone(),
    ];
    for refusal in refusals {
        assert_eq!(refusal["userErrors"].as_array().unwrap().len(), 1, "{refusal}");
    }
    shop.miss_scopes(["read_orders".to_owned()]);
    let denied = create(&mut shop, "ORDERS_CREATE", HOOK);
    assert_eq!(denied["data"]["webhookSubscriptionCreate"]["userErrors"].as_array().unwrap().len(), 1, "{denied}");
    assert_eq!(told(&shop), [(Topic::OrdersPaid, HOOK)]);
}

#[test]
fn what_cuts_a_subscription_down_is_shown_kept_and_taken_off_by_name() {
    let mut shop = shop();
    let query = "mutation M { webhookSubscriptionCreate(topic: ORDERS_PAID, webhookSubscription: { uri: \"https://a.example\", format: XML, filter: \"id:*\", includeFields: [\"id\"] }) { userErrors { message } } }";
    ask(&mut api(), &mut shop, query, &json!({}));
    let node = list(&mut shop)["nodes"][0].clone();
    assert_eq!(
        (&node["format"], &node["filter"], &node["includeFields"]),
        (&json!("XML"), &json!("id:*"), &json!(["id"]))
    );
    assert_eq!(shop.subscribers(Topic::OrdersPaid).count(), 0, "a filter lets nothing through");

    let id = node["id"].as_str().unwrap().to_owned();
    let moving = format!(
        "mutation M {{ webhookSubscriptionUpdate(id: \"{id}\", webhookSubscription: {{ uri: \"{HOOK}\" }}) {{ userErrors {{ message }} }} }}"
    );
    ask(&mut api(), &mut shop, &moving, &json!({}));
    let known = &shop.subscriptions()[0];
    assert_eq!((known.uri.as_str(), known.format.as_str(), known.filter.as_deref()), (HOOK, "XML", Some("id:*")));

    let moved = relocate(&mut shop, &id, HOOK);
    let shown = &moved["data"]["webhookSubscriptionUpdate"]["webhookSubscription"];
    assert_eq!(*shown, json!({ "uri": HOOK, "format": "JSON", "filter": null, "includeFields": [] }), "{moved}");
    assert_eq!(shop.subscribers(Topic::OrdersPaid).count(), 1);
}

#[test]
fn a_topic_or_an_input_that_is_not_modelled_is_refused() {
    let topic = create(&mut shop(), "CARTS_UPDATE", HOOK);
    assert!(topic["errors"][0]["message"].as_str().unwrap().contains("CARTS_UPDATE"), "{topic}");
    let query = "mutation M { webhookSubscriptionCreate(topic: ORDERS_PAID, webhookSubscription: { uri: \"https://a.example\", name: \"x\" }) { userErrors { message } } }";
    let name = ask(&mut api(), &mut shop(), query, &json!({}));
    assert!(name["errors"][0]["message"].as_str().unwrap().contains("name"), "{name}");
}

#[test]
fn the_list_is_read_page_by_page() {
    let mut shop = shop();
    for at in 0..51 {
        shop.subscribe_all(&format!("https://hooks.example.com/{at}"));
    }
    let first = list(&mut shop);
    assert_eq!((first["nodes"].as_array().unwrap().len(), &first["pageInfo"]["hasNextPage"]), (250, &json!(true)));
    let variables = json!({ "after": first["pageInfo"]["endCursor"] });
    let second = ask(&mut api(), &mut shop, &document("webhook_subscriptions.graphql"), &variables);
    let second = &second["data"]["webhookSubscriptions"];
    assert_eq!((second["nodes"].as_array().unwrap().len(), &second["pageInfo"]["hasNextPage"]), (5, &json!(false)));
    assert_eq!(second["nodes"][4]["uri"], "https://hooks.example.com/50");
    let wrong = ask(&mut api(), &mut shop, &document("webhook_subscriptions.graphql"), &json!({ "after": "x" }));
    assert!(wrong["errors"][0]["message"].as_str().unwrap().contains("Invalid cursor"), "{wrong}");
}
