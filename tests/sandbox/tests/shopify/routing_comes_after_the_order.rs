use sandbox::shopify::FulfillmentOrderStatus;
use serde_json::json;

use crate::{api, ask, document, gid, noon, order, shop};

#[test]
fn an_order_has_no_fulfilment_order_before_it_is_routed_and_its_time_stays() {
    let (mut api, mut shop) = (api(), shop());
    shop.place(order(5, 1), noon());
    shop.take_events();
    let query = document("order_for_export.graphql");
    let before = ask(&mut api, &mut shop, &query, &gid(5));
    assert_eq!(before["data"]["order"]["fulfillmentOrders"]["nodes"], json!([]));
    shop.route(5).unwrap();
    let after = ask(&mut api, &mut shop, &query, &gid(5));
    let routed = &after["data"]["order"]["fulfillmentOrders"]["nodes"][0];
    assert_eq!(routed["assignedLocation"]["location"]["legacyResourceId"], "1");
    assert_eq!(routed["lineItems"]["nodes"][0]["totalQuantity"], 2);
    assert_eq!(after["data"]["order"]["updatedAt"], before["data"]["order"]["updatedAt"]);
    assert!(!shop.has_events());
    assert!(shop.route(5).is_err());
}

#[test]
fn a_line_split_over_two_locations_is_on_two_fulfilment_orders() {
    let mut shop = shop();
    let mut order = order(5, 2);
    order.lines[0].locations = vec![(1, 1), (2, 1)];
    shop.place(order, noon());
    shop.route(5).unwrap();
    let routed = &shop.order(5).unwrap().fulfillment_orders;
    let rows: Vec<_> =
        routed.iter().flat_map(|one| one.lines.iter().map(|row| (one.location, row.line, row.total))).collect();
    assert_eq!(rows, [(1, 5001, 1), (1, 5002, 2), (2, 5001, 1)]);
}

#[test]
fn what_has_left_already_is_assigned_and_no_longer_remaining() {
    let mut shop = shop();
    let mut order = order(5, 1);
    order.lines[0].fulfilled = 2;
    shop.place(order, noon());
    shop.route(5).unwrap();
    let routed = &shop.order(5).unwrap().fulfillment_orders[0];
    assert_eq!(routed.status, FulfillmentOrderStatus::Closed);
    assert_eq!((routed.lines[0].total, routed.lines[0].remaining), (2, 0));
}
