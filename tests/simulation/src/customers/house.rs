//! What the ERP of a case is like: how it takes orders, and when it takes none.

use jiff::civil::time;
use jiff::{SignedDuration, Timestamp};

use super::calendar::{begins, days, flash_sale, midnight, millis};
use super::draw::Draw;
use super::{Action, What};
use crate::case::{Case, Span};

/// How the company behaves where installs differ. The deployment's settings follow it: the import cycle is the company's, the
/// read lag of the settings no shorter than its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct House {
    /// How often staged orders are imported; none where they are booked at once.
    pub imports_every: Option<SignedDuration>,
    /// How long a booked order stays hidden from lookups.
    pub read_lag: SignedDuration,
    /// A second post of a reference is refused.
    pub refuses_duplicates: bool,
    /// How many calls its gateway lets through in a minute, where these are few. The budget is then a third: three of its windows
    /// may meet in one of the gateway's, where clocks stand apart.
    pub calls: Option<u32>,
    /// How many it lets through in a day of UTC, where that is limited: a busy day may use them up before it ends.
    pub quota: Option<u32>,
}

/// The company of a case.
pub fn house(case: &Case) -> House {
    let mut draw = Draw::of_day(case, "house");
    let imports_every = draw.happens(400).then(|| SignedDuration::from_mins(5));
    House {
        imports_every,
        read_lag: if draw.happens(500) { millis(draw.between(0, 28_000)) } else { SignedDuration::ZERO },
        refuses_duplicates: draw.happens(400),
        calls: draw.happens(300).then(|| 3 * draw.count(8, 20)),
        quota: quota(case, imports_every.is_some()),
    }
}

/// From six tenths of the calls that a day's orders take to all of them: three for an order, seven where imports are asked for. What
/// the first day leaves, the second has room for. In a month of such days the orders that wait would only grow.
fn quota(case: &Case, imports: bool) -> Option<u32> {
    let mut draw = Draw::of_day(case, "quota");
    let an_order = if imports { 7 } else { 3 };
    let is_limited = case.span == Span::Day && draw.happens(250);
    is_limited.then(|| 30 + case.orders * an_order * draw.count(60, 100) / 100)
}

/// The nightly windows, that of the night after the last day too; now and then a freeze of some hours. A company that imports closes
/// for its batches by day as well, and to pick a flash sale before that is over.
pub(super) fn windows(case: &Case) -> Vec<Action> {
    let begins = begins(case);
    let mut windows = Vec::new();
    for day in 0..=days(case) {
        let date = midnight(case, day).date();
        let local = |hour, minute| {
            let local = date.to_datetime(time(hour, minute, 0, 0));
            // A time that the change of clocks skips is the one right after it.
            local.to_zoned_datetime(super::calendar::zone()).map_or(begins, |local| local.timestamp())
        };
        windows.push(closed(begins, local(2, 0), local(3, 30)));
        if day == days(case) {
            continue;
        }
        let mut draw = Draw::of(case, day, "freeze");
        if house(case).imports_every.is_some() {
            windows.push(closed(begins, local(12, 30), local(12, 50)));
            windows.push(closed(begins, local(17, 30), local(17, 50)));
            if let Some(sale) = flash_sale(case, day) {
                let from = begins + SignedDuration::from_hours(24 * i64::from(day)) + sale;
                let from = from + millis(draw.between(4 * 60_000, 10 * 60_000));
                windows.push(closed(begins, from, from + millis(draw.between(30 * 60_000, 2 * 3_600_000))));
            }
        }
        if draw.happens(125) {
            let from = local(8, 0) + millis(draw.between(0, 9 * 3_600_000));
            windows.push(closed(begins, from, from + millis(draw.between(2 * 3_600_000, 5 * 3_600_000))));
        }
    }
    windows
}

fn closed(begins: Timestamp, from: Timestamp, until: Timestamp) -> Action {
    Action {
        at: from.duration_since(begins),
        order: 0,
        what: What::CloseWindow { until: until.duration_since(begins) },
    }
}
