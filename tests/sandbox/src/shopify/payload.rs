//! Reading the fields of a REST payload: each either has a readable value, or is absent, or is refused with its name.

use std::str::FromStr;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::Value;

use super::rest::Unreadable;

/// Text; absent, null and anything else than text are `None`.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().map(str::to_owned)
}

/// A yes or no; anything else is no.
pub(super) fn flag(value: &Value, key: &str) -> bool {
    value[key].as_bool().unwrap_or(false)
}

/// A list; anything else is an empty one.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// An id: an integer, of any size that fits, or the same as text.
pub(super) fn id(value: &Value, key: &str) -> Result<Option<u64>, Unreadable> {
    parsed(value, key, "an id")
}

/// A number of units.
pub(super) fn units(value: &Value, key: &str) -> Result<Option<u32>, Unreadable> {
    parsed(value, key, "a number of units")
}

/// A position in a list.
pub(super) fn position(value: &Value, key: &str) -> Result<Option<usize>, Unreadable> {
    parsed(value, key, "a position")
}

/// Money, from text or from a number's own digits: never by way of a float.
pub(super) fn money(value: &Value, key: &str) -> Result<Option<Decimal>, Unreadable> {
    let Some(written) = digits(&value[key]) else {
        return Ok(None);
    };
    let read = Decimal::from_str_exact(&written).or_else(|_| Decimal::from_scientific(&written));
    read.map(Some).map_err(|_| not(key, &written, "an amount"))
}

/// The shop's share of a money set such as `total_price_set`.
pub(super) fn shop_money(value: &Value, key: &str) -> Result<Option<Decimal>, Unreadable> {
    money(&value[key]["shop_money"], "amount")
}

/// A time with its offset.
pub(super) fn time(value: &Value, key: &str) -> Result<Option<Timestamp>, Unreadable> {
    parsed(value, key, "a time")
}

fn parsed<T: FromStr>(value: &Value, key: &str, what: &str) -> Result<Option<T>, Unreadable> {
    let Some(written) = digits(&value[key]) else {
        return Ok(None);
    };
    written.parse().map(Some).map_err(|_| not(key, &written, what))
}

/// What was written, as text; null and absent are nothing. A number gives the digits that the payload holds.
fn digits(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn not(key: &str, written: &str, what: &str) -> Unreadable {
    Unreadable { why: format!("its `{key}` is {written}, which is not {what}") }
}
