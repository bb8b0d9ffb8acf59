//! Access tokens by the client credentials grant.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use super::faults::uuid;

/// The tokens issued so far, each with the time at which it expires.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    issued: BTreeMap<String, Timestamp>,
    count: u64,
}

impl Tokens {
    /// A new token, good for `life`.
    pub(super) fn issue(&mut self, seed: u64, life: Duration, now: Timestamp) -> String {
        self.count += 1;
        let token = format!("shpat_{}", uuid(seed, &["token", &self.count.to_string()]).replace('-', ""));
        self.issued.insert(token.clone(), now.checked_add(life).unwrap_or(Timestamp::MAX));
        token
    }

    /// Whether a token is good.
    pub(super) fn good(&self, token: &str, now: Timestamp) -> bool {
        self.issued.get(token).is_some_and(|expires| now < *expires)
    }

    /// Makes each token bad that was issued so far.
    pub(super) fn revoke(&mut self) {
        self.issued.clear();
    }

    /// How many were issued.
    pub(super) fn count(&self) -> u64 {
        self.count
    }
}
