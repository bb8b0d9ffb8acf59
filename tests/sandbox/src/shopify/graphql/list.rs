//! A page that was cut before: a connection whose nodes are made for the answer.

use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::{JsonMap, JsonValue};

use super::node::{Node, leaf};
use super::refusal;

/// One page, with its nodes.
pub(super) struct List {
    type_name: &'static str,
    nodes: Vec<Node>,
    info: Node,
}

impl List {
    /// The page of these nodes; `end` is the cursor behind its last one.
    pub(super) fn new(type_name: &'static str, nodes: Vec<Node>, end: Option<String>, more: bool) -> Self {
        let info = Node::new("PageInfo", vec![("hasNextPage", leaf(more)), ("endCursor", leaf(end))]);
        Self { type_name, nodes, info }
    }
}

impl ObjectValue for List {
    fn type_name(&self) -> &str {
        self.type_name
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        match info.field_name() {
            "nodes" => Ok(ResolvedValue::list(self.nodes.iter().map(ResolvedValue::object))),
            "pageInfo" => Ok(ResolvedValue::object(&self.info)),
            other => Err(refusal::not_modelled(self.type_name, other)),
        }
    }
}

/// The argument `first`; a connection without one was refused before.
pub(super) fn first(arguments: &JsonMap) -> usize {
    let first = arguments.get("first").and_then(JsonValue::as_u64);
    first.and_then(|first| usize::try_from(first).ok()).unwrap_or_default()
}
