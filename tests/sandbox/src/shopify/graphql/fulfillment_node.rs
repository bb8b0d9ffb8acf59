//! A fulfilment order as the Admin API shows it.

use super::super::fulfillment::{FulfillmentOrder, RoutedLine};
use super::super::order::Order;
use super::super::shop::Shop;
use super::gid;
use super::node::{Node, Shape, leaf};
use super::order_node::line_node;

/// A fulfilment order below its order: without the way back.
pub(super) fn fulfillment_order(shop: &Shop, order: &Order, shown: &FulfillmentOrder) -> Node {
    let name = shop.location_name(shown.location);
    let location = Node::new(
        "Location",
        vec![
            ("id", leaf(gid("Location", shown.location))),
            ("legacyResourceId", leaf(shown.location.to_string())),
            ("name", leaf(name.as_str())),
        ],
    );
    let assigned = Node::new(
        "FulfillmentOrderAssignedLocation",
        vec![("name", leaf(name.as_str())), ("location", Shape::One(Some(location)))],
    );
    let lines = shown.lines.iter().filter_map(|row| routed_line(order, row)).collect();
    Node::new(
        "FulfillmentOrder",
        vec![
            ("id", leaf(gid("FulfillmentOrder", shown.id))),
            ("status", leaf(shown.status.name())),
            ("assignedLocation", Shape::One(Some(assigned))),
            ("lineItems", Shape::Connection("FulfillmentOrderLineItem", lines)),
        ],
    )
}

fn routed_line(order: &Order, row: &RoutedLine) -> Option<Node> {
    let line = order.lines.iter().find(|line| line.id == row.line)?;
    Some(Node::new(
        "FulfillmentOrderLineItem",
        vec![
            ("id", leaf(gid("FulfillmentOrderLineItem", row.id))),
            ("totalQuantity", leaf(row.total)),
            ("remainingQuantity", leaf(row.remaining)),
            ("lineItem", Shape::One(Some(line_node(order, line)))),
        ],
    ))
}
