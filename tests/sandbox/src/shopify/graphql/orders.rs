//! `orders`: those that changed, and nothing of them but their identity. Drafts are no orders.

use apollo_compiler::resolvers::FieldError;
use apollo_compiler::response::{JsonMap, JsonValue};
use jiff::Timestamp;

use super::super::changed::{cursor, place};
use super::super::shop::Shop;
use super::list::{List, first};
use super::node::{Node, leaf};
use super::order_node::time;
use super::{gid, refusal};

/// The page that the arguments ask for: by `updated_at` from one on. Any other search or order is not modelled.
pub(super) fn orders(shop: &Shop, arguments: &JsonMap) -> Result<List, FieldError> {
    let text = |key: &str| arguments.get(key).and_then(JsonValue::as_str);
    let sort = text("sortKey").unwrap_or("");
    if sort != "UPDATED_AT" {
        return Err(refusal::not_modelled("QueryRoot", &format!("orders(sortKey: {sort})")));
    }
    let query = text("query").unwrap_or("");
    let since =
        since(query).ok_or_else(|| refusal::not_modelled("QueryRoot", &format!("orders(query: \"{query}\")")))?;
    let after = text("after");
    if let Some(after) = after.filter(|after| place(after).is_none()) {
        return Err(refusal::invalid_cursor(after));
    }
    let page = shop.changed_since(since, after, first(arguments));
    let end = page.orders.last().map(|&(id, at)| cursor(at, id));
    let nodes = page.orders.iter().map(|&(id, at)| listed(id, at)).collect();
    Ok(List::new("OrderConnection", nodes, end, page.next.is_some()))
}

/// The time of `updated_at:>='…Z'`. "Date values must be a string surrounded by quotes" (Shopify's search syntax), and a time with an offset, or
/// with none, is read as another one than its writer meant.
fn since(query: &str) -> Option<Timestamp> {
    let time = query.strip_prefix("updated_at:>='")?.strip_suffix('\'')?;
    time.ends_with('Z').then(|| time.parse().ok())?
}

fn listed(id: u64, updated_at: Timestamp) -> Node {
    let fields = vec![
        ("id", leaf(gid("Order", id))),
        ("legacyResourceId", leaf(id.to_string())),
        ("updatedAt", time(updated_at)),
    ];
    Node::new("Order", fields)
}
