//! When the answer to a commit is lost, the SDK sends it again, and DynamoDB may refuse it because it is done already.

use aws_sdk_dynamodb::Client;
use domain::id::OrderId;
use driver::ports::{CommitError, Tables};
use driver::rows::{Body, Commit, Index, Row};
use platform::tables::{DynamoTables, TableNames};
use serde_json::{Value, json};

use crate::server::{Aws, Call};

fn commit() -> Commit {
    let root =
        Row { item: "root".to_owned(), body: Body::Raw("{}".to_owned()), index: Index::Root { version: 3, schema: 1 } };
    let part = Row { item: "part#0001".to_owned(), body: Body::Raw("{}".to_owned()), index: Index::None };
    Commit {
        order: OrderId(7),
        expected: 2,
        put: vec![part, root],
        delete: vec!["due#export".to_owned()],
        trail: vec![],
    }
}

async fn tables(aws: &Aws) -> DynamoTables {
    let name = |name: &str| name.to_owned();
    let names = TableNames { orders: name("orders"), mappings: name("mappings"), operations: name("operations") };
    DynamoTables::new(Client::new(&aws.serve().await), names)
}

fn canceled(codes: [&str; 3]) -> Value {
    json!({ "CancellationReasons": codes.map(|code| json!({ "Code": code })) })
}

const CANCELED: &str = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";

fn root_of(calls: &[Call]) -> &Value {
    &calls[0].1["TransactItems"][0]["Put"]
}

fn written_by_the_first_call(calls: &[Call]) -> (u16, Value) {
    (200, json!({ "Item": { "written_by": root_of(calls)["Item"]["written_by"] } }))
}

#[tokio::test]
async fn the_root_comes_first_and_holds_the_version() {
    let aws = Aws::default().answers(200, json!({}));
    tables(&aws).await.commit(&commit()).await.unwrap();
    let calls = aws.calls();
    let root = root_of(&calls);
    assert_eq!(root["Item"]["item"], json!({ "S": "root" }));
    assert_eq!(root["Item"]["version"], json!({ "N": "3" }));
    assert_eq!(root["ConditionExpression"], "#version = :expected");
    assert_eq!(root["ExpressionAttributeValues"], json!({ ":expected": { "N": "2" } }));
}

#[tokio::test]
async fn a_repetition_by_the_sdk_carries_the_same_token() {
    let aws = Aws::default().answers(500, json!({})).answers(200, json!({}));
    tables(&aws).await.commit(&commit()).await.unwrap();
    let tokens: Vec<Value> = aws.calls().into_iter().map(|(_, input)| input["ClientRequestToken"].clone()).collect();
    assert_eq!(tokens.len(), 2);
    assert_eq!(tokens[0], tokens[1]);
    assert_eq!(tokens[0].as_str().unwrap().len(), 32);
}

#[tokio::test]
async fn two_workers_that_write_the_very_same_do_not_share_a_token() {
    let aws = Aws::default().answers(200, json!({})).answers(200, json!({}));
    let tables = tables(&aws).await;
    tables.commit(&commit()).await.unwrap();
    tables.commit(&commit()).await.unwrap();
    let calls = aws.calls();
    assert_ne!(calls[0].1["ClientRequestToken"], calls[1].1["ClientRequestToken"]);
}

#[tokio::test]
async fn a_refusal_of_what_is_ours_already_is_success() {
    for code in ["ConditionalCheckFailed", "TransactionConflict"] {
        let aws = Aws::default()
            .answers(500, json!({}))
            .fails(CANCELED, &canceled([code, "None", "None"]))
            .answers_with(written_by_the_first_call);
        tables(&aws).await.commit(&commit()).await.unwrap();
        assert_eq!(aws.operations(), ["TransactWriteItems", "TransactWriteItems", "GetItem"], "{code}");
        assert_eq!(aws.calls()[2].1["ConsistentRead"], true);
    }
}

#[tokio::test]
async fn a_refusal_of_what_another_wrote_is_lost() {
    for codes in [["ConditionalCheckFailed", "None", "None"], ["None", "TransactionConflict", "None"]] {
        for root in [json!({}), json!({ "Item": { "written_by": { "S": "another" } } })] {
            let aws = Aws::default().fails(CANCELED, &canceled(codes)).answers(200, root);
            let lost = tables(&aws).await.commit(&commit()).await.unwrap_err();
            assert!(matches!(lost, CommitError::Lost), "{lost:?}");
        }
    }
}

#[tokio::test]
async fn a_refusal_for_any_other_reason_is_a_failure() {
    for codes in [["None", "None", "ConditionalCheckFailed"], ["ThrottlingError", "None", "None"]] {
        let aws = Aws::default().fails(CANCELED, &canceled(codes));
        let failed = tables(&aws).await.commit(&commit()).await.unwrap_err();
        assert!(matches!(failed, CommitError::Table(_)), "{failed:?}");
        assert_eq!(aws.operations(), ["TransactWriteItems"]);
    }
}

#[tokio::test]
async fn a_commit_without_a_root_is_never_sent() {
    let aws = Aws::default();
    let rootless = Commit { put: vec![], ..commit() };
    let failed = tables(&aws).await.commit(&rootless).await.unwrap_err();
    assert!(matches!(failed, CommitError::Table(_)), "{failed:?}");
    assert!(aws.calls().is_empty());
}
