//! Which world a day is: decided by its seed and its number alone, so that `--replay SEED:DAY` plays the very same.

use std::collections::BTreeSet;

use crate::case::{Case, Nets, Span};
use crate::fault::FaultKind;
use crate::rates::{Level, rates};

/// One day in so many is a run of 35 days.
pub const MONTH_EVERY: u64 = 50;
/// One day in so many has a twin; in as many webhooks alone bring news, the sweep alone, each doorbell rings once and due work alone
/// takes up what was begun, and the nightly sweep runs besides.
const EVERY: u64 = 20;
/// One day in so many is read through for what is personal.
const READ_THROUGH_EVERY: u64 = 10;
const ON_WEBHOOKS: [FaultKind; 6] = [
    FaultKind::WebhookLost,
    FaultKind::WebhookDuplicated,
    FaultKind::WebhookReordered,
    FaultKind::WebhookDelayed,
    FaultKind::SubscriptionLost,
    FaultKind::SubscriptionAstray,
];
/// What keeps news from us that only a sweep would find.
const TELLS_NOBODY: [FaultKind; 3] =
    [FaultKind::WebhookLost, FaultKind::SubscriptionLost, FaultKind::SubscriptionAstray];
/// What makes of one doorbell none, or several.
const RINGS_MORE_OR_LESS: [FaultKind; 4] = [
    FaultKind::WebhookDuplicated,
    FaultKind::MessageDuplicated,
    FaultKind::MessageReceivedTwice,
    FaultKind::QueueAnswerLost,
];

/// What decides the days of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Plan {
    /// The seed of all its days.
    pub seed: u64,
    /// How many orders are placed in 24 hours.
    pub orders: u32,
    /// How bad its days are.
    pub level: Level,
}

impl Plan {
    /// The case of a day. One in fifty goes on for 35 days. Of the others some hear of news in one way alone, with due work, which is
    /// no way to hear of an order but what takes it up again. In as many that alone is left: each webhook is delivered exactly once,
    /// no message is received again, and no sweep runs. And one in twenty has the nightly sweep too, while only webhooks fail: it
    /// must find nothing.
    pub fn day(&self, day: u32) -> Case {
        let number = turn(self.seed, day);
        let span = if number.is_multiple_of(MONTH_EVERY) { Span::Month } else { Span::Day };
        let mut nets = Nets::USUAL;
        let mut rates = rates(self.level);
        match number % EVERY {
            3 => {
                nets.sweep = false;
                rates.retain(|kind, _| !TELLS_NOBODY.contains(kind));
            }
            7 => nets.webhooks = false,
            15 => {
                (nets.sweep, nets.redelivery) = (false, false);
                rates.retain(|kind, _| !RINGS_MORE_OR_LESS.contains(kind) && !TELLS_NOBODY.contains(kind));
            }
            11 => {
                nets.nightly = true;
                rates.retain(|kind, _| ON_WEBHOOKS.contains(kind));
            }
            _ => {}
        }
        Case {
            seed: self.seed,
            day,
            orders: self.orders,
            span,
            rates,
            scripted: BTreeSet::new(),
            without_strikes: BTreeSet::new(),
            without_orders: BTreeSet::new(),
            nets,
            bug: None,
            ends_with: None,
        }
    }
}

/// Whether a case is played beside a twin of the same customers without faults on the doorbells.
pub fn has_twin(case: &Case) -> bool {
    case.span == Span::Day && turn(case.seed, case.day) % EVERY == 1
}

/// Whether everything that a case's world keeps is read through at its end, for what is personal: one day in ten, and of days of every
/// kind, for that takes a while.
pub fn is_read_through(case: &Case) -> bool {
    let day = u64::from(case.day);
    (day + day / EVERY) % READ_THROUGH_EVERY == 4
}

/// The seed turns the pattern, so that it is not always the same days.
fn turn(seed: u64, day: u32) -> u64 {
    (seed % (MONTH_EVERY * EVERY)) + u64::from(day)
}

#[cfg(test)]
mod tests {
    use super::{EVERY, Plan, has_twin, is_read_through, turn};
    use crate::case::{Nets, Span};
    use crate::rates::Level;

    #[test]
    fn a_hundred_days_hold_two_months_and_every_kind_of_day() {
        let days: Vec<_> = (0..100).map(|day| Plan { seed: 7, orders: 10, level: Level::Heavy }.day(day)).collect();
        assert_eq!(days.iter().filter(|case| case.span == Span::Month).count(), 2);
        assert_eq!(days.iter().filter(|case| has_twin(case)).count(), 5);
        let with = |nets: Nets| days.iter().filter(|case| case.nets == nets).count();
        assert_eq!(with(Nets { sweep: false, ..Nets::USUAL }), 5);
        assert_eq!(with(Nets { webhooks: false, ..Nets::USUAL }), 5);
        assert_eq!(with(Nets { sweep: false, redelivery: false, ..Nets::USUAL }), 5);
        assert_eq!(with(Nets { nightly: true, ..Nets::USUAL }), 5);
    }
    #[test]
    fn one_day_in_ten_is_read_through_and_days_of_every_kind_are() {
        let days = (0..1000).map(|day| Plan { seed: 7, orders: 10, level: Level::Heavy }.day(day));
        let read: Vec<_> = days.filter(is_read_through).collect();
        assert!((90..=110).contains(&read.len()), "{}", read.len());
        let kinds: std::collections::BTreeSet<u64> =
            read.iter().map(|case| turn(case.seed, case.day) % EVERY).collect();
        assert_eq!(kinds.len() as u64, EVERY);
    }
}
