//! What an answer means for every call alike, before anybody looks for an order in it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Reply;
use super::clock::Clock;
use super::rejection::Rejection;
use super::wait;

/// Certainly nothing was done.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Stopped {
    /// It may be tried again.
    Later {
        /// From when, if that was said.
        until: Option<Timestamp>,
        /// Why.
        why: String,
    },
    /// A person has to act first.
    Refused {
        /// Why.
        why: String,
    },
}

/// Whether the call was stopped at the gateway, or because the company takes nothing now.
pub(super) fn stopped(reply: &Reply, zone: &TimeZone) -> Option<Stopped> {
    let refused = |why: &str| Some(Stopped::Refused { why: why.to_owned() });
    match reply.status {
        401 => refused("BlueCherry's gateway answered 401: check the subscription key and the name of its header"),
        403 if wait::is_quota(reply) => Some(Stopped::Later {
            until: wait::quota_until(reply),
            why: "BlueCherry's quota of calls is used up (403)".to_owned(),
        }),
        403 => {
            refused("BlueCherry's gateway answered 403: check what the subscription key permits, and allowed addresses")
        }
        404 | 405 => refused(&format!(
            "BlueCherry's gateway answered {}: the path leads nowhere; check the URL, company and environment",
            reply.status
        )),
        429 => Some(Stopped::Later {
            until: wait::retry_after(reply),
            why: "BlueCherry's gateway limits the rate of calls (429)".to_owned(),
        }),
        503 => {
            let rejection = Rejection::read(&reply.json(), &Clock::ours(reply, zone)).filter(Rejection::is_for_now)?;
            Some(Stopped::Later {
                until: rejection.until.or_else(|| wait::retry_after(reply)),
                why: format!("BlueCherry takes nothing now: {}", rejection.codes()),
            })
        }
        _ => None,
    }
}
