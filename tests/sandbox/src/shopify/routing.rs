//! Order routing: which location sends which units of an order.

use super::fulfillment::{FulfillmentOrder, FulfillmentOrderStatus, RoutedLine};
use super::line::Line;
use super::order::Order;

/// The fulfilment orders of `order`, one for each location in the order of first mention. `mint` gives ids.
///
/// Units that have left already are counted out of `remaining`; a line without standing units is on none.
pub(super) fn route(order: &Order, primary: u64, mint: &mut impl FnMut() -> u64) -> Vec<FulfillmentOrder> {
    let mut routed: Vec<FulfillmentOrder> = Vec::new();
    for line in &order.lines {
        let mut sent = line.fulfilled;
        for (location, total) in places(line, primary) {
            let gone = sent.min(total);
            sent -= gone;
            let row = RoutedLine { id: mint(), line: line.id, total, remaining: total - gone };
            match routed.iter_mut().find(|known| known.location == location) {
                Some(known) => known.lines.push(row),
                None => routed.push(FulfillmentOrder {
                    id: mint(),
                    status: FulfillmentOrderStatus::Open,
                    location,
                    lines: vec![row],
                }),
            }
        }
    }
    for fulfillment_order in &mut routed {
        fulfillment_order.status =
            if order.cancelled_at.is_some() { FulfillmentOrderStatus::Closed } else { standing(fulfillment_order) };
    }
    routed
}

/// Brings the fulfilment orders back in line with the standing units after an edit, a refund or a cancellation.
///
/// Shopify closes a fulfilment order and makes another one at times; here it keeps its id.
pub(super) fn fit(order: &mut Order) {
    for line in &order.lines {
        let wanted = line.current_quantity.saturating_sub(line.fulfilled);
        let mut held: u32 = rows(&mut order.fulfillment_orders, line.id).map(|row| row.remaining).sum();
        for row in rows(&mut order.fulfillment_orders, line.id) {
            let surplus = held.saturating_sub(wanted).min(row.remaining);
            row.remaining -= surplus;
            row.total -= surplus;
            held -= surplus;
        }
        if let Some(row) = rows(&mut order.fulfillment_orders, line.id).next() {
            row.remaining += wanted.saturating_sub(held);
            row.total += wanted.saturating_sub(held);
        }
    }
    for fulfillment_order in &mut order.fulfillment_orders {
        fulfillment_order.lines.retain(|row| row.total > 0);
        fulfillment_order.status = standing(fulfillment_order);
    }
}

fn rows(fulfillment_orders: &mut [FulfillmentOrder], line: u64) -> impl Iterator<Item = &mut RoutedLine> {
    fulfillment_orders.iter_mut().flat_map(|one| &mut one.lines).filter(move |row| row.line == line)
}

/// The locations of a line's standing units; what they leave over goes to the last of them.
fn places(line: &Line, primary: u64) -> Vec<(u64, u32)> {
    let mut left = line.current_quantity;
    let mut places: Vec<(u64, u32)> = Vec::new();
    for (location, units) in &line.locations {
        let taken = left.min(*units);
        left -= taken;
        places.push((*location, taken));
    }
    match places.last_mut() {
        Some((_, units)) => *units += left,
        None => places.push((primary, left)),
    }
    places.retain(|(_, units)| *units > 0);
    places
}

fn standing(fulfillment_order: &FulfillmentOrder) -> FulfillmentOrderStatus {
    let total: u64 = fulfillment_order.lines.iter().map(|row| u64::from(row.total)).sum();
    let remaining: u64 = fulfillment_order.lines.iter().map(|row| u64::from(row.remaining)).sum();
    match remaining {
        0 => FulfillmentOrderStatus::Closed,
        _ if remaining == total => FulfillmentOrderStatus::Open,
        _ => FulfillmentOrderStatus::InProgress,
    }
}
