//! The mutations that are modelled.

use std::collections::BTreeMap;

use apollo_compiler::resolvers::FieldError;
use apollo_compiler::response::{JsonMap, JsonValue};
use jiff::Timestamp;

use super::super::order::Metafield;
use super::super::shop::Shop;
use super::node::{Node, Shape, leaf};
use super::order_node::order_node;
use super::{id_of, refusal};

/// "Allows a maximum of 25 metafields to be set at a time" (Admin schema).
const MOST_METAFIELDS: usize = 25;

/// `metafieldsSet`: all of them or, with user errors, none. Each order concerned changes once.
pub(super) fn metafields_set(shop: &mut Shop, arguments: &JsonMap, now: Timestamp) -> Result<Node, FieldError> {
    let inputs = arguments.get("metafields").and_then(JsonValue::as_array).map_or(&[][..], Vec::as_slice);
    let mut errors = Vec::new();
    if inputs.len() > MOST_METAFIELDS {
        let message = format!("Exceeded the maximum metafields input limit of {MOST_METAFIELDS}.");
        errors.push(user_error("LESS_THAN_OR_EQUAL_TO", None, None, &message));
    }
    let mut wanted: BTreeMap<u64, Vec<Metafield>> = BTreeMap::new();
    for (at, input) in inputs.iter().enumerate() {
        // A digest can only come from a field that isn't modelled; null says that there must be no metafield yet.
        if input.get("compareDigest").is_some_and(|digest| !digest.is_null()) {
            return Err(refusal::not_modelled("MetafieldsSetInput", "compareDigest"));
        }
        match metafield(shop, input) {
            Ok((order, metafield)) => wanted.entry(order).or_default().push(metafield),
            Err((code, field, message)) => {
                errors.push(user_error(code, Some(at), Some(field), message));
            }
        }
    }
    if errors.is_empty() {
        for (order, metafields) in wanted {
            // The owner was looked up above.
            shop.set_metafields(order, metafields, now)
                .map_err(|unknown| FieldError { message: unknown.to_string() })?;
        }
    }
    Ok(Node::new("MetafieldsSetPayload", vec![("userErrors", Shape::List(errors))]))
}

/// `tagsAdd` on an order.
pub(super) fn tags_add(shop: &mut Shop, order: u64, arguments: &JsonMap, now: Timestamp) -> Node {
    let tags = arguments.get("tags").and_then(JsonValue::as_array).map_or(&[][..], Vec::as_slice);
    let tags: Vec<String> = tags.iter().filter_map(JsonValue::as_str).map(str::to_owned).collect();
    let errors = match shop.add_tags(order, &tags, now) {
        Ok(()) => Vec::new(),
        Err(unknown) => {
            vec![Node::new(
                "UserError",
                vec![("field", Shape::Texts(vec!["id".to_owned()])), ("message", leaf(unknown.to_string()))],
            )]
        }
    };
    let node = shop.order(order).map(|order| order_node(shop, order));
    Node::new("TagsAddPayload", vec![("node", Shape::One(node)), ("userErrors", Shape::List(errors))])
}

type Invalid = (&'static str, &'static str, &'static str);

fn metafield(shop: &Shop, input: &JsonValue) -> Result<(u64, Metafield), Invalid> {
    let text = |key: &str| input.get(key).and_then(JsonValue::as_str).unwrap_or("");
    let order = id_of(text("ownerId"), "Order").and_then(|id| shop.order(id));
    let order = order.ok_or(("INVALID", "ownerId", "Owner does not exist."))?;
    let namespace = if text("namespace").is_empty() { "$app" } else { text("namespace") };
    let key = text("key");
    if !(2..=64).contains(&key.len()) {
        let code = if key.len() < 2 { "TOO_SHORT" } else { "TOO_LONG" };
        return Err((code, "key", "Key must be 2-64 characters long."));
    }
    if text("value").trim().is_empty() {
        return Err(("BLANK", "value", "Value can't be blank."));
    }
    let known = order.metafields.iter().find(|known| known.namespace == namespace && known.key == key);
    let kind = match (text("type"), known) {
        ("", Some(known)) => known.kind.clone(),
        ("", None) => return Err(("BLANK", "type", "Type can't be blank.")),
        (given, _) => given.to_owned(),
    };
    if known.is_some() && input.get("compareDigest").is_some() {
        return Err(("STALE_OBJECT", "compareDigest", "The resource has been updated since it was loaded."));
    }
    let items = || serde_json::from_str::<Vec<serde_json::Value>>(text("value"));
    if kind.starts_with("list.") && items().is_err() {
        return Err(("INVALID_VALUE", "value", "Value must be a JSON list."));
    }
    if kind == "json" && serde_json::from_str::<serde_json::Value>(text("value")).is_err() {
        return Err(("INVALID_VALUE", "value", "Value is invalid JSON."));
    }
    Ok((
        order.id,
        Metafield { namespace: namespace.to_owned(), key: key.to_owned(), kind, value: text("value").to_owned() },
    ))
}

fn user_error(code: &str, at: Option<usize>, field: Option<&str>, message: &str) -> Node {
    let path = ["metafields".to_owned()].into_iter().chain(at.map(|at| at.to_string())).chain(field.map(str::to_owned));
    Node::new(
        "MetafieldsSetUserError",
        vec![
            ("code", leaf(code)),
            ("elementIndex", leaf(at.map(|at| at as u64))),
            ("field", Shape::Texts(path.collect())),
            ("message", leaf(message)),
        ],
    )
}
