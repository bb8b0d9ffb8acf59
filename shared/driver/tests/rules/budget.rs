use domain::step::Lane;
use driver::budget::{Allowance, Budget};
use driver::memory::MemoryTables;
use jiff::SignedDuration;

use crate::interleaving::finish;
use crate::sample::at;

const MINUTE: Budget = Budget { calls: 3, window: SignedDuration::from_secs(60) };

#[test]
fn a_window_grants_its_calls_and_says_when_the_next_begins() {
    let tables = MemoryTables::default();
    let take = |time: &str| finish(MINUTE.take(&tables, Lane::Export, at(time))).unwrap();
    for _ in 0..3 {
        assert_eq!(take("2026-11-24T12:00:10Z"), Allowance::Granted);
    }
    assert_eq!(take("2026-11-24T12:00:59.999Z"), Allowance::Spent(at("2026-11-24T12:01:00Z")));
    assert_eq!(take("2026-11-24T12:01:00Z"), Allowance::Granted);
}

#[test]
fn a_clock_that_is_behind_gets_nothing_from_a_window_that_is_over() {
    let tables = MemoryTables::default();
    let take = |time: &str| finish(MINUTE.take(&tables, Lane::Export, at(time))).unwrap();
    assert_eq!(take("2026-11-24T12:01:00Z"), Allowance::Granted);
    assert_eq!(take("2026-11-24T12:00:59Z"), Allowance::Spent(at("2026-11-24T12:01:00Z")));
}

#[test]
fn windows_are_as_long_as_they_are_set_even_below_a_second() {
    for (millis, first, next) in [(60_000, 0, 60_000), (1_500, 0, 1_500), (1, 0, 1), (0, 0, 1)] {
        let budget = Budget { calls: 1, window: SignedDuration::from_millis(millis) };
        let (window, begins) = budget.window_at(jiff::Timestamp::UNIX_EPOCH);
        assert_eq!((window, begins.as_millisecond()), (first, next), "{millis} ms");
    }
    let (before, _) = MINUTE.window_at(at("1969-12-31T23:59:59Z"));
    assert_eq!(before, -1);
}

#[test]
fn no_more_orders_are_rung_than_can_be_sent() {
    let rung = |seconds| MINUTE.orders_in(Lane::Export, SignedDuration::from_secs(seconds));
    assert_eq!([rung(0), rung(30), rung(60), rung(180)], [3, 3, 3, 9]);
}
