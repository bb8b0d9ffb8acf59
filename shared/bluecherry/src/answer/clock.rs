//! BlueCherry's local times, which come without a zone.
//!
//! In the hour that comes twice, when clocks are put back, such a time means either of two moments. What lies ahead is taken
//! for the first of them that has not passed: at worst we ask an hour too early. What lies behind is taken for the earlier
//! one: at worst we believe for an hour that an import is yet to come. The other way round we could believe in one that never
//! began, and post a second sales order.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use serde_json::Value;

use super::{Reply, reading};

/// BlueCherry's clock, as an answer shows it.
pub(super) struct Clock {
    now: Timestamp,
    zone: TimeZone,
}

impl Clock {
    /// By the zone of the settings and our own clock: for answers that say nothing of theirs.
    pub(super) fn ours(reply: &Reply, zone: &TimeZone) -> Self {
        Self { now: reply.at, zone: zone.clone() }
    }

    /// By the `server_time` and `utc_offset` of the answer. The offset holds now; at another time it may be another, which
    /// the zone of the settings knows. When that disagrees with the offset, the offset is right.
    pub(super) fn theirs(reply: &Reply, body: &Value, zone: &TimeZone) -> Self {
        let Some(named) = reading::text(&body["utc_offset"]) else { return Self::ours(reply, zone) };
        let server_time = reading::text(&body["server_time"]);
        let now = server_time.and_then(|time| format!("{time}{named}").parse().ok()).unwrap_or(reply.at);
        let zone = match offset(&named) {
            Some(offset) if zone.to_offset(now) != offset => TimeZone::fixed(offset),
            _ => zone.clone(),
        };
        Self { now, zone }
    }

    /// The moment of a local time that lies ahead.
    pub(super) fn ahead(&self, local: &Value) -> Option<Timestamp> {
        let [earlier, later] = self.moments(local)?;
        Some(if earlier >= self.now { earlier } else { later })
    }

    /// The moment of a local time that lies behind.
    pub(super) fn behind(&self, local: &Value) -> Option<Timestamp> {
        self.moments(local).map(|[earlier, _]| earlier)
    }

    /// The moments that a local time may mean; mostly twice the same.
    fn moments(&self, local: &Value) -> Option<[Timestamp; 2]> {
        let local: DateTime = reading::text(local)?.parse().ok()?;
        let moments = self.zone.to_ambiguous_timestamp(local);
        Some([moments.earlier().ok()?, moments.later().ok()?])
    }
}

/// An offset such as `-05:00`.
fn offset(text: &str) -> Option<Offset> {
    let local_midnight: Timestamp = format!("1970-01-01T00:00:00{text}").parse().ok()?;
    Offset::from_seconds(i32::try_from(-local_midnight.as_second()).ok()?).ok()
}
