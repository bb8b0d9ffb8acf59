//! A GraphQL answer before its data is looked at: the second of the three layers in which a call can fail. (The first is
//! HTTP, the third are the `userErrors` of a mutation.)

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::bucket::Cost;
use crate::call::CallError;

/// Longest message of Shopify's that an error repeats. They speak of the query, not of a customer.
const LONGEST_MESSAGE: usize = 200;

#[derive(Deserialize)]
pub(crate) struct Envelope {
    /// None when there is no such key: then nothing was executed. `data: null` means that execution began.
    #[serde(default, deserialize_with = "present")]
    data: Option<Value>,
    #[serde(default)]
    errors: Vec<TopLevelError>,
    #[serde(default)]
    extensions: Option<Extensions>,
}

#[derive(Deserialize)]
struct Extensions {
    #[serde(default)]
    cost: Option<Cost>,
}

#[derive(Deserialize)]
struct TopLevelError {
    #[serde(default)]
    message: String,
    #[serde(default)]
    extensions: Option<ErrorExtensions>,
}

#[derive(Deserialize)]
struct ErrorExtensions {
    #[serde(default)]
    code: Option<String>,
}

fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Envelope {
    /// Reads an answer; none when it is no GraphQL answer at all.
    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }

    pub(crate) fn cost(&self) -> Option<Cost> {
        self.extensions.as_ref()?.cost
    }

    /// The data, or what the top-level errors mean. Data beside an error is not trusted: a field without permission comes
    /// as null beside an `ACCESS_DENIED`.
    pub(crate) fn into_data<T: DeserializeOwned>(self) -> Result<T, CallError> {
        if let Some(error) = self.error() {
            return Err(error);
        }
        let data = self.data.filter(|data| !data.is_null()).ok_or(CallError::Garbled)?;
        serde_json::from_value(data).map_err(|error| CallError::Unreadable { why: without_values(&error.to_string()) })
    }

    fn error(&self) -> Option<CallError> {
        let first = self.errors.first()?;
        let has = |wanted: &str| self.errors.iter().any(|error| error.code() == Some(wanted));
        let said = || {
            let message: String = first.message.chars().take(LONGEST_MESSAGE).collect();
            first.code().map_or_else(|| message.clone(), |code| format!("{code}: {message}"))
        };
        Some(if has("THROTTLED") {
            CallError::Throttled { wait: self.cost().and_then(Cost::wait).filter(|wait| *wait > Duration::ZERO) }
        } else if has("ACCESS_DENIED") || has("SHOP_INACTIVE") {
            CallError::Denied { said: said() }
        } else if has("MAX_COST_EXCEEDED") || self.data.is_none() && !has("INTERNAL_SERVER_ERROR") {
            CallError::Refused { said: said() }
        } else {
            CallError::Failed { said: said() }
        })
    }
}

impl TopLevelError {
    fn code(&self) -> Option<&str> {
        self.extensions.as_ref()?.code.as_deref()
    }
}

/// serde's message without the value that it stumbled over, which may be a customer's.
fn without_values(message: &str) -> String {
    if let Some((field, _)) = message.strip_prefix("missing field `").and_then(|rest| rest.split_once('`')) {
        format!("the field `{field}` is missing")
    } else if let Some((_, expected)) = message.rsplit_once(", expected ") {
        format!("a value is not what was expected: {expected}")
    } else {
        "a value has an unexpected form".to_owned()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use serde_json::json;

    use super::*;
    use crate::class::Class;

    #[derive(Deserialize, Debug)]
    #[expect(dead_code, reason = "only parsed")]
    struct Data {
        count: u32,
    }

    fn read(answer: &Value) -> Result<Data, CallError> {
        Envelope::parse(answer.to_string().as_bytes()).unwrap().into_data()
    }

    fn error(code: &str) -> Value {
        json!([{"message": "said", "extensions": {"code": code}}])
    }

    #[test]
    fn each_top_level_error_is_told_apart() {
        let nothing = Class::NotDone { wait: None };
        for (answer, expected) in [
            (json!({"errors": error("THROTTLED")}), nothing),
            (json!({"errors": error("ACCESS_DENIED"), "data": {"count": 1}}), Class::Denied),
            (json!({"errors": error("SHOP_INACTIVE")}), Class::Denied),
            (json!({"errors": error("MAX_COST_EXCEEDED")}), Class::Rejected),
            (json!({"errors": error("undefinedField")}), Class::Rejected),
            (json!({"errors": [{"message": "no code at all"}]}), Class::Rejected),
            // Once execution began, an error proves nothing.
            (json!({"errors": error("INTERNAL_SERVER_ERROR")}), Class::Unknown),
            (json!({"errors": error("SOMETHING_NEW"), "data": null}), Class::Unknown),
            (json!({"errors": [{"message": "no code at all"}], "data": {"count": null}}), Class::Unknown),
            (json!({"data": null}), Class::Unknown),
            (json!({}), Class::Unknown),
            (json!({"data": {"count": "many"}}), Class::Unreadable),
        ] {
            assert_eq!(read(&answer).unwrap_err().class(), expected, "{answer}");
        }
        assert!(read(&json!({"data": {"count": 1}, "errors": []})).is_ok());
    }

    #[test]
    fn throttled_tells_how_long_until_the_points_are_there() {
        let answer = json!({"errors": error("THROTTLED"), "extensions": {"cost": {
            "requestedQueryCost": 130, "actualQueryCost": null,
            "throttleStatus": {"maximumAvailable": 2000.0, "currentlyAvailable": 5, "restoreRate": 100.0}}}});
        assert_eq!(read(&answer).unwrap_err().class(), Class::NotDone { wait: Some(Duration::from_millis(1_250)) });
    }

    #[test]
    fn no_value_of_an_answer_stands_in_an_error() {
        for data in [json!({"count": "Ada Lovelace"}), json!({"count": {"Ada": 1}}), json!({"Ada": 1}), json!(["Ada"])]
        {
            let error = read(&json!({ "data": data })).unwrap_err();
            assert!(matches!(error, CallError::Unreadable { .. }), "{error}");
            assert!(!error.to_string().contains("Ada") && !format!("{error:?}").contains("Ada"), "{error}");
        }
    }
}
