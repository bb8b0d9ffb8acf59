//! Shopify's custom scalars: numbers arrive as text or as numbers, and none of them goes through a float.

use std::str::FromStr;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A moment, such as `2026-11-24T10:00:00Z`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DateTime(pub jiff::Timestamp);

/// An exact decimal, from `"679.0"` or `679.0`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decimal(pub rust_decimal::Decimal);

/// An id or a count up to 2^64 - 1, from `"820982911946154508"` or `820982911946154508`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnsignedInt64(pub u64);

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Beyond 28 digits an amount would be rounded in silence; it is refused instead.
        from_text(deserializer, "an exact decimal", |text| {
            rust_decimal::Decimal::from_str_exact(text).or_else(|_| rust_decimal::Decimal::from_scientific(text)).ok()
        })
        .map(Self)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a moment with its offset", |text| text.parse().ok()).map(Self)
    }
}

impl<'de> Deserialize<'de> for UnsignedInt64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "an unsigned integer", |text| u64::from_str(text).ok()).map(Self)
    }
}

/// The text of a string, or of a number as it was written (`serde_json` keeps it: `arbitrary_precision`).
fn from_text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let text = match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    parse(&text).ok_or_else(|| D::Error::invalid_value(Unexpected::Other("text"), &expected))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn money_is_read_from_text_and_from_a_number_without_a_float() {
        for (json, expected) in [
            ("\"679.0\"", "679.0"),
            ("679.0", "679.0"),
            ("0", "0"),
            ("195.66", "195.66"),
            ("89.990000000000000001", "89.990000000000000001"),
            ("1e2", "100"),
            ("\"-1.17\"", "-1.17"),
        ] {
            assert_eq!(serde_json::from_str::<Decimal>(json).unwrap().0.to_string(), expected, "{json}");
        }
    }

    #[test]
    fn what_is_no_exact_amount_is_refused() {
        for json in ["\"\"", "null", "true", "{}", "\"12,50\"", "\"NaN\"", "\"1.00000000000000000000000000000000001\""]
        {
            assert!(serde_json::from_str::<Decimal>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn what_is_no_unsigned_integer_is_refused() {
        for json in ["1.0", "-1", "\"\"", "1e3", "18446744073709551616", "\"gid://shopify/Order/1\"", "null"] {
            assert!(serde_json::from_str::<UnsignedInt64>(json).is_err(), "{json}");
        }
    }

    proptest! {
        #[test]
        fn every_id_survives_as_text_and_as_a_number(id: u64) {
            prop_assert_eq!(serde_json::from_str::<UnsignedInt64>(&id.to_string()).unwrap().0, id);
            prop_assert_eq!(serde_json::from_str::<UnsignedInt64>(&format!("\"{id}\"")).unwrap().0, id);
        }

        #[test]
        fn every_penny_survives_as_text_and_as_a_number(pence in -1_000_000_000_000i64..1_000_000_000_000) {
            let amount = rust_decimal::Decimal::new(pence, 2);
            prop_assert_eq!(serde_json::from_str::<Decimal>(&amount.to_string()).unwrap().0, amount);
            prop_assert_eq!(serde_json::from_str::<Decimal>(&format!("\"{amount}\"")).unwrap().0, amount);
        }
    }
}
