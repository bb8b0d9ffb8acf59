//! The gateway in front of the company: keys, the rate limit, and the count of calls.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

/// How the gateway is set up. None of the limits is published; the defaults are assumptions.
#[derive(Debug, Clone)]
pub struct GatewaySettings {
    /// Header that carries the subscription key.
    pub key_header: String,
    /// Valid keys, each with a rate of its own.
    pub keys: Vec<String>,
    /// Calls that one key may make in one window.
    pub calls: u32,
    /// Length of the window.
    pub window: Duration,
    /// Calls that one key may make on one day of UTC; none: no quota.
    pub quota: Option<u32>,
    /// How long the gateway waits for a slow company before it answers 504.
    pub timeout: Duration,
    /// Longest body in bytes.
    pub body_limit: usize,
}

impl Default for GatewaySettings {
    fn default() -> Self {
        Self {
            key_header: "Ocp-Apim-Subscription-Key".to_owned(),
            keys: vec!["sandbox-subscription-key".to_owned()],
            calls: 60,
            window: Duration::from_mins(1),
            quota: None,
            timeout: Duration::from_secs(30),
            body_limit: 1_048_576,
        }
    }
}

/// What a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// `GET /status`
    Status,
    /// `POST /orders`
    PostOrder,
    /// `GET /orders/by-ref/{ext_ref}`
    OrdersByReference,
    /// `GET /orders/{ord_num}`
    OrderByNumber,
    /// `GET /orders/imports/{import_id}`
    ImportById,
    /// A path that leads nowhere, or another company or environment.
    Elsewhere,
}

/// What has come in since the start.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Counts {
    /// Calls by what they are for, refused ones included.
    pub calls: BTreeMap<Call, u64>,
    /// Posts and lookups that got past the gateway, by external reference.
    pub by_reference: BTreeMap<String, u64>,
    /// Answered 429, by the limit or by a fault.
    pub throttled: u64,
    /// Answered 401.
    pub unauthorised: u64,
    /// Answered 403 because the quota was used up.
    pub out_of_quota: u64,
    /// Processes that were killed as callers.
    pub killed: Vec<u32>,
    /// Why a caller that should have been killed was not.
    pub not_killed: Vec<String>,
}

impl Counts {
    /// All calls, of whatever kind.
    pub fn total(&self) -> u64 {
        self.calls.values().sum()
    }
}

/// Why the gateway did not let a call in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no key: 401.
    NoKey,
    /// The key is not valid: 401.
    WrongKey,
    /// The key's window is used up: 429.
    Throttled {
        /// `Retry-After` in seconds.
        retry_after: u64,
    },
    /// The key's quota is used up: 403, without `Retry-After`.
    OutOfQuota {
        /// In how many seconds it is replenished.
        replenished_in: u64,
    },
}

/// The gateway: a plain state machine.
#[derive(Debug)]
pub struct Gateway {
    settings: GatewaySettings,
    used: BTreeMap<String, Used>,
    pub(super) counts: Counts,
}

/// What a key has used.
#[derive(Debug)]
struct Used {
    window_ends: Timestamp,
    in_window: u32,
    day_ends: Timestamp,
    in_day: u32,
}

impl Gateway {
    /// A gateway that has seen no call.
    pub fn new(settings: GatewaySettings) -> Self {
        Self { settings, used: BTreeMap::new(), counts: Counts::default() }
    }

    /// How it is set up.
    pub fn settings(&self) -> &GatewaySettings {
        &self.settings
    }

    /// What has come in.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Takes these keys from now on, and no others.
    pub fn take_keys(&mut self, keys: Vec<String>) {
        self.settings.keys = keys;
    }

    /// Lets a call with this key in, and counts it.
    ///
    /// # Errors
    /// Why it is not let in: a missing or wrong key, or a window or quota that is used up.
    pub fn admit(&mut self, key: Option<&str>, now: Timestamp) -> Result<(), Refusal> {
        let refusal = self.refusal(key, now);
        match refusal {
            None => return Ok(()),
            Some(Refusal::NoKey | Refusal::WrongKey) => self.counts.unauthorised += 1,
            Some(Refusal::Throttled { .. }) => self.counts.throttled += 1,
            Some(Refusal::OutOfQuota { .. }) => self.counts.out_of_quota += 1,
        }
        refusal.map_or(Ok(()), Err)
    }

    fn refusal(&mut self, key: Option<&str>, now: Timestamp) -> Option<Refusal> {
        let Some(key) = key else { return Some(Refusal::NoKey) };
        if !self.settings.keys.iter().any(|valid| valid == key) {
            return Some(Refusal::WrongKey);
        }
        if !self.used.contains_key(key) {
            let fresh = Used { window_ends: now, in_window: 0, day_ends: now, in_day: 0 };
            self.used.insert(key.to_owned(), fresh);
        }
        let used = self.used.get_mut(key)?;
        if used.window_ends <= now {
            used.window_ends = now.saturating_add(self.settings.window).unwrap_or(now);
            used.in_window = 0;
        }
        if used.day_ends <= now {
            used.day_ends = day_after(now);
            used.in_day = 0;
        }
        if used.in_window >= self.settings.calls {
            return Some(Refusal::Throttled { retry_after: seconds_until(used.window_ends, now) });
        }
        if self.settings.quota.is_some_and(|quota| used.in_day >= quota) {
            return Some(Refusal::OutOfQuota { replenished_in: seconds_until(used.day_ends, now) });
        }
        used.in_window += 1;
        used.in_day += 1;
        None
    }

    /// Counts a call by what it is for.
    pub(super) fn count(&mut self, call: Call) {
        *self.counts.calls.entry(call).or_default() += 1;
    }

    /// Counts a call by the reference that it is about.
    pub(super) fn count_reference(&mut self, reference: &str) {
        *self.counts.by_reference.entry(reference.to_owned()).or_default() += 1;
    }
}

/// Midnight of UTC that comes next.
fn day_after(now: Timestamp) -> Timestamp {
    const DAY: i64 = 24 * 60 * 60;
    Timestamp::from_second((now.as_second().div_euclid(DAY) + 1) * DAY).unwrap_or(now)
}

fn seconds_until(end: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(end.duration_since(now).as_millis()).unwrap_or(0).div_ceil(1000)
}
