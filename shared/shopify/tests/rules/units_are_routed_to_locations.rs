use domain::id::OrderId;
use serde_json::{Value, json};

use crate::by_hand::{ORDER, answer, fulfilment_order, routed_line};
use crate::server::{reply, serve};

/// Location and units of the one line, of which 2 stand.
async fn routed(orders: &[Value]) -> Vec<(u64, u32)> {
    let server = serve([reply(200, answer(|order| order["fulfillmentOrders"]["nodes"] = json!(orders)))]).await;
    let image = server.client.read_order(OrderId(ORDER)).await.unwrap().image;
    image.routing.iter().map(|routed| (routed.location.0, routed.quantity.0)).collect()
}

#[tokio::test]
async fn open_work_counts_in_full_closed_work_by_what_was_fulfilled() {
    for (status, total, remaining, expected) in [
        ("OPEN", 2, 2, 2),
        ("SCHEDULED", 2, 2, 2),
        ("ON_HOLD", 2, 2, 2),
        ("IN_PROGRESS", 2, 1, 2),
        ("INVENTED_LATER", 2, 2, 2),
        ("CLOSED", 2, 0, 2),
        ("CLOSED", 2, 1, 1),
        ("CLOSED", 2, 2, 0),
        ("INCOMPLETE", 2, 2, 0),
        ("CANCELLED", 2, 0, 0),
    ] {
        let units = routed(&[fulfilment_order(1, status, Some(5), &[routed_line(1, total, remaining)])]).await;
        let expected = if expected == 0 { vec![] } else { vec![(5, expected)] };
        assert_eq!(units, expected, "{status} {total} {remaining}");
    }
}

#[tokio::test]
async fn a_line_may_be_split_over_locations() {
    let orders = [
        fulfilment_order(1, "OPEN", Some(5), &[routed_line(1, 1, 1)]),
        fulfilment_order(2, "OPEN", Some(6), &[routed_line(1, 1, 1)]),
    ];
    assert_eq!(routed(&orders).await, [(5, 1), (6, 1)]);
}

/// A move closes one fulfilment order and makes another; counting both would ship twice.
#[tokio::test]
async fn never_more_units_are_routed_than_stand_and_open_work_comes_first() {
    let orders = [
        fulfilment_order(1, "CLOSED", Some(5), &[routed_line(1, 2, 0)]),
        fulfilment_order(2, "OPEN", Some(6), &[routed_line(1, 2, 2)]),
    ];
    assert_eq!(routed(&orders).await, [(6, 2)]);
}

#[tokio::test]
async fn a_location_that_is_gone_routes_nothing() {
    assert_eq!(routed(&[fulfilment_order(1, "OPEN", None, &[routed_line(1, 2, 2)])]).await, []);
    assert_eq!(routed(&[]).await, []);
}
