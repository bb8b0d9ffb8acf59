//! `BatchGetItem` takes a hundred keys and may leave some of them out.

use aws_sdk_dynamodb::Client;
use domain::mapping::{CodeKey, MappingKind};
use driver::ports::Tables;
use platform::tables::{DynamoTables, TableNames};
use serde_json::{Value, json};

use crate::server::Aws;

async fn tables(aws: &Aws) -> DynamoTables {
    let name = |name: &str| name.to_owned();
    let names = TableNames { orders: name("orders"), mappings: name("mappings"), operations: name("operations") };
    DynamoTables::new(Client::new(&aws.serve().await), names)
}

fn charge(source: impl AsRef<str>) -> CodeKey {
    CodeKey::new(MappingKind::Charge, source)
}

fn item(source: &str) -> Value {
    json!({
        "kind": { "S": "charge" }, "source": { "S": source }, "target": { "S": "{\"charge\":\"FRT\"}" },
        "version": { "N": "1" }, "author": { "S": "someone" }, "changed_at": { "S": "2026-11-24T10:00:00Z" }
    })
}

fn left_out(source: &str) -> Value {
    json!({ "mappings": { "Keys": [{ "kind": { "S": "charge" }, "source": { "S": source } }] } })
}

fn keys(input: &Value) -> usize {
    input["RequestItems"]["mappings"]["Keys"].as_array().unwrap().len()
}

#[tokio::test]
async fn what_was_left_out_is_asked_for_again() {
    let aws = Aws::default()
        .answers(200, json!({ "Responses": { "mappings": [item("a")] }, "UnprocessedKeys": left_out("b") }))
        .answers(200, json!({ "Responses": { "mappings": [item("b")] }, "UnprocessedKeys": {} }));
    let found = tables(&aws).await.mappings(&[charge("a"), charge("b")]).await.unwrap();
    assert_eq!(found.iter().map(|row| row.source.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(aws.calls().iter().map(|(_, input)| keys(input)).collect::<Vec<_>>(), [2, 1]);
}

#[tokio::test]
async fn a_table_that_leaves_out_again_and_again_is_a_failure() {
    let aws = (0..6)
        .fold(Aws::default(), |aws, _| aws.answers(200, json!({ "Responses": {}, "UnprocessedKeys": left_out("b") })));
    assert!(tables(&aws).await.mappings(&[charge("b")]).await.is_err());
    assert_eq!(aws.calls().len(), 6);
}

#[tokio::test]
async fn each_code_is_asked_for_once_and_one_that_is_too_long_for_a_row_never() {
    let aws = Aws::default().answers(200, json!({})).answers(200, json!({}));
    let mut codes: Vec<CodeKey> = (0..120).map(|number| charge(number.to_string())).collect();
    codes.extend([charge("1"), charge("x".repeat(1025))]);
    assert!(tables(&aws).await.mappings(&codes).await.unwrap().is_empty());
    assert_eq!(aws.calls().iter().map(|(_, input)| keys(input)).collect::<Vec<_>>(), [100, 20]);
}

#[tokio::test]
async fn no_code_that_can_have_a_row_makes_no_call() {
    let aws = Aws::default();
    assert!(tables(&aws).await.mappings(&[charge("x".repeat(1025))]).await.unwrap().is_empty());
    assert!(aws.calls().is_empty());
}
