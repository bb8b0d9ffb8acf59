//! The compressed day: every duration is a parameter with its real default, and the sandbox divides it by a factor that the
//! report prints. Nothing runs on another clock than the real one.

use std::collections::BTreeMap;

use serde::Serialize;

/// One duration of the template, as it is and as it is played.
#[derive(Debug, Clone, Serialize)]
pub struct Factor {
    /// Which: the template's parameter, or the simulators' duration.
    pub parameter: &'static str,
    /// Its real default, in milliseconds.
    pub real_ms: u64,
    /// What the sandbox divides it by.
    pub divided_by: u64,
    /// Whether it is a parameter of the template; else it is one of the simulators'.
    pub is_parameter: bool,
}

impl Factor {
    /// The duration as it is played, in milliseconds.
    pub fn played_ms(&self) -> u64 {
        self.real_ms / self.divided_by
    }
}

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// Windows and cadences.
const PACE: u64 = 20;
/// Timeouts. A machine that plays every part at once is slower than each part alone, so they shrink less.
const TIMEOUT: u64 = 6;
/// Margins between machines: here all parts share one clock.
const MARGIN: u64 = 60;

/// The second in which Shopify restores so many points.
pub const SHOPIFY_POINTS_SECOND: &str = "ShopifyPointsSecond";
/// Over how long Shopify sends a webhook again.
pub const SHOPIFY_RETRIES: &str = "ShopifyWebhookRetries";

/// How often the sweep is played.
pub const SWEEP: &str = "SweepSchedule";
/// How often the nightly sweep is played.
pub const NIGHTLY_SWEEP: &str = "NightlySweepSchedule";

/// Every duration that the sandbox shortens.
pub fn factors() -> Vec<Factor> {
    let factor = |parameter, real_ms, divided_by| Factor { parameter, real_ms, divided_by, is_parameter: true };
    let simulated = |parameter, real_ms, divided_by| Factor { parameter, real_ms, divided_by, is_parameter: false };
    vec![
        factor("BlueCherryCallsWindow", MINUTE, PACE),
        factor("BlueCherryStatusAge", MINUTE, PACE),
        factor("BlueCherryBusyRetry", MINUTE, PACE),
        factor("ResumeAfter", 2 * MINUTE, PACE),
        factor("DuePush", 5 * MINUTE, PACE),
        factor("ArrivedKeep", 10 * MINUTE, PACE),
        factor("DueWorkPeriod", MINUTE, PACE),
        factor("SecretAge", 5 * MINUTE, PACE),
        factor("FeedOverlap", 5 * MINUTE, PACE),
        factor("FeedLease", 6 * MINUTE, 15),
        factor("FeedLate", HOUR, PACE),
        // Longer than a webhook takes that is only held back, shorter than the distance of two sweeps: else a sweep that is
        // in time would find next to nothing that is late.
        factor("SweepLate", 10 * MINUTE, 200),
        factor("AuditPeriod", HOUR, 120),
        factor("BlueCherryTimeout", 30 * SECOND, TIMEOUT),
        factor("BlueCherryGatewayTimeout", 30 * SECOND, TIMEOUT),
        factor("InvocationMargin", 70 * SECOND, TIMEOUT),
        factor("ShopifyTimeout", 10 * SECOND, 2),
        factor("SendWithin", 10 * SECOND, 4),
        factor("ClockMargin", MINUTE, MARGIN),
        factor("BlueCherryReadLag", 30 * SECOND, MARGIN),
        factor("RoutingPatience", 60 * MINUTE, MARGIN),
        factor("RoutingRecheck", 5 * MINUTE, MARGIN),
        simulated(SHOPIFY_POINTS_SECOND, SECOND, PACE),
        simulated(SWEEP, 10 * MINUTE, 40),
        simulated(NIGHTLY_SWEEP, 24 * HOUR, 1_440),
        simulated(SHOPIFY_RETRIES, 4 * HOUR, 240),
    ]
}

/// The template's parameters for the factors: durations as `1500ms`.
pub fn parameters(factors: &[Factor]) -> BTreeMap<String, String> {
    let parameters = factors.iter().filter(|factor| factor.is_parameter);
    parameters.map(|factor| (factor.parameter.to_owned(), format!("{}ms", factor.played_ms()))).collect()
}

/// A duration of the list as it is played.
pub fn played(factors: &[Factor], parameter: &str) -> std::time::Duration {
    let found = factors.iter().find(|factor| factor.parameter == parameter);
    std::time::Duration::from_millis(found.map_or(0, Factor::played_ms))
}
