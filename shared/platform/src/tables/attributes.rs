//! Attributes to and from items, and the times that sort as text.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

/// An item as DynamoDB gives and takes it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// An item of a table is not what it should be. It names the attribute, never its value.
#[derive(Debug, thiserror::Error)]
#[error(
    "attribute `{attribute}` is missing or not {expected}: the item was written by something else than this program"
)]
pub(super) struct NotAnAttribute {
    attribute: &'static str,
    expected: &'static str,
}

/// A text.
pub(super) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

/// A whole number.
pub(super) fn number(value: impl Into<i128>) -> AttributeValue {
    AttributeValue::N(value.into().to_string())
}

/// A time as text of fixed width, so that texts sort as times do. What is finer than a millisecond is cut off: an order is
/// found due a little early rather than late.
pub(super) fn time(value: Timestamp) -> AttributeValue {
    AttributeValue::S(format!("{value:.3}"))
}

/// The text of an attribute.
pub(super) fn read_text<'a>(item: &'a Item, attribute: &'static str) -> Result<&'a str, NotAnAttribute> {
    let value = item.get(attribute).and_then(|value| value.as_s().ok());
    value.map(String::as_str).ok_or(NotAnAttribute { attribute, expected: "a text" })
}

/// The number of an attribute.
pub(super) fn read_number<T: std::str::FromStr>(item: &Item, attribute: &'static str) -> Result<T, NotAnAttribute> {
    let value = item.get(attribute).and_then(|value| value.as_n().ok());
    value.and_then(|value| value.parse().ok()).ok_or(NotAnAttribute { attribute, expected: "a whole number" })
}

/// The time of an attribute.
pub(super) fn read_time(item: &Item, attribute: &'static str) -> Result<Timestamp, NotAnAttribute> {
    let value = read_text(item, attribute)?;
    value.parse().map_err(|_| NotAnAttribute { attribute, expected: "a time such as 2026-11-24T10:00:00.000Z" })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use proptest::prelude::*;

    use super::*;

    fn written(at: Timestamp) -> String {
        time(at).as_s().unwrap().clone()
    }

    #[test]
    fn a_time_is_written_in_utc_with_milliseconds() {
        for (given, expected) in [
            ("2026-11-24T10:00:00Z", "2026-11-24T10:00:00.000Z"),
            ("2026-11-24T10:00:00.1239-05:00", "2026-11-24T15:00:00.123Z"),
            ("2026-11-24T23:59:59.999999999Z", "2026-11-24T23:59:59.999Z"),
        ] {
            assert_eq!(written(given.parse().unwrap()), expected);
        }
    }

    proptest! {
        #[test]
        fn times_sort_as_texts(one in 0_i64..253_000_000_000_000, other in 0_i64..253_000_000_000_000) {
            let at = |millisecond| Timestamp::from_millisecond(millisecond).unwrap();
            prop_assert_eq!(one.cmp(&other), written(at(one)).cmp(&written(at(other))));
            prop_assert_eq!(written(at(one)).parse::<Timestamp>().unwrap(), at(one));
        }
    }

    #[test]
    fn a_wrong_attribute_is_named_but_not_shown() {
        let item = Item::from([("version".to_owned(), text("Jane Doe"))]);
        let error = read_number::<u64>(&item, "version").unwrap_err().to_string();
        assert!(error.contains("`version`") && !error.contains("Jane"), "{error}");
        assert!(read_text(&item, "body").is_err());
        assert!(read_time(&item, "version").is_err());
    }
}
