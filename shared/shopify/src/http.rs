//! What both of Shopify's endpoints have in common beneath their bodies.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;

use crate::settings::Settings;

/// A client that follows no redirect (it would carry the token elsewhere) and speaks https unless to this machine.
pub(crate) fn client(settings: &Settings) -> reqwest::Result<reqwest::Client> {
    let builder = reqwest::Client::builder().redirect(Policy::none()).timeout(settings.timeout);
    if settings.loopback { builder.no_proxy() } else { builder.https_only(true) }.build()
}

/// The server's own clock, whole seconds.
pub(crate) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let date = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
    Timestamp::try_from(date).ok()
}

/// How long a 429 asks to wait: seconds (Shopify sends `2.0`), or a date against the server's own clock.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?;
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let until = Timestamp::try_from(httpdate::parse_http_date(text).ok()?).ok()?;
    Some(Duration::try_from(until.duration_since(date(headers)?)).unwrap_or_default())
}

/// What a status other than success and 401 means.
pub(crate) enum Failure {
    /// 429, or 430 as Shopify sends to those it finds suspicious.
    TooMany(Option<Duration>),
    /// 5xx and 408: it may have been done.
    Server,
    /// Any other: a redirect, a frozen or locked shop, a wrong address.
    Refused,
}

pub(crate) fn failure(status: u16, headers: &HeaderMap) -> Failure {
    match status {
        429 | 430 => Failure::TooMany(retry_after(headers)),
        408 | 500.. => Failure::Server,
        _ => Failure::Refused,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use super::*;

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date_by_the_servers_clock() {
        let mut headers = HeaderMap::new();
        assert_eq!(retry_after(&headers), None);
        headers.insert(DATE, "Tue, 24 Nov 2026 10:00:00 GMT".parse().unwrap());
        for (text, expected) in [
            ("2.0", Some(Duration::from_secs(2))),
            ("7", Some(Duration::from_secs(7))),
            ("Tue, 24 Nov 2026 10:00:30 GMT", Some(Duration::from_secs(30))),
            ("Tue, 24 Nov 2026 09:00:00 GMT", Some(Duration::ZERO)),
            ("-1", None),
            ("soon", None),
        ] {
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            assert_eq!(retry_after(&headers), expected, "{text}");
        }
    }
}
