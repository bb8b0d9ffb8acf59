//! When a world begins, and when its customers come: few at night, many in a flash sale.

use std::sync::OnceLock;

use jiff::civil::date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, ToSpan, ZonedDateTime};

use super::draw::Draw;
use crate::case::{Case, Span};

/// The zone of the shop and of the ERP.
pub const ZONE: &str = "America/New_York";

/// Of a thousand worlds, how many begin on a day on which the clocks change.
const CHANGES: u64 = 120;

/// The days of 2027 on which the clocks of [`ZONE`] change.
const CHANGE_DAYS: [(i8, i8); 2] = [(3, 14), (11, 7)];

/// How many come in each hour of a day, relative to the others.
const CUSTOM: [u64; 24] = [3, 2, 1, 1, 1, 2, 4, 7, 10, 12, 13, 13, 15, 14, 12, 12, 12, 13, 15, 18, 20, 19, 13, 7];

/// How many come in each hour of a day on which the clocks change: enough at night to meet it.
const NIGHTLY: [u64; 24] = [20, 20, 20, 20, 10, 4, 4, 7, 10, 12, 13, 13, 15, 14, 12, 12, 12, 13, 15, 18, 20, 19, 13, 7];

/// The zone itself, by the rules that are bundled with the program: those of the machine may be others, or none.
///
/// # Panics
/// When the program was built without them.
#[expect(clippy::expect_used, reason = "by the rules of another zone a world would be another")]
pub fn zone() -> TimeZone {
    static BUNDLED: OnceLock<TimeZone> = OnceLock::new();
    let bundled = || TimeZoneDatabase::bundled().get(ZONE).expect("the zones are bundled with the program");
    BUNDLED.get_or_init(bundled).clone()
}

/// How many days a case lasts before faults stop.
pub fn days(case: &Case) -> u32 {
    match case.span {
        Span::Day => 1,
        Span::Month => 35,
        Span::Days(days) => days,
    }
}

/// When the world begins: midnight of the shop, on a day of 2027.
pub fn begins(case: &Case) -> Timestamp {
    midnight(case, 0).timestamp()
}

/// Midnight of the world's day of this number, from 0.
pub(super) fn midnight(case: &Case, day: u32) -> ZonedDateTime {
    let mut draw = Draw::of_day(case, "date");
    let first = if let (true, Some((month, day))) = (draw.happens(CHANGES), draw.one_of(&CHANGE_DAYS)) {
        date(2027, *month, *day)
    } else {
        let days = i64::try_from(draw.between(0, 365)).unwrap_or_default();
        date(2027, 1, 1).saturating_add(days.days())
    };
    let midnight = first.saturating_add(i64::from(day).days());
    midnight.to_zoned_datetime(zone()).unwrap_or_else(|_| Timestamp::UNIX_EPOCH.to_zoned_datetime(TimeZone::UTC))
}

/// When a customer comes, since the world's begin.
pub(super) fn arrival(case: &Case, number: u32, clocks_change: bool) -> SignedDuration {
    let day = number / case.orders.max(1);
    let mut draw = Draw::of(case, number, "arrival");
    let within = match flash_sale(case, day) {
        Some(sale) if draw.happens(250) => sale + millis(draw.between(0, 600_000)),
        _ => hour(&mut draw, if clocks_change && day == 0 { &NIGHTLY } else { &CUSTOM }),
    };
    SignedDuration::from_hours(24 * i64::from(day)) + within
}

/// Customers by their number, in the order in which they come.
pub fn by_arrival(case: &Case, mut customers: Vec<u32>) -> Vec<u32> {
    let clocks_change = clocks_change(case);
    customers.sort_by_cached_key(|number| arrival(case, *number, clocks_change));
    customers
}

/// Whether the clocks change on the first day.
pub(super) fn clocks_change(case: &Case) -> bool {
    let (first, second) = (midnight(case, 0), midnight(case, 1));
    second.timestamp().duration_since(first.timestamp()) != SignedDuration::from_hours(24)
}

/// When the day's flash sale begins, since its midnight, if it has one. It lasts ten minutes.
pub(super) fn flash_sale(case: &Case, day: u32) -> Option<SignedDuration> {
    let mut draw = Draw::of(case, day, "flash sale");
    draw.happens(300).then(|| millis(draw.between(9 * 3_600_000, 21 * 3_600_000)))
}

fn hour(draw: &mut Draw, custom: &[u64; 24]) -> SignedDuration {
    let mut left = draw.between(0, custom.iter().sum());
    let mut hours = 0;
    for weight in custom {
        if left < *weight {
            break;
        }
        left -= weight;
        hours += 1;
    }
    SignedDuration::from_hours(hours) + millis(draw.between(0, 3_600_000))
}

/// A duration of so many milliseconds.
pub(super) fn millis(count: u64) -> SignedDuration {
    SignedDuration::from_millis(i64::try_from(count).unwrap_or(i64::MAX))
}
