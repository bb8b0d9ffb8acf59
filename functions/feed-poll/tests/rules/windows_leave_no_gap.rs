//! A sub-second gap between two windows lost orders in `HotWax`' connector (peers' issue 6).

use feed_poll::Settings;
use jiff::SignedDuration;

use crate::outside::{Outside, minutes, noon, orders, second};

#[test]
fn an_order_that_changes_in_the_second_in_which_a_window_ends_is_found_whatever_the_millisecond() {
    let settings = Settings { overlap: SignedDuration::from_millis(1_600), ..orders() };
    for offset in (-1_600..=1_600).step_by(100) {
        let outside = Outside::with_pages_of(3);
        outside.ticks(&settings);
        // It changed just then, and the page that was read did not show it yet.
        outside.changes(1, noon() + SignedDuration::from_millis(offset));
        outside.passes(minutes(10));
        outside.ticks(&settings);
        assert_eq!(outside.rung(), [1], "{offset} ms beside the mark");
    }
}

#[test]
fn windows_begin_with_a_whole_second_and_overlap_although_no_clock_does() {
    let outside = Outside::with_pages_of(3);
    outside.passes(SignedDuration::from_millis(999));
    let settings = Settings { overlap: SignedDuration::from_millis(1_300), ..orders() };
    let mut last = noon();
    for _ in 0..20 {
        outside.ticks(&settings);
        let mark = outside.feed(&settings).mark.unwrap();
        assert!(outside.window() < last || last == noon(), "each window begins before the one before was read");
        assert_eq!(outside.window(), second(outside.window()));
        last = mark;
        outside.passes(SignedDuration::from_millis(60_333));
    }
}
