//! What the API refuses, in Shopify's form of errors.

use apollo_compiler::resolvers::FieldError;
use apollo_compiler::response::GraphQLError;
use serde_json::{Value, json};

/// The code of an error that the simulator makes for what it doesn't model; Shopify never sends it.
pub(super) const NOT_MODELLED: &str = "NOT_MODELLED_BY_THE_SIMULATOR";
const ACCESS_DENIED: &str = "ACCESS_DENIED";
const BAD_REQUEST: &str = "BAD_REQUEST";

pub(super) fn not_modelled(type_name: &str, field: &str) -> FieldError {
    coded(
        NOT_MODELLED,
        &format!("{type_name}.{field}: model it in tests/sandbox/src/shopify/graphql, or don't ask for it"),
    )
}

pub(super) fn access_denied(field: &str, scope: &str) -> FieldError {
    coded(ACCESS_DENIED, &format!("Access denied for {field} field. Required access: `{scope}` access scope."))
}

pub(super) fn invalid_id(id: &str, wanted: &str) -> FieldError {
    coded(BAD_REQUEST, &format!("Invalid global id '{id}': expected gid://shopify/{wanted}/…"))
}

/// Shopify's message; its code is not documented.
pub(super) fn invalid_cursor(cursor: &str) -> FieldError {
    coded(BAD_REQUEST, &format!("Invalid cursor for current pagination sort: {cursor}"))
}

/// A resolver's error has no room for a code: it travels in front of the message.
fn coded(code: &str, message: &str) -> FieldError {
    FieldError { message: format!("{code}: {message}") }
}

/// An answer that holds nothing but one error.
pub(super) fn refused(code: Option<&str>, message: &str) -> Value {
    let error = match code {
        Some(code) => json!({ "message": message, "extensions": { "code": code } }),
        None => json!({ "message": message }),
    };
    json!({ "errors": [error] })
}

/// An execution error with its code where Shopify has it.
pub(super) fn in_shopifys_form(error: &GraphQLError) -> Value {
    let mut shown = serde_json::to_value(error).unwrap_or_default();
    let message = error.message.strip_prefix("resolver error: ").unwrap_or(&error.message);
    for code in [NOT_MODELLED, ACCESS_DENIED, BAD_REQUEST] {
        if let Some(rest) = message.strip_prefix(code).and_then(|rest| rest.strip_prefix(": ")) {
            let shown_message = if code == NOT_MODELLED { message } else { rest };
            shown["message"] = shown_message.into();
            shown["extensions"] = json!({ "code": code });
        }
    }
    shown
}

/// Whether an execution met something that isn't modelled.
pub(super) fn is_not_modelled(error: &GraphQLError) -> bool {
    error.message.contains(NOT_MODELLED)
}
