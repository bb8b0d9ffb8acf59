//! Faults by the switch. A draw depends on the seed, the document, and the attempt: never on what arrived before.

use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest as _, Sha256};

/// What goes wrong with deliveries; each rate is between 0 and 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct DeliveryFaults {
    /// Share of deliveries that are never sent.
    pub lost: f64,
    /// Share of deliveries that are sent twice, under the same ids.
    pub duplicated: f64,
    /// Share of deliveries that are held back, so that later ones pass them.
    pub delayed: f64,
    /// For how long they are held back.
    pub delay: Duration,
}

/// What goes wrong with API calls; each rate is between 0 and 1. A call that fails changes nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ApiFaults {
    /// Share of calls that are answered `THROTTLED`, however full the bucket is.
    pub throttled: f64,
    /// Share of calls that are answered 503.
    pub server_error: f64,
    /// Share of calls that are answered late.
    pub slow: f64,
    /// How late.
    pub delay: Duration,
}

/// A number in 0..1 that these parts decide.
pub(super) fn draw(seed: u64, parts: &[&str]) -> f64 {
    ChaCha8Rng::from_seed(hash(seed, parts)).random()
}

/// An id in the form of a UUID that these parts decide.
pub(super) fn uuid(seed: u64, parts: &[&str]) -> String {
    let bits = hash(seed, parts).iter().take(16).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let hex = format!("{bits:032x}");
    format!("{}-{}-4{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

fn hash(seed: u64, parts: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(seed.to_be_bytes());
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().into()
}
