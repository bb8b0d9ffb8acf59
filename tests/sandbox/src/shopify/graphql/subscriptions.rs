//! Webhook subscriptions, and the scopes of the installation.

use apollo_compiler::resolvers::FieldError;
use apollo_compiler::response::{JsonMap, JsonValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::events::Topic;
use super::super::shop::Shop;
use super::super::subscription::{API_VERSION, Subscription};
use super::list::{List, first};
use super::node::{Node, Shape, leaf};
use super::{gid, id_of, refusal};

/// Each of these topics requires it (Admin schema, `WebhookSubscriptionTopic`).
const READ_ORDERS: &str = "read_orders";

/// `webhookSubscriptions`: those of this app that were made through the API, the oldest first.
pub(super) fn listed(shop: &Shop, arguments: &JsonMap) -> Result<List, FieldError> {
    let after = arguments.get("after").and_then(JsonValue::as_str);
    let behind = match after {
        Some(after) => place(after).ok_or_else(|| refusal::invalid_cursor(after))?,
        None => 0,
    };
    let mut rest = shop.subscriptions().iter().filter(|known| known.id > behind);
    let page: Vec<_> = rest.by_ref().take(first(arguments)).collect();
    let end = page.last().map(|last| cursor(last.id));
    let nodes = page.into_iter().map(node).collect();
    Ok(List::new("WebhookSubscriptionConnection", nodes, end, rest.next().is_some()))
}

/// `webhookSubscriptionCreate`. An address has a topic once.
pub(super) fn create(shop: &mut Shop, arguments: &JsonMap) -> Result<Node, FieldError> {
    const PAYLOAD: &str = "WebhookSubscriptionCreatePayload";
    let input = input(arguments)?;
    let uri = uri(input);
    let named = arguments.get("topic").and_then(JsonValue::as_str).unwrap_or("");
    let topic = Topic::ALL.into_iter().find(|topic| topic.graphql_name() == named);
    let topic = topic.ok_or_else(|| refusal::not_modelled("WebhookSubscriptionTopic", named))?;
    if !shop.grants(READ_ORDERS) {
        let message = "You cannot create a webhook subscription with the specified topic";
        return Ok(refused(PAYLOAD, &["webhookSubscription"], message));
    }
    if let Some(refusal) = unusable(PAYLOAD, uri) {
        return Ok(refusal);
    }
    if shop.subscriptions().iter().any(|known| known.topic == topic && known.uri == uri) {
        return Ok(refused(PAYLOAD, ADDRESS, "Address for this topic has already been taken"));
    }
    let id = shop.subscribe(topic, uri, API_VERSION);
    shop.change_subscription(id, |known| take(known, input));
    Ok(payload(PAYLOAD, shop, id))
}

/// `webhookSubscriptionUpdate`: what the input does not name stays.
pub(super) fn update(shop: &mut Shop, arguments: &JsonMap) -> Result<Node, FieldError> {
    const PAYLOAD: &str = "WebhookSubscriptionUpdatePayload";
    let input = input(arguments)?;
    let uri = uri(input);
    let given = arguments.get("id").and_then(JsonValue::as_str).unwrap_or("");
    let id = id_of(given, KIND).ok_or_else(|| refusal::invalid_id(given, KIND))?;
    if let Some(refusal) = unusable(PAYLOAD, uri) {
        return Ok(refusal);
    }
    if !shop.change_subscription(id, |known| take(known, input)) {
        return Ok(refused(PAYLOAD, &["id"], "Webhook subscription does not exist"));
    }
    Ok(payload(PAYLOAD, shop, id))
}

/// `currentAppInstallation`.
pub(super) fn installation(shop: &Shop) -> Node {
    let scopes = shop.granted_scopes().map(|scope| Node::new("AccessScope", vec![("handle", leaf(scope))])).collect();
    Node::new("AppInstallation", vec![("accessScopes", Shape::List(scopes))])
}

const KIND: &str = "WebhookSubscription";
const ADDRESS: &[&str] = &["webhookSubscription", "callbackUrl"];

const INPUT: [&str; 4] = ["uri", "format", "filter", "includeFields"];

/// The input; whatever else it names is not modelled.
fn input(arguments: &JsonMap) -> Result<&JsonMap, FieldError> {
    const NAME: &str = "webhookSubscription";
    let given = arguments.get(NAME).and_then(JsonValue::as_object);
    let input = given.ok_or_else(|| refusal::not_modelled("WebhookSubscriptionInput", NAME))?;
    match input.iter().map(|(name, _)| name.as_str()).find(|name| !INPUT.contains(name)) {
        Some(other) => Err(refusal::not_modelled("WebhookSubscriptionInput", other)),
        None => Ok(input),
    }
}

fn uri(input: &JsonMap) -> &str {
    input.get("uri").and_then(JsonValue::as_str).unwrap_or("")
}

/// What the input names; a null takes a filter or a choice of fields off.
fn take(known: &mut Subscription, input: &JsonMap) {
    uri(input).clone_into(&mut known.uri);
    if let Some(format) = input.get("format") {
        format.as_str().unwrap_or("JSON").clone_into(&mut known.format);
    }
    if let Some(filter) = input.get("filter") {
        known.filter = filter.as_str().map(str::to_owned);
    }
    if let Some(fields) = input.get("includeFields") {
        let names = fields.as_array().into_iter().flatten().filter_map(JsonValue::as_str);
        known.include_fields = names.map(str::to_owned).collect();
    }
}

/// Shopify takes https alone; here this machine may do without.
fn unusable(payload: &'static str, uri: &str) -> Option<Node> {
    let good = ["https://", "http://127.0.0.1:", "http://localhost:"].iter().any(|start| uri.starts_with(start));
    (!good).then(|| refused(payload, ADDRESS, "Address is invalid"))
}

fn payload(type_name: &'static str, shop: &Shop, id: u64) -> Node {
    let known = shop.subscriptions().iter().find(|known| known.id == id).map(node);
    Node::new(type_name, vec![("webhookSubscription", Shape::One(known)), ("userErrors", Shape::List(Vec::new()))])
}

fn refused(type_name: &'static str, field: &[&str], message: &str) -> Node {
    let field = Shape::Texts(field.iter().map(ToString::to_string).collect());
    let error = Node::new("UserError", vec![("field", field), ("message", leaf(message))]);
    Node::new(type_name, vec![("webhookSubscription", Shape::One(None)), ("userErrors", Shape::List(vec![error]))])
}

fn node(known: &Subscription) -> Node {
    let version = Node::new("ApiVersion", vec![("handle", leaf(known.api_version.as_str()))]);
    Node::new(
        KIND,
        vec![
            ("id", leaf(gid(KIND, known.id))),
            ("topic", leaf(known.topic.graphql_name())),
            ("uri", leaf(known.uri.as_str())),
            ("apiVersion", Shape::One(Some(version))),
            ("format", leaf(known.format.as_str())),
            ("filter", leaf(known.filter.clone())),
            ("includeFields", Shape::Texts(known.include_fields.clone())),
        ],
    )
}

fn cursor(id: u64) -> String {
    STANDARD.encode(format!("{{\"last_id\":{id}}}"))
}

fn place(cursor: &str) -> Option<u64> {
    let text = String::from_utf8(STANDARD.decode(cursor).ok()?).ok()?;
    text.strip_prefix("{\"last_id\":")?.strip_suffix('}')?.parse().ok()
}
