//! The template that goes to AWS stands on the local stack, as often as wanted, with nothing shared between its stacks.

use std::collections::BTreeMap;

use sandbox::stack::{Function, Stack};

#[tokio::test]
async fn two_stacks_of_the_template_share_nothing() {
    let parameters = [
        ("ShopDomain", "sample.myshopify.com"),
        ("BlueCherryUrl", "http://127.0.0.1:9/{company}/{environment}"),
        ("BlueCherryCompany", "SAMPLE"),
        ("BlueCherryEnvironment", "STG"),
        ("BlueCherryZone", "America/New_York"),
        ("GoLive", "2026-01-01T00:00:00Z"),
    ];
    let parameters: BTreeMap<_, _> = parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let stack = Stack::shared().await.unwrap();
    let one = stack.deploy("one", &parameters).await.unwrap();
    let two = stack.deploy("two", &parameters).await.unwrap();

    assert_ne!(one.webhook.host, two.webhook.host);
    assert_ne!(one.orders_table, two.orders_table);
    assert_ne!(one.export_queue, two.export_queue);
    assert_ne!(one.shopify_secret, two.shopify_secret);
    for function in Function::ALL {
        assert_ne!(one.function(function), two.function(function));
    }
    one.delete().await.unwrap();
    let functions = aws_sdk_lambda::Client::new(two.sdk()).list_functions().send().await.unwrap();
    let left: Vec<_> = functions.functions().iter().filter_map(|function| function.function_name()).collect();
    for function in Function::ALL {
        assert!(left.contains(&two.function(function)) && !left.contains(&one.function(function)), "{left:?}");
    }
}
