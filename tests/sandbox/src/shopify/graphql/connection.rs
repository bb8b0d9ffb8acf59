//! Connections, page by page, with cursors that tell nothing.

use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::{JsonMap, JsonValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::node::{Node, leaf};
use super::refusal;

/// A page of a connection.
pub(super) struct Page<'n> {
    type_name: String,
    edge_name: String,
    nodes: &'n [Node],
    info: Node,
}

impl<'n> Page<'n> {
    /// The page that the arguments ask for. An unknown cursor is refused.
    pub(super) fn cut(name: &str, all: &'n [Node], arguments: &JsonMap) -> Result<Self, FieldError> {
        let text = |key: &str| arguments.get(key).and_then(JsonValue::as_str);
        let size =
            |key: &str| arguments.get(key).and_then(JsonValue::as_u64).and_then(|size| usize::try_from(size).ok());
        let mut start = text("after").map(|cursor| position(all, cursor)).transpose()?.map_or(0, |at| at + 1);
        let mut end = text("before").map(|cursor| position(all, cursor)).transpose()?.unwrap_or(all.len()).max(start);
        if let Some(first) = size("first") {
            end = end.min(start.saturating_add(first));
        }
        if let Some(last) = size("last") {
            start = start.max(end.saturating_sub(last));
        }
        let nodes = &all[start..end];
        let info = Node::new(
            "PageInfo",
            vec![
                ("hasNextPage", leaf(end < all.len())),
                ("hasPreviousPage", leaf(start > 0)),
                ("startCursor", leaf(nodes.first().map(cursor))),
                ("endCursor", leaf(nodes.last().map(cursor))),
            ],
        );
        Ok(Self { type_name: format!("{name}Connection"), edge_name: format!("{name}Edge"), nodes, info })
    }
}

impl ObjectValue for Page<'_> {
    fn type_name(&self) -> &str {
        &self.type_name
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        match info.field_name() {
            "nodes" => Ok(ResolvedValue::list(self.nodes.iter().map(ResolvedValue::object))),
            "edges" => {
                let edge = |node| ResolvedValue::object(Edge { type_name: &self.edge_name, node });
                Ok(ResolvedValue::list(self.nodes.iter().map(edge)))
            }
            "pageInfo" => Ok(ResolvedValue::object(&self.info)),
            other => Err(refusal::not_modelled(&self.type_name, other)),
        }
    }
}

struct Edge<'n> {
    type_name: &'n str,
    node: &'n Node,
}

impl ObjectValue for Edge<'_> {
    fn type_name(&self) -> &str {
        self.type_name
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        match info.field_name() {
            "node" => Ok(ResolvedValue::object(self.node)),
            "cursor" => Ok(ResolvedValue::leaf(cursor(self.node))),
            other => Err(refusal::not_modelled(self.type_name, other)),
        }
    }
}

/// Shopify's cursors are base64 of `{"last_id":…,"last_value":…}` (seen in microsoft/BCApps' recorded answers); nobody may read them.
fn cursor(node: &Node) -> String {
    let id = node.leaf("id").as_str().unwrap_or("").to_owned();
    STANDARD.encode(format!("{{\"last_id\":\"{id}\"}}"))
}

fn position(all: &[Node], wanted: &str) -> Result<usize, FieldError> {
    all.iter().position(|node| cursor(node) == wanted).ok_or_else(|| refusal::invalid_cursor(wanted))
}
