//! The sales order numbers that Shopify shows.

use std::collections::BTreeSet;

use sandbox::shopify::Order;

/// The numbers in an order's metafields, which are lists of texts.
pub(super) fn shown(order: &Order) -> BTreeSet<&str> {
    let values = order.metafields.iter().flat_map(|metafield| metafield.value.split(|c: char| !c.is_alphanumeric()));
    values.filter(|text| !text.is_empty()).collect()
}
