//! Which location ships what.

use std::collections::BTreeMap;

use domain::id::{LineId, LocationId};
use domain::image::{Line, Quantity, Routed};

use super::{Unreadable, quantity};
use crate::generated::order_for_export::{FulfillmentOrderStatus, RoutingNodes};

/// The units that Shopify assigned to locations.
///
/// Fulfilment orders come and go: a move, a split or an edit closes one and makes another, and both stay listed. So an open
/// one counts in full, a closed one only by what was fulfilled from it, and a cancelled one not at all; and never are
/// more units routed than stand on the line, those of the open ones first. One whose location is gone routes nothing.
pub(super) fn routing(orders: &[RoutingNodes], lines: &[Line]) -> Result<Vec<Routed>, Unreadable> {
    let mut open = BTreeMap::<(LineId, LocationId), u32>::new();
    let mut fulfilled = BTreeMap::<(LineId, LocationId), u32>::new();
    for order in orders {
        let Some(location) = &order.assigned_location.location else { continue };
        let location = LocationId(location.legacy_resource_id.0);
        for item in &order.line_items.nodes {
            let line = LineId::parse(&item.line_item.id)
                .map_err(|_| Unreadable::new("fulfillmentOrders.lineItems.lineItem.id", "is no id of a line item"))?;
            let total = quantity(item.total_quantity, "fulfillmentOrders.lineItems.totalQuantity")?.0;
            let remaining = quantity(item.remaining_quantity, "fulfillmentOrders.lineItems.remainingQuantity")?.0;
            let (units, counted) = match order.status {
                FulfillmentOrderStatus::CANCELLED => continue,
                FulfillmentOrderStatus::CLOSED | FulfillmentOrderStatus::INCOMPLETE => {
                    (&mut fulfilled, total.saturating_sub(remaining))
                }
                FulfillmentOrderStatus::OPEN
                | FulfillmentOrderStatus::IN_PROGRESS
                | FulfillmentOrderStatus::ON_HOLD
                | FulfillmentOrderStatus::SCHEDULED
                | FulfillmentOrderStatus::Other(_) => (&mut open, total),
            };
            let sum = units.entry((line, location)).or_default();
            *sum = sum.saturating_add(counted);
        }
    }
    let mut left: BTreeMap<LineId, u32> = lines.iter().map(|line| (line.id, line.current.0)).collect();
    let mut routed = BTreeMap::<(LineId, LocationId), u32>::new();
    for (key, units) in open.into_iter().chain(fulfilled) {
        let left = left.entry(key.0).or_default();
        let taken = units.min(*left);
        *left -= taken;
        if taken > 0 {
            *routed.entry(key).or_default() += taken;
        }
    }
    Ok(routed
        .into_iter()
        .map(|((line, location), units)| Routed { line, location, quantity: Quantity(units) })
        .collect())
}
