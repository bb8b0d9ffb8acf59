//! SQS answers a batch with success even when it took only some of it.

use aws_sdk_sqs::Client;
use domain::id::OrderId;
use domain::step::Lane;
use driver::hint::Hint;
use driver::ports::Queues;
use platform::queues::{SqsQueues, parse};
use serde_json::{Value, json};

use crate::server::Aws;

fn taken(failed: &[&str]) -> Value {
    let failed: Vec<Value> =
        failed.iter().map(|id| json!({ "Id": id, "SenderFault": false, "Code": "InternalError" })).collect();
    json!({ "Successful": [], "Failed": failed })
}

fn hints(count: u64) -> Vec<Hint> {
    (1..=count).map(|order| Hint::due(OrderId(order))).collect()
}

async fn queues(aws: &Aws) -> SqsQueues {
    SqsQueues::new(Client::new(&aws.serve().await), "https://sqs.us-east-1.amazonaws.com/123456789012/export")
}

#[tokio::test]
async fn hints_go_in_batches_of_ten_and_arrive_as_they_were() {
    let aws = Aws::default().answers(200, taken(&[])).answers(200, taken(&[])).answers(200, taken(&[]));
    queues(&aws).await.ring(Lane::Export, &hints(23)).await.unwrap();
    let entries: Vec<Vec<Value>> =
        aws.calls().iter().map(|(_, input)| input["Entries"].as_array().unwrap().clone()).collect();
    assert_eq!(entries.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 3]);
    let sent: Vec<Hint> =
        entries.concat().iter().map(|entry| parse(entry["MessageBody"].as_str().unwrap()).unwrap()).collect();
    assert_eq!(sent, hints(23));
}

#[tokio::test]
async fn what_was_not_taken_is_counted_over_all_batches() {
    let refused = json!({ "__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "as the test says" });
    let aws = Aws::default().answers(200, taken(&["3"])).answers(400, refused).answers(200, taken(&[]));
    let error = queues(&aws).await.ring(Lane::Export, &hints(23)).await.unwrap_err();
    assert_eq!((error.sent, error.failed), (23, 11));
    assert!(error.source.is_some());
    assert_eq!(aws.calls().len(), 3);
}

#[tokio::test]
async fn nothing_to_ring_makes_no_call() {
    let aws = Aws::default();
    queues(&aws).await.ring(Lane::Export, &[]).await.unwrap();
    assert!(aws.calls().is_empty());
}
