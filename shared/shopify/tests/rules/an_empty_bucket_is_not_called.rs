use std::time::{Duration, Instant};

use domain::id::OrderId;
use serde_json::{Value, json};
use shopify::{CallError, Class, WriteError};

use crate::by_hand::{ORDER, answer, points_left};
use crate::server::{reply, serve};

/// The points that Microsoft's recorded answers leave, in their form: `maximumAvailable` with a decimal, the rest without.
const RECORDED: &str = include_str!("../fixtures/bcapps/fulfillment-orders-of-order.json");

fn order_leaving(points: &str) -> Value {
    let mut order = answer(|_| {});
    order["extensions"] = points_left(points);
    order
}

#[tokio::test]
async fn a_call_that_would_wait_long_is_not_made() {
    let server = serve([reply(200, order_leaving("-250"))]).await;
    server.client.read_order(OrderId(ORDER)).await.unwrap();
    let error = server.client.add_tag(OrderId(ORDER), "exported").await.unwrap_err();
    let WriteError::Call { source: CallError::NotNow { wait }, .. } = &error else { panic!("{error:?}") };
    assert!(*wait > Duration::from_millis(2_400) && *wait <= Duration::from_millis(2_600), "{wait:?}");
    assert_eq!(error.class(), Class::NotDone { wait: Some(*wait) });
    assert_eq!(server.calls().len(), 1);
}

#[tokio::test]
async fn a_short_wait_is_slept_through() {
    let tagged = reply(200, json!({"data": {"tagsAdd": {"userErrors": []}}}));
    let server = serve([reply(200, order_leaving("-20.5")), tagged]).await;
    server.client.read_order(OrderId(ORDER)).await.unwrap();
    let began = Instant::now();
    server.client.add_tag(OrderId(ORDER), "exported").await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(250), "{:?}", began.elapsed());
}

#[tokio::test]
async fn the_recorded_form_of_the_cost_is_understood() {
    let mut order = answer(|_| {});
    order["extensions"] = serde_json::from_str::<Value>(RECORDED).unwrap()["extensions"].clone();
    order["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"] = json!(-1_000);
    let server = serve([reply(200, order)]).await;
    server.client.read_order(OrderId(ORDER)).await.unwrap();
    let error = server.client.read_order(OrderId(ORDER)).await.unwrap_err();
    assert!(
        matches!(error.class(), Class::NotDone { wait: Some(wait) } if wait > Duration::from_secs(11)),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_answer_without_a_cost_holds_nothing_back() {
    let bare = || {
        let mut order = answer(|_| {});
        order.as_object_mut().unwrap().remove("extensions");
        reply(200, order)
    };
    let server = serve([bare(), bare()]).await;
    server.client.read_order(OrderId(ORDER)).await.unwrap();
    server.client.read_order(OrderId(ORDER)).await.unwrap();
}
