//! The Admin GraphQL API over a [`Shop`]: operations are checked against Shopify's schema, metered, and executed.

mod bucket;
mod connection;
mod cost;
mod fulfillment_node;
mod list;
mod mutation;
mod node;
mod order_node;
mod orders;
mod refusal;
mod request;
mod root;
mod rules;
mod subscriptions;

use std::cell::RefCell;

use apollo_compiler::Schema;
use apollo_compiler::resolvers::Execution;
use apollo_compiler::response::JsonValue;
use apollo_compiler::validation::Valid;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::calls::Outcome;
use super::shop::Shop;
use cost::Meter;
use root::Root;

pub use bucket::Bucket;
pub use request::Prepared;

/// "Single query maximum cost" of Shopify's rate limits.
const DEAREST_QUERY: u64 = 1000;

/// The schema text can't be used.
#[derive(Debug, thiserror::Error)]
#[error("the Admin schema doesn't hold together, so that no operation can be checked against it: {0}")]
pub struct InvalidSchema(String);

/// What an operation came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The body; the status is 200 whatever it says.
    pub body: Value,
    /// How it goes into the book of calls.
    pub outcome: Outcome,
    /// The orders that it shows.
    pub served: Vec<u64>,
}

/// The API.
pub struct Api {
    schema: Valid<Schema>,
    bucket: Bucket,
}

impl Api {
    /// The API of Shopify's schema, whole or pruned.
    ///
    /// # Errors
    /// When the text is no valid schema.
    pub fn new(schema: &str, bucket: Bucket) -> Result<Self, InvalidSchema> {
        // Shopify's own text uses @oneOf without defining it.
        let definition = if schema.contains("directive @oneOf") { "" } else { "\ndirective @oneOf on INPUT_OBJECT\n" };
        let schema = Schema::parse_and_validate(format!("{schema}{definition}"), "admin.graphql")
            .map_err(|invalid| InvalidSchema(invalid.errors.to_string()))?;
        Ok(Self { schema, bucket })
    }

    /// Checks a request: `{query, variables, operationName}`.
    ///
    /// # Errors
    /// The answer that refuses it: it doesn't validate, lacks a variable, a page size or an idempotency key, or is too dear.
    pub fn prepare(&self, request: &Value) -> Result<Prepared, Value> {
        request::prepare(&self.schema, request)
    }

    /// The answer to a checked request.
    pub fn execute(&mut self, prepared: &Prepared, shop: &mut Shop, now: Timestamp) -> Answer {
        if !self.bucket.take(prepared.cost, now) {
            return self.throttled(prepared);
        }
        let root = Root {
            type_name: if prepared.mutation { "Mutation" } else { "QueryRoot" },
            shop: RefCell::new(shop),
            now,
            served: RefCell::default(),
        };
        let execution = Execution::new(&self.schema, &prepared.document)
            .operation(&prepared.operation)
            .coerced_variable_values(&prepared.variables);
        let response = match execution.execute_sync(&root) {
            Ok(response) => response,
            Err(error) => {
                let body = refusal::refused(None, &error.message().to_string());
                return Answer { body, outcome: Outcome::Refused, served: Vec::new() };
            }
        };
        let served: Vec<u64> = root.served.into_inner().into_iter().collect();
        let shop = root.shop.into_inner();
        for order in &served {
            shop.serve(*order);
        }
        if let Some(loud) = response.errors.iter().find(|error| refusal::is_not_modelled(error)) {
            let body = json!({ "errors": [refusal::in_shopifys_form(loud)] });
            return Answer { body, outcome: Outcome::Refused, served: Vec::new() };
        }
        let data = response.data.map_or(JsonValue::Null, JsonValue::Object);
        let meter = Meter { document: &prepared.document, variables: &prepared.variables };
        let actual = meter.actual(&prepared.operation, &data);
        self.bucket.give_back(prepared.cost.saturating_sub(actual));
        let mut body = json!({
            "data": serde_json::to_value(data).unwrap_or_default(),
            "extensions": self.bucket.extensions(prepared.cost, Some(actual)),
        });
        if !response.errors.is_empty() {
            body["errors"] = response.errors.iter().map(refusal::in_shopifys_form).collect();
        }
        Answer { body, outcome: Outcome::Answered, served }
    }

    /// The answer of an empty bucket.
    pub fn throttled(&self, prepared: &Prepared) -> Answer {
        let mut body = refusal::refused(Some("THROTTLED"), "Throttled");
        body["extensions"] = self.bucket.extensions(prepared.cost, None);
        Answer { body, outcome: Outcome::Throttled, served: Vec::new() }
    }
}

fn gid(kind: &str, id: u64) -> String {
    format!("gid://shopify/{kind}/{id}")
}

fn id_of(gid: &str, kind: &str) -> Option<u64> {
    gid.strip_prefix("gid://shopify/")?.strip_prefix(kind)?.strip_prefix('/')?.parse().ok()
}
