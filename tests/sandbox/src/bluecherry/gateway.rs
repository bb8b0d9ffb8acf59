//! The gateway in front of the company: keys, the rate limit, and the count of calls.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::answer::Answer;

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

/// The gateway: a plain state machine.
#[derive(Debug)]
pub struct Gateway {
    settings: GatewaySettings,
    windows: BTreeMap<String, Window>,
    pub(super) counts: Counts,
}

#[derive(Debug)]
struct Window {
    ends: Timestamp,
    used: u32,
}

impl Gateway {
    /// A gateway that has seen no call.
    pub fn new(settings: GatewaySettings) -> Self {
        Self { settings, windows: BTreeMap::new(), counts: Counts::default() }
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
    /// 401 for a missing or wrong key, 429 once the key's window is used up: the answer to give.
    pub fn admit(&mut self, key: Option<&str>, now: Timestamp) -> Result<(), Answer> {
        let refusal = match key {
            None => Some(
                "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.",
            ),
            Some(key) if !self.settings.keys.iter().any(|valid| valid == key) => Some(
                "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.",
            ),
            Some(_) => None,
        };
        if let Some(message) = refusal {
            self.counts.unauthorised += 1;
            return Err(Answer::gateway(401, message));
        }
        let fresh = Window { ends: now.saturating_add(self.settings.window).unwrap_or(now), used: 0 };
        let window = self.windows.entry(key.unwrap_or_default().to_owned()).or_insert(fresh);
        if window.ends <= now {
            window.ends = now.saturating_add(self.settings.window).unwrap_or(now);
            window.used = 0;
        }
        if window.used >= self.settings.calls {
            self.counts.throttled += 1;
            let left = window.ends.duration_since(now).as_millis();
            return Err(Answer::throttled(u64::try_from(left).unwrap_or(0).div_ceil(1000)));
        }
        window.used += 1;
        Ok(())
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
