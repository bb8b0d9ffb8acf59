//! Shopify's cost bucket, as far as its last answer told: each call asks for points, the bucket refills at a steady rate
//! (shopify.dev, "API rate limits": `extensions.cost.throttleStatus`).
//!
//! Other functions draw on the same bucket, so what is known here is an estimate; Shopify's `THROTTLED` has the last word.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use tokio::time::Instant;

/// `extensions.cost` of an answer. Points may come as whole numbers or as decimals.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cost {
    #[serde(default)]
    requested_query_cost: Option<f64>,
    #[serde(default)]
    throttle_status: Option<ThrottleStatus>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ThrottleStatus {
    maximum_available: f64,
    currently_available: f64,
    restore_rate: f64,
}

impl Cost {
    /// How long until the bucket holds what the call asked for.
    pub(crate) fn wait(self) -> Option<Duration> {
        let status = self.throttle_status?;
        refill(self.requested_query_cost? - status.currently_available, status.restore_rate)
    }
}

/// Time for so many points to flow in: none when they are there already.
fn refill(missing: f64, rate: f64) -> Option<Duration> {
    if missing <= 0.0 { Some(Duration::ZERO) } else { Duration::try_from_secs_f64(missing / rate).ok() }
}

/// What is known of the bucket.
#[derive(Default)]
pub(crate) struct Bucket(Mutex<Known>);

#[derive(Default)]
struct Known {
    last: Option<(ThrottleStatus, Instant)>,
    under_way: f64,
}

/// Points set aside for a call; given back when the call is over, however it ends.
pub(crate) struct Reserved<'bucket> {
    bucket: &'bucket Bucket,
    points: f64,
}

impl Bucket {
    /// Sets the points of a call aside, or tells how long until they are there. Nothing is known before the first answer,
    /// and a call that the full bucket could not hold is Shopify's to refuse: both go ahead.
    pub(crate) fn reserve(&self, points: u32) -> Result<Reserved<'_>, Duration> {
        let points = f64::from(points);
        let mut known = self.known();
        if let Some((status, since)) = known.last {
            let refilled = status.currently_available + since.elapsed().as_secs_f64() * status.restore_rate;
            let available = refilled.min(status.maximum_available) - known.under_way;
            let wait = refill(points - available, status.restore_rate).unwrap_or(Duration::MAX);
            if points <= status.maximum_available && wait > Duration::ZERO {
                return Err(wait);
            }
        }
        known.under_way += points;
        Ok(Reserved { bucket: self, points })
    }

    /// Takes over what an answer says.
    pub(crate) fn learn(&self, cost: Cost) {
        if let Some(status) = cost.throttle_status {
            self.known().last = Some((status, Instant::now()));
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        self.bucket.known().under_way -= self.points;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use super::*;

    fn answered(available: &str) -> Cost {
        serde_json::from_str(&format!(
            r#"{{"requestedQueryCost": 7, "actualQueryCost": null,
                "throttleStatus": {{"maximumAvailable": 2000.0, "currentlyAvailable": {available}, "restoreRate": 100}}}}"#
        ))
        .unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_held_back_before_the_first_answer() {
        assert!(Bucket::default().reserve(1_000).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_waits_for_the_points_that_it_lacks() {
        let bucket = Bucket::default();
        bucket.learn(answered("30.5"));
        assert_eq!(bucket.reserve(130).err(), Some(Duration::from_millis(995)));
        assert!(bucket.reserve(30).is_ok());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(bucket.reserve(130).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn calls_under_way_count_until_they_are_over() {
        let bucket = Bucket::default();
        bucket.learn(answered("150"));
        let first = bucket.reserve(130).ok();
        assert!(first.is_some());
        assert_eq!(bucket.reserve(130).err(), Some(Duration::from_millis(1_100)));
        drop(first);
        assert!(bucket.reserve(130).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_the_full_bucket_cannot_hold_is_left_to_shopify() {
        let bucket = Bucket::default();
        bucket.learn(answered("0"));
        assert!(bucket.reserve(2_001).is_ok());
    }
}
