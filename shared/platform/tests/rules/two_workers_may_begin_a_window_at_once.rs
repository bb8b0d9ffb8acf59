//! A window of the call budget is begun by whoever comes first; the other counts in it.

use aws_sdk_dynamodb::Client;
use driver::ports::Tables;
use platform::tables::{DynamoTables, TableNames};
use serde_json::json;

use crate::server::Aws;

const REFUSED: &str = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";

async fn counted(aws: &Aws, ceiling: u32) -> bool {
    let name = |name: &str| name.to_owned();
    let names = TableNames { orders: name("orders"), mappings: name("mappings"), operations: name("operations") };
    let tables = DynamoTables::new(Client::new(&aws.serve().await), names);
    tables.count_call("bluecherry", 29_925_240, ceiling).await.unwrap()
}

fn updates(aws: &Aws) -> Vec<String> {
    aws.calls().iter().map(|(_, input)| input["UpdateExpression"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_call_in_a_window_that_stands_costs_one_write() {
    let aws = Aws::default().answers(200, json!({}));
    assert!(counted(&aws, 60).await);
    assert_eq!(updates(&aws), ["SET #used = #used + :one"]);
    assert_eq!(aws.calls()[0].1["Key"], json!({ "kind": { "S": "budget" }, "name": { "S": "bluecherry" } }));
}

#[tokio::test]
async fn whoever_comes_second_counts_in_the_window_that_the_first_began() {
    let aws = Aws::default().fails(REFUSED, &json!({})).fails(REFUSED, &json!({})).answers(200, json!({}));
    assert!(counted(&aws, 60).await);
    assert_eq!(updates(&aws)[0], updates(&aws)[2]);
    assert_eq!(updates(&aws)[1], "SET #window = :window, #used = :one");
}

#[tokio::test]
async fn a_window_that_is_full_or_over_refuses() {
    let aws = (0..3).fold(Aws::default(), |aws, _| aws.fails(REFUSED, &json!({})));
    assert!(!counted(&aws, 60).await);
    assert_eq!(aws.calls().len(), 3);
}

#[tokio::test]
async fn a_lane_that_may_have_nothing_asks_for_nothing() {
    let aws = Aws::default();
    assert!(!counted(&aws, 0).await);
    assert!(aws.calls().is_empty());
}
