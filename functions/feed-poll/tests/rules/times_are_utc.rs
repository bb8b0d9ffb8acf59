//! `updated_at_min` in local time skipped orders (peers' issue 27, `frappe/erpnext_shopify#190`).

use driver::operations::FEED;
use driver::ports::Tables;
use feed_poll::{Settings, Window};
use futures_util::FutureExt;
use jiff::Timestamp;

use crate::outside::{Outside, minutes, orders};

/// A sweep every ten minutes through a night in New York; an order changes each minute.
fn through(begin: &str, hours: u64) -> (Outside, Settings) {
    let outside = Outside::with_pages_of(4);
    let begin: Timestamp = begin.parse().unwrap();
    outside.shop.now.set(begin);
    let settings = Settings { window: Window::SinceMark { go_live: begin }, ..orders() };
    for minute in 1..=hours * 60 {
        outside.passes(minutes(1));
        outside.changes(minute, outside.shop.now.get());
        if minute % 10 == 0 {
            let ran = outside.ticks(&settings);
            assert!(ran.whole && ran.orders <= 16, "{ran:?}: an hour twice or left out would read more or less");
        }
    }
    (outside, settings)
}

#[test]
fn no_order_is_lost_in_the_nights_in_which_the_clocks_change_nor_at_the_months_end() {
    for (night, begin) in [
        ("01:00 to 02:00 come twice", "2026-11-01T03:30:00-04:00[America/New_York]"),
        ("02:00 to 03:00 are left out", "2027-03-13T23:30:00-05:00[America/New_York]"),
        ("the month ends at 23:59 in New York", "2026-11-30T22:00:00-05:00[America/New_York]"),
    ] {
        let (outside, _) = through(begin, 6);
        let mut rung = outside.rung();
        rung.dedup();
        assert_eq!(rung, (1..=360).collect::<Vec<_>>(), "{night}");
    }
}

#[test]
fn every_time_in_the_feeds_row_says_that_it_is_utc() {
    let (outside, settings) = through("2026-11-01T00:30:00-04:00[America/New_York]", 1);
    outside.dies_after(2);
    outside.passes(minutes(10));
    (1000..1009).for_each(|order| outside.changes(order, outside.shop.now.get()));
    assert!(outside.ticks_or_dies(&settings).is_none(), "a run is under way");
    let row = outside.tables.operation(FEED, &settings.cursor()).now_or_never().unwrap().unwrap().unwrap();
    let times: Vec<&str> = row.body.split('"').filter(|text| text.starts_with("2026-")).collect();
    assert!(times.len() >= 5, "{}", row.body);
    for time in times {
        let time = time.split('/').next().unwrap();
        assert!(time.ends_with('Z'), "{time} in {}", row.body);
    }
}
