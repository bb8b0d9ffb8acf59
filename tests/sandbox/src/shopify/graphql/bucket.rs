//! The leaky bucket of query costs: one for each app and shop.

use jiff::Timestamp;
use serde_json::{Value, json};

/// The bucket. Shopify's standard plan has 2,000 points and restores 100 a second.
#[derive(Debug, Clone)]
pub struct Bucket {
    maximum: u64,
    restored_a_second: u64,
    /// Thousandths of a point.
    level: u64,
    as_of: Option<Timestamp>,
}

impl Bucket {
    /// A full bucket.
    pub fn new(maximum: u64, restored_a_second: u64) -> Self {
        Self { maximum, restored_a_second, level: maximum * 1000, as_of: None }
    }

    /// Takes `cost` points, or nothing and `false` where they aren't there.
    pub(super) fn take(&mut self, cost: u64, now: Timestamp) -> bool {
        self.restore(now);
        let wanted = cost * 1000;
        let enough = wanted <= self.level;
        if enough {
            self.level -= wanted;
        }
        enough
    }

    /// Gives back what was asked for and not used.
    pub(super) fn give_back(&mut self, points: u64) {
        self.level = (self.level + points * 1000).min(self.maximum * 1000);
    }

    /// `extensions` of an answer; a throttled one has no actual cost.
    pub(super) fn extensions(&self, requested: u64, actual: Option<u64>) -> Value {
        json!({ "cost": {
            "requestedQueryCost": requested,
            "actualQueryCost": actual,
            "throttleStatus": {
                "maximumAvailable": self.maximum,
                "currentlyAvailable": self.level / 1000,
                "restoreRate": self.restored_a_second,
            },
        } })
    }

    fn restore(&mut self, now: Timestamp) {
        let passed = self.as_of.map_or(0, |then| now.duration_since(then).as_millis());
        let restored = u64::try_from(passed).unwrap_or(0) * self.restored_a_second;
        self.level = (self.level + restored).min(self.maximum * 1000);
        self.as_of = Some(now);
    }
}
