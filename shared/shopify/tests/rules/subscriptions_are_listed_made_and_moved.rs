use serde_json::{Value, json};
use shopify::{Class, SubscribeError, Subscription, Topic};

use crate::by_hand::{last_page, page_before};
use crate::server::{Reply, reply, serve};

const HOOK: &str = "https://hooks.example.com/webhooks/shopify";

fn node(id: u64, topic: &str) -> Value {
    let id = format!("gid://shopify/WebhookSubscription/{id}");
    let whole = json!({"format": "JSON", "filter": null, "includeFields": []});
    let mut node = json!({"id": id, "topic": topic, "uri": HOOK, "apiVersion": {"handle": "2026-10"}});
    node.as_object_mut().unwrap().extend(whole.as_object().unwrap().clone());
    node
}

fn page(info: &Value, nodes: &[Value]) -> Reply {
    reply(200, json!({"data": {"webhookSubscriptions": {"pageInfo": info, "nodes": nodes}}}))
}

fn answered(mutation: &str, messages: &[&str]) -> Reply {
    let errors: Vec<Value> = messages.iter().map(|message| json!({ "message": message })).collect();
    reply(200, json!({"data": {mutation: {"userErrors": errors}}}))
}

fn shown(uri: &str, format: &str, filter: &Value, fields: &Value) -> Reply {
    let subscription = json!({"uri": uri, "format": format, "filter": filter, "includeFields": fields});
    let payload = json!({"webhookSubscription": subscription, "userErrors": []});
    reply(200, json!({"data": {"webhookSubscriptionUpdate": payload}}))
}

#[tokio::test]
async fn subscriptions_come_from_every_page_and_an_unknown_topic_keeps_its_name() {
    let server = serve([
        page(&page_before("after-1"), &[node(1, "ORDERS_PAID")]),
        page(&last_page(), &[node(2, "NEVER_SEEN_BEFORE")]),
    ])
    .await;
    let listed = server.client.webhook_subscriptions().await.unwrap();
    let subscription = |id: &str, topic: &str| Subscription {
        id: format!("gid://shopify/WebhookSubscription/{id}"),
        topic: topic.to_owned(),
        uri: HOOK.to_owned(),
        api_version: "2026-10".to_owned(),
        format: "JSON".to_owned(),
        filter: None,
        include_fields: Vec::new(),
    };
    assert_eq!(listed, [subscription("1", "ORDERS_PAID"), subscription("2", "NEVER_SEEN_BEFORE")]);
    let cursors: Vec<Value> = server.calls().iter().map(|call| call.body["variables"]["after"].clone()).collect();
    assert_eq!(cursors, [Value::Null, json!("after-1")]);
}

/// Half a list would make the audit subscribe what is subscribed already.
#[tokio::test]
async fn a_list_whose_second_page_fails_is_none() {
    let server = serve([page(&page_before("after-1"), &[node(1, "ORDERS_PAID")]), reply(503, "")]).await;
    assert_eq!(server.client.webhook_subscriptions().await.unwrap_err().class(), Class::Unknown);
    let endless = json!({"hasNextPage": true, "endCursor": null});
    let server = serve([page(&endless, &[node(1, "ORDERS_PAID")])]).await;
    assert_eq!(server.client.webhook_subscriptions().await.unwrap_err().class(), Class::Unreadable);
}

#[tokio::test]
async fn each_topic_is_subscribed_by_its_name_in_the_api() {
    let names = ["ORDERS_CREATE", "ORDERS_PAID", "ORDERS_UPDATED", "ORDERS_EDITED", "ORDERS_CANCELLED"];
    for (topic, name) in Topic::ALL.into_iter().zip(names) {
        let server = serve([answered("webhookSubscriptionCreate", &[])]).await;
        server.client.create_subscription(topic, HOOK).await.unwrap();
        assert_eq!(server.calls()[0].body["variables"], json!({"topic": name, "uri": HOOK}));
    }
}

#[tokio::test]
async fn a_subscription_is_moved_by_its_id_and_tells_everything_afterwards() {
    let server = serve([shown(HOOK, "JSON", &Value::Null, &json!([]))]).await;
    server.client.move_subscription("gid://shopify/WebhookSubscription/1", HOOK).await.unwrap();
    let variables = json!({"id": "gid://shopify/WebhookSubscription/1", "uri": HOOK});
    assert_eq!(server.calls()[0].body["variables"], variables);
    let document = server.calls()[0].body["query"].as_str().unwrap().to_owned();
    for whole in ["format: JSON", "filter: null", "includeFields: []"] {
        assert!(document.contains(whole), "{document}");
    }
}

#[tokio::test]
async fn what_shopify_confirms_and_does_not_show_is_a_rejection_and_no_filter_is_repeated() {
    let table = [
        (HOOK, "JSON", json!("email:jane@example.com"), json!([]), Some("it has a filter")),
        (HOOK, "JSON", Value::Null, json!(["id"]), Some("its bodies carry some fields alone")),
        (HOOK, "XML", Value::Null, json!([]), Some("its format is not JSON")),
        ("https://old.example.com/webhooks/shopify", "JSON", Value::Null, json!([]), Some("it rings elsewhere")),
        (HOOK, "JSON", json!(""), json!([]), None),
    ];
    for (uri, format, filter, fields, kept) in table {
        let server = serve([shown(uri, format, &filter, &fields)]).await;
        let moved = server.client.move_subscription("gid://shopify/WebhookSubscription/1", HOOK).await;
        let said = moved.as_ref().err().map(|error| (error.class(), error.to_string()));
        assert_eq!(said.is_some(), kept.is_some(), "{said:?}");
        if let (Some((class, said)), Some(kept)) = (said, kept) {
            assert_eq!(class, Class::Rejected);
            assert!(said.contains(kept) && said.contains("WebhookSubscription/1") && !said.contains("jane"), "{said}");
        }
    }
}

#[tokio::test]
async fn a_subscription_with_a_filter_or_some_fields_or_another_format_is_told_by_its_shortcomings() {
    let mut cut = node(1, "ORDERS_PAID");
    for (name, value) in [("format", json!("XML")), ("filter", json!("id:*")), ("includeFields", json!(["id"]))] {
        cut[name] = value;
    }
    let server = serve([page(&last_page(), &[cut, node(2, "ORDERS_PAID")])]).await;
    let listed = server.client.webhook_subscriptions().await.unwrap();
    let expected = ["it has a filter", "its bodies carry some fields alone", "its format is not JSON"];
    assert_eq!(listed[0].shortcomings(), expected);
    assert!(listed[1].shortcomings().is_empty());
}

#[tokio::test]
async fn user_errors_are_a_rejection_with_each_message() {
    let messages = ["Address for this topic has already been taken", "Address is invalid"];
    let server =
        serve([answered("webhookSubscriptionCreate", &messages), answered("webhookSubscriptionUpdate", &messages)])
            .await;
    let created = server.client.create_subscription(Topic::Paid, HOOK).await.unwrap_err();
    let moved = server.client.move_subscription("gid://shopify/WebhookSubscription/1", HOOK).await.unwrap_err();
    for error in [created, moved] {
        assert_eq!(error.class(), Class::Rejected);
        let SubscribeError::Rejected { said } = error else { panic!("{error:?}") };
        assert_eq!(said, messages.join("; "));
    }
}

#[tokio::test]
async fn an_answer_that_confirms_nothing_leaves_a_subscription_unknown() {
    let server = serve([answered("webhookSubscriptionUpdate", &[])]).await;
    let unshown = server.client.move_subscription("gid://shopify/WebhookSubscription/1", HOOK).await.unwrap_err();
    assert_eq!(unshown.class(), Class::Unknown);
    for answer in
        [json!({"data": {"webhookSubscriptionCreate": null}}), json!({"data": {"webhookSubscriptionCreate": 7}})]
    {
        let server = serve([reply(200, &answer)]).await;
        let error = server.client.create_subscription(Topic::Paid, HOOK).await.unwrap_err();
        assert_eq!(error.class(), Class::Unknown, "{answer}");
    }
}
