//! What the API shows: a tree of objects whose fields are there, or are refused by name. Nothing that isn't modelled is ever null.

use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::JsonValue;

use super::connection::Page;
use super::refusal;

/// An object of the schema with the fields that the simulator models.
pub(super) struct Node {
    /// Its object type in the schema.
    pub(super) type_name: &'static str,
    /// Its fields.
    pub(super) fields: Vec<(&'static str, Shape)>,
}

/// What a field holds.
pub(super) enum Shape {
    /// A scalar, an enum value, or null.
    Leaf(JsonValue),
    /// A list of texts.
    Texts(Vec<String>),
    /// An object, or null.
    One(Option<Node>),
    /// A list of objects; `first` cuts it.
    List(Vec<Node>),
    /// A connection; the name is that of its type without `Connection`.
    Connection(&'static str, Vec<Node>),
    /// One of several objects by their fields `namespace` and `key`, or null.
    Keyed(Vec<Node>),
    /// A field that the app's scopes don't reach; the name is that of the scope.
    Denied(&'static str),
}

impl Node {
    /// An object of a type.
    pub(super) fn new(type_name: &'static str, fields: Vec<(&'static str, Shape)>) -> Self {
        Self { type_name, fields }
    }

    /// The leaf of a field; null where it has none.
    pub(super) fn leaf(&self, field: &str) -> &JsonValue {
        match self.fields.iter().find(|(name, _)| *name == field) {
            Some((_, Shape::Leaf(value))) => value,
            _ => &JsonValue::Null,
        }
    }
}

/// A leaf of anything that has a JSON form.
pub(super) fn leaf(value: impl Into<JsonValue>) -> Shape {
    Shape::Leaf(value.into())
}

impl ObjectValue for Node {
    fn type_name(&self) -> &str {
        self.type_name
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        let known = self.fields.iter().find(|(name, _)| *name == info.field_name());
        let Some((_, shape)) = known else {
            return Err(refusal::not_modelled(self.type_name, info.field_name()));
        };
        let only = |modelled: &[&str]| refuse_other_arguments(self.type_name, info, modelled);
        Ok(match shape {
            Shape::Leaf(value) => {
                only(&[])?;
                ResolvedValue::leaf(value.clone())
            }
            Shape::Texts(texts) => {
                only(&[])?;
                ResolvedValue::list(texts.iter().map(|text| ResolvedValue::leaf(text.as_str())))
            }
            Shape::One(node) => {
                only(&[])?;
                ResolvedValue::nullable_object(node.as_ref())
            }
            Shape::List(nodes) => {
                only(&["first"])?;
                let first = info.arguments().get("first").and_then(JsonValue::as_u64);
                let first = first.map_or(nodes.len(), |first| usize::try_from(first).unwrap_or(usize::MAX));
                ResolvedValue::list(nodes.iter().take(first).map(ResolvedValue::object))
            }
            Shape::Connection(name, nodes) => {
                only(&["first", "last", "after", "before"])?;
                ResolvedValue::object(Page::cut(name, nodes, info.arguments())?)
            }
            Shape::Keyed(nodes) => {
                only(&["namespace", "key"])?;
                let is_meant = |node: &&Node| {
                    ["namespace", "key"].iter().all(|field| info.arguments().get(*field) == Some(node.leaf(field)))
                };
                ResolvedValue::nullable_object(nodes.iter().find(is_meant))
            }
            Shape::Denied(scope) => return Err(refusal::access_denied(info.field_name(), scope)),
        })
    }
}

impl ObjectValue for &Node {
    fn type_name(&self) -> &str {
        (**self).type_name()
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        (**self).resolve_field(info)
    }
}

/// An argument that is given and not modelled would be ignored in silence.
pub(super) fn refuse_other_arguments(owner: &str, info: &ResolveInfo<'_>, modelled: &[&str]) -> Result<(), FieldError> {
    let given = info.field_selections().iter().flat_map(|field| &field.arguments);
    match given.map(|argument| argument.name.as_str()).find(|name| !modelled.contains(name)) {
        Some(name) => Err(refusal::not_modelled(owner, &format!("{}({name}:)", info.field_name()))),
        None => Ok(()),
    }
}
