//! A request, checked before anything is executed.

use apollo_compiler::executable::Operation;
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::{JsonMap, JsonValue};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Node, Schema};
use serde_json::{Value, json};

use super::cost::Meter;
use super::{DEAREST_QUERY, id_of, refusal, rules};

/// A request that may be executed.
pub struct Prepared {
    /// The operation's name; empty where it has none.
    pub name: String,
    /// Whether it is a mutation.
    pub mutation: bool,
    /// The orders that its variables name, each once.
    pub orders: Vec<u64>,
    /// What it may cost.
    pub cost: u64,
    pub(super) document: Valid<ExecutableDocument>,
    pub(super) operation: Node<Operation>,
    pub(super) variables: Valid<JsonMap>,
}

pub(super) fn prepare(schema: &Valid<Schema>, request: &Value) -> Result<Prepared, Value> {
    let query = request["query"].as_str().ok_or_else(|| refusal::refused(None, "the request has no `query`"))?;
    let document = ExecutableDocument::parse_and_validate(schema, query, "request.graphql").map_err(|invalid| {
        let errors: Vec<_> = invalid.errors.iter().map(|error| refusal::in_shopifys_form(&error.to_json())).collect();
        json!({ "errors": errors })
    })?;
    let operation = document.operations.get(request["operationName"].as_str()).cloned();
    let operation = operation.map_err(|error| refusal::refused(None, &error.message().to_string()))?;
    let given = match JsonValue::from(request["variables"].clone()) {
        JsonValue::Object(given) => given,
        _ => JsonMap::new(),
    };
    let variables = coerce_variable_values(schema, &operation, &given)
        .map_err(|error| refusal::refused(Some("INVALID_VARIABLE"), &error.message().to_string()))?;
    if let Some(mutation) = rules::without_its_key(&document, &operation) {
        let message = format!("The @idempotent directive is required for {mutation}.");
        return Err(refusal::refused(Some("BAD_REQUEST"), &message));
    }
    let meter = Meter { document: &document, variables: &variables };
    let cost = meter.requested(&operation).map_err(|message| refusal::refused(Some("BAD_REQUEST"), &message))?;
    if cost > DEAREST_QUERY {
        let message = format!("Query cost is {cost}, which exceeds the single query max cost limit ({DEAREST_QUERY}).");
        return Err(refusal::refused(Some("MAX_COST_EXCEEDED"), &message));
    }
    let mut orders = Vec::new();
    name_orders(&request["variables"], &mut orders);
    let name = operation.name.as_ref().map_or_else(String::new, ToString::to_string);
    let mutation = operation.is_mutation();
    Ok(Prepared { name, mutation, orders, cost, document, operation, variables })
}

fn name_orders(value: &Value, orders: &mut Vec<u64>) {
    match value {
        Value::String(text) => {
            if let Some(order) = id_of(text, "Order").filter(|order| !orders.contains(order)) {
                orders.push(order);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| name_orders(item, orders)),
        Value::Object(fields) => fields.values().for_each(|field| name_orders(field, orders)),
        _ => {}
    }
}
