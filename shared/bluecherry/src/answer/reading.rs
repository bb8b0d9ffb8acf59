//! Values as BlueCherry may write them: codes padded and in any case, numbers as text (even with thousands separators, as
//! its files have them) or as JSON numbers. No number passes through a float.

use rust_decimal::Decimal;
use serde_json::Value;

/// The text of a string or number, without padding; none when nothing is left.
pub(super) fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A code: trimmed and in upper case.
pub(super) fn code(value: &Value) -> Option<String> {
    text(value).map(|text| text.to_uppercase())
}

/// An amount, exactly as written; none when it is no number or has more digits than can be held.
pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    let text = text(value)?;
    if value.is_number() && text.contains(['e', 'E']) {
        return Decimal::from_scientific(&text).ok();
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    // `12,50` is a decimal comma, not 1250.
    let grouped = rest.is_empty() || first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    if !grouped || !all_digits(first) || !rest.iter().all(|group| all_digits(group)) || !all_digits(fraction) {
        return None;
    }
    Decimal::from_str_exact(&format!("{sign}{first}{}.{fraction}", rest.concat())).ok()
}

/// A number of units: whole and not negative, however it is written (`2`, `"2"`, `"2.00"`).
pub(super) fn count(value: &Value) -> Option<u32> {
    let number = decimal(value)?.normalize();
    if number.scale() == 0 { u32::try_from(number).ok() } else { None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(body: &str) -> Option<String> {
        decimal(&serde_json::from_str(body).unwrap()).map(|number| number.normalize().to_string())
    }

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for (body, expected) in [
            (r#""129.90""#, "129.9"),
            ("129.90", "129.9"),
            ("129", "129"),
            (r#"" 1,234,567.80 ""#, "1234567.8"),
            (r#""-12.50""#, "-12.5"),
            ("1.2e2", "120"),
            ("0.1000000000000000055511", "0.1000000000000000055511"),
            ("9007199254740993.01", "9007199254740993.01"),
        ] {
            assert_eq!(read(body).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for body in [
            r#""""#,
            r#""12,50""#,
            r#""1,2345""#,
            r#""1.234,50""#,
            r#""1_000""#,
            r#""12.50 GBP""#,
            r#""1e3""#,
            r#""--1""#,
            r#"".5""#,
            r#""5.""#,
            r#""NaN""#,
            "null",
            "true",
            "[]",
            r#""99999999999999999999999999999999""#,
            r#""+1""#,
            r#"",123""#,
        ] {
            assert_eq!(read(body), None, "{body}");
        }
    }

    #[test]
    fn units_are_whole_and_not_negative() {
        for (value, expected) in [
            (json!(2), Some(2)),
            (json!("2"), Some(2)),
            (json!("2.00"), Some(2)),
            (json!("1,000"), Some(1000)),
            (json!(0), Some(0)),
            (json!("2.5"), None),
            (json!(-1), None),
            (json!(4_294_967_296_u64), None),
        ] {
            assert_eq!(count(&value), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn an_amount_survives_as_text_and_as_a_number(pence in -1_000_000_000_000_i64..1_000_000_000_000, places in 0_u32..5) {
            let amount = Decimal::new(pence, places);
            prop_assert_eq!(decimal(&json!(amount.to_string())), Some(amount));
            prop_assert_eq!(decimal(&serde_json::from_str(&amount.to_string()).unwrap()), Some(amount));
        }
    }
}
