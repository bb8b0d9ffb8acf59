//! Old orders were missing where a filter that nobody had written chose them (peers' issue 26): both ends are explicit.

use feed_poll::{Settings, Window};
use jiff::SignedDuration;

use crate::outside::{Outside, noon, orders};

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

#[test]
fn the_first_window_begins_at_go_live_but_not_before_what_shopify_shows_an_app() {
    for (live_for, begins) in [(0, 0), (1, 1), (59, 59), (61, 60), (500, 60)] {
        let outside = Outside::with_pages_of(3);
        let settings = Settings { window: Window::SinceMark { go_live: noon() - days(live_for) }, ..orders() };
        outside.ticks(&settings);
        assert_eq!(outside.window(), noon() - days(begins), "live for {live_for} days");
    }
}

#[test]
fn what_changed_before_the_first_run_is_found_back_to_go_live() {
    let outside = Outside::with_pages_of(3);
    let settings = Settings { window: Window::SinceMark { go_live: noon() - days(30) }, ..orders() };
    outside.changes(1, noon() - days(31));
    outside.changes(2, noon() - days(30));
    outside.changes(3, noon());
    outside.ticks(&settings);
    assert_eq!(outside.rung(), [2, 3]);
}
