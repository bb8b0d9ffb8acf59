use domain::id::OrderId;
use serde_json::{Value, json};
use shopify::{Class, WriteError};

use crate::by_hand::ORDER;
use crate::server::{reply, serve};

#[tokio::test]
async fn the_numbers_are_one_list_metafield() {
    let server = serve([reply(200, json!({"data": {"metafieldsSet": {"userErrors": []}}}))]).await;
    server.client.set_order_numbers(OrderId(ORDER), &["100200", "100\"201"]).await.unwrap();
    let body = &server.calls()[0].body;
    let numbers = r#"["100200","100\"201"]"#;
    assert_eq!(body["variables"], json!({"order": format!("gid://shopify/Order/{ORDER}"), "numbers": numbers}));
    // `compareDigest: null` would mean that the metafield must not exist yet: the second write would be refused.
    assert!(!body["query"].as_str().unwrap().lines().skip(2).any(|line| line.contains("compareDigest")));
    assert!(!body["variables"].to_string().contains("compareDigest"));
}

#[tokio::test]
async fn a_tag_is_added() {
    let server = serve([reply(200, json!({"data": {"tagsAdd": {"userErrors": []}}}))]).await;
    server.client.add_tag(OrderId(ORDER), "exported").await.unwrap();
    let variables = json!({"id": format!("gid://shopify/Order/{ORDER}"), "tags": ["exported"]});
    assert_eq!(server.calls()[0].body["variables"], variables);
}

#[tokio::test]
async fn user_errors_are_a_rejection_with_code_and_message() {
    for (code, expected) in [
        (json!("INVALID_VALUE"), "INVALID_VALUE: no such owner"),
        (json!("NEVER_SEEN_BEFORE"), "NEVER_SEEN_BEFORE: no such owner"),
        (json!(null), "no such owner"),
    ] {
        let errors = json!([{"code": code, "message": "no such owner"}]);
        let server = serve([reply(200, json!({"data": {"metafieldsSet": {"userErrors": errors}}}))]).await;
        let error = server.client.set_order_numbers(OrderId(ORDER), &["100"]).await.unwrap_err();
        assert_eq!(error.class(), Class::Rejected);
        let WriteError::Rejected { said, .. } = error else { panic!("{error:?}") };
        assert_eq!(said, expected);
    }
}

/// The user error that Shopify gave to Microsoft's connector, unchanged, as the payload of our mutation.
#[tokio::test]
async fn a_recorded_user_error_is_a_rejection() {
    let recorded: Value =
        serde_json::from_str(include_str!("../fixtures/bcapps/fulfillmentCreate-userError.json")).unwrap();
    let payload = recorded["data"]["fulfillmentCreate"].clone();
    let answer = json!({"data": {"tagsAdd": payload}, "extensions": recorded["extensions"]});
    let server = serve([reply(200, answer)]).await;
    let error = server.client.add_tag(OrderId(ORDER), "exported").await.unwrap_err();
    assert_eq!(error.class(), Class::Rejected);
    assert!(error.to_string().contains("Fulfillment order does not exist."), "{error}");
}
