//! The one place that asks the machine for the time and for randomness.

use jiff::Timestamp;

/// Now, in whole milliseconds: as fine as the tables store a time, so that what was written compares equal to what is read.
#[expect(clippy::disallowed_methods, reason = "this is the clock behind the clock port")]
pub fn now() -> Timestamp {
    whole_milliseconds(Timestamp::now())
}

fn whole_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// 128 random bits as 32 hexadecimal digits, from a generator that the operating system seeds.
pub fn random_hex() -> String {
    format!("{:032x}", rand::random::<u128>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_in_whole_milliseconds() {
        let at = now();
        assert_eq!(at, whole_milliseconds(at));
        assert_eq!(at.subsec_nanosecond() % 1_000_000, 0);
    }

    #[test]
    fn random_bits_are_hexadecimal_and_differ() {
        let (one, other) = (random_hex(), random_hex());
        assert_ne!(one, other);
        for text in [one, other] {
            assert_eq!(text.len(), 32, "{text}");
            assert!(text.bytes().all(|byte| byte.is_ascii_hexdigit()), "{text}");
        }
    }
}
