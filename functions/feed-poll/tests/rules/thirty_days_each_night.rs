use std::time::Duration;

use feed_poll::{OrderFeed, Settings, Tick};
use jiff::SignedDuration;
use platform::settings::FeedPollSettings;

use crate::outside::{Outside, away, minutes, noon};

fn set() -> FeedPollSettings {
    FeedPollSettings::read(&|variable| {
        let value = match variable {
            "STAGE_NAME" => "test",
            "OPERATIONS_TABLE" => "table",
            "EXPORT_QUEUE_URL" => "https://sqs.us-east-1.amazonaws.com/123456789012/export",
            "SHOPIFY_SECRET_ARN" => "arn:aws:secretsmanager:us-east-1:123456789012:secret:Shopify-AbCdEf",
            "SHOP_DOMAIN" => "sample.myshopify.com",
            "GO_LIVE" => "2026-10-01T00:00:00Z",
            _ => return None,
        };
        Some(value.to_owned())
    })
    .unwrap()
}

fn nightly() -> Settings {
    OrderFeed::ThirtyDays.settings(&set())
}

#[test]
fn each_night_the_last_thirty_days_are_read_again_whatever_was_read_before() {
    let outside = Outside::with_pages_of(2);
    let day = SignedDuration::from_hours(24);
    for (order, days) in [(1, 40), (2, 31), (3, 29), (4, 10), (5, 0)] {
        outside.changes(order, noon() - day * days);
    }
    assert!(outside.ticks(&nightly()).whole);
    assert_eq!(outside.rung(), [3, 4, 5]);
    outside.passes(day * 2);
    assert!(outside.ticks(&nightly()).whole);
    assert_eq!(outside.rung(), [4, 5], "30 days back from now");
}

#[test]
fn what_did_not_change_since_go_live_is_never_read() {
    let outside = Outside::with_pages_of(2);
    let nightly = OrderFeed::ThirtyDays.settings(&FeedPollSettings { go_live: noon() - minutes(90), ..set() });
    for (order, minutes_ago) in [(1, 600), (2, 91), (3, 89)] {
        outside.changes(order, noon() - minutes(minutes_ago));
    }
    assert!(outside.ticks(&nightly).whole);
    assert_eq!(outside.rung(), [3]);
}

#[test]
fn a_nightly_run_that_stopped_goes_on_with_the_window_that_it_began() {
    let outside = Outside::with_pages_of(2);
    for order in 1..=5 {
        outside.changes(order, noon() - minutes(60));
    }
    outside.answers(1, away("Shopify answered 500"));
    outside.stops(&nightly());
    outside.passes(minutes(2));
    assert!(outside.ticks(&nightly()).whole);
    assert_eq!(outside.window(), noon() - SignedDuration::from_hours(30 * 24) - set().overlap);
    assert_eq!(outside.rung(), [1, 2, 3, 4, 5]);
}

#[test]
fn what_the_night_did_not_end_goes_on_with_the_next_sweep_of_the_day() {
    let outside = Outside::with_pages_of(2);
    for order in 1..=5 {
        outside.changes(order, noon() - minutes(60));
    }
    let by_day = OrderFeed::SinceMark.settings(&set());
    outside.answers(1, away("Shopify answered 500"));
    outside.stops(&nightly());
    let in_time = |time| outside.sweeps(&by_day, &nightly(), time);
    let too_short = nightly().page_within;
    assert_eq!(in_time(too_short).iter().map(|(feed, _)| *feed).collect::<Vec<_>>(), ["orders"], "no time for a page");
    assert_eq!(in_time(minutes(15)), [("orders", true), ("orders-30d", true)]);
    assert_eq!(in_time(minutes(15)), [("orders", true)], "the night's run is whole");
}

#[test]
fn the_schedule_names_the_feed_and_a_word_that_is_none_is_refused() {
    let feed = |carried: &str| serde_json::from_str::<Tick>(carried).map(|tick| tick.feed);
    assert_eq!(feed(r#"{"feed":"orders"}"#).unwrap(), OrderFeed::SinceMark);
    assert_eq!(feed(r#"{"feed":"orders-30d"}"#).unwrap(), OrderFeed::ThirtyDays);
    assert!(feed(r#"{"feed":"all"}"#).is_err());
    for feed in [OrderFeed::SinceMark, OrderFeed::ThirtyDays] {
        let carried = format!(r#"{{"feed":"{}"}}"#, feed.settings(&set()).feed);
        assert_eq!(serde_json::from_str::<Tick>(&carried).unwrap().feed, feed, "it is called what it is kept as");
    }
}

#[test]
fn a_page_has_time_for_a_token_and_a_repetition_and_a_night_is_no_delay() {
    let (set, sweep, nightly) = (set(), OrderFeed::SinceMark.settings(&set()), nightly());
    assert!(Duration::try_from(sweep.page_within).unwrap() >= set.shopify.timeout * 3);
    assert_eq!(sweep.late, set.late);
    assert!(nightly.late > SignedDuration::from_hours(24));
}
