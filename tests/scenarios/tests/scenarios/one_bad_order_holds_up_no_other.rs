//! The orders of a batch do not hang together.

use std::collections::BTreeSet;

use domain::id::OrderId;
use domain::step::Lane;
use domain::trail::Cause;
use driver::hint::Hint;
use driver::ports::Queues;
use platform::queues::SqsQueues;
use sandbox::day::generator::Expected;
use sandbox::shopify::Order;
use sandbox::stack::{Deployment, Function};
use sandbox::world::Plan;
use serde_json::Value;

use crate::customers::{SHIRT, TROUSERS, paid};
use crate::scene::{Scene, plan};

#[tokio::test]
async fn an_article_that_bluecherry_does_not_know_does_not_hold_up_nine_good_orders() {
    let plan = Plan { unknown_to_erp: vec![TROUSERS.to_owned()], ..plan("one-bad-of-ten", &[]) };
    let scene = Scene::start(plan).await;
    let orders: Vec<Order> =
        (1..=10).map(|number| paid(number, &[(if number == 4 { TROUSERS } else { SHIRT }, 1)])).collect();
    for order in &orders {
        scene.place_untold(order);
    }
    // All ten in one batch, as due work rings them: nobody listens until the last of them is there.
    listen(&scene.world.deployment, false).await;
    let hint =
        |order: &Order| Hint { order: OrderId(order.id), updated_at: None, cause: Cause("orders/paid".to_owned()) };
    let hints: Vec<Hint> = orders.iter().map(hint).collect();
    let deployment = &scene.world.deployment;
    let queues = SqsQueues::new(aws_sdk_sqs::Client::new(deployment.sdk()), &deployment.export_queue);
    queues.ring(Lane::Export, &hints).await.unwrap();
    listen(deployment, true).await;

    let mut oracle: Vec<(&Order, Expected)> = orders.iter().map(|order| (order, Expected::Exported)).collect();
    oracle[3].1 = Expected::Exception("erp_rejected");
    let end = scene.ends(&oracle).await;
    let said = end.exceptions(&orders[3]);
    assert!(said[0].starts_with("erp_rejected: BlueCherry refused part 1: BC_SKU_UNKNOWN"), "{said:?}");
    assert_eq!(end.owners(&orders[3]), ["operations"]);
    assert_eq!(end.failures, 0);

    let batches: BTreeSet<String> = end.printed.iter().filter_map(|line| batch_of(line)).collect();
    assert_eq!(batches.len(), 1, "the ten were driven in several batches");
}

/// Whether the export listens to its queue.
async fn listen(deployment: &Deployment, listens: bool) {
    let client = aws_sdk_lambda::Client::new(deployment.sdk());
    let function = deployment.function(Function::OrderExport);
    let mappings = client.list_event_source_mappings().function_name(function).send().await.unwrap();
    let mapping = mappings.event_source_mappings()[0].uuid().unwrap();
    client.update_event_source_mapping().uuid(mapping).enabled(listens).send().await.unwrap();
}

/// The invocation in which an order was driven because it was paid.
fn batch_of(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    let is_drive = line["message"] == "driven" && line["cause"] == "orders/paid";
    let spans = line["spans"].as_array().filter(|_| is_drive)?;
    spans.iter().find_map(|span| span["request"].as_str()).map(str::to_owned)
}
