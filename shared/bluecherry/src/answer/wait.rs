//! Until when: as a header, or as the quota's text.

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use super::Reply;

/// What `Retry-After` asks for: seconds, or a date, which counts from the server's own clock.
pub(super) fn retry_after(reply: &Reply) -> Option<Timestamp> {
    let header = |headers: &HeaderMap, name| headers.get(name)?.to_str().ok().map(|text| text.trim().to_owned());
    let asked = header(&reply.headers, RETRY_AFTER)?;
    if let Ok(seconds) = asked.parse::<u32>() {
        return later(reply, SignedDuration::from_secs(seconds.into()));
    }
    let date = |text: &str| Timestamp::try_from(httpdate::parse_http_date(text).ok()?).ok();
    let server = header(&reply.headers, DATE).and_then(|text| date(&text)).unwrap_or(reply.at);
    later(reply, date(&asked)?.duration_since(server).max(SignedDuration::ZERO))
}

/// Whether a 403 is no refusal but a quota that was used up. Azure API Management writes "Out of call volume quota. Quota will
/// be replenished in 01:02:03."
pub(super) fn is_quota(reply: &Reply) -> bool {
    String::from_utf8_lossy(&reply.body).to_ascii_lowercase().contains("quota")
}

/// When the quota is replenished: as its text or `Retry-After` says, else with the next day of UTC. The gateway's quotas are
/// counted by hours, days or weeks; a day is assumed.
pub(super) fn quota_until(reply: &Reply) -> Option<Timestamp> {
    replenished(reply).or_else(|| retry_after(reply)).or_else(|| {
        const DAY: i64 = 24 * 60 * 60;
        Timestamp::from_second((reply.at.as_second().div_euclid(DAY) + 1) * DAY).ok()
    })
}

/// What the quota's text says, if it can be read: a .NET time span, `hh:mm:ss` or `d.hh:mm:ss`.
fn replenished(reply: &Reply) -> Option<Timestamp> {
    let body = String::from_utf8_lossy(&reply.body);
    let (_, rest) = body.split_once("replenished in ")?;
    let span = rest.split(|character: char| !matches!(character, '0'..='9' | ':' | '.')).next()?.trim_end_matches('.');
    let (days, clock) = span.split_once('.').unwrap_or(("0", span));
    let mut clock = clock.split(':').map(|part| part.parse::<u32>().ok());
    let (hours, minutes, seconds) = (clock.next()??, clock.next()??, clock.next()??);
    let hours = i64::from(days.parse::<u32>().ok()?) * 24 + i64::from(hours);
    later(reply, SignedDuration::from_secs((hours * 60 + i64::from(minutes)) * 60 + i64::from(seconds)))
}

fn later(reply: &Reply, wait: SignedDuration) -> Option<Timestamp> {
    reply.at.checked_add(wait).ok()
}
