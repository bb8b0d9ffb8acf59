use domain::exception::Owner;
use driver::ports::NotNow;
use feed_poll::{BEHIND, PageAnswer, PollError, REFUSED};

use crate::outside::{Outside, SHOP, away, minutes, noon, orders};

fn refused() -> PageAnswer {
    PageAnswer::NotNow(NotNow { until: None, why: "ACCESS_DENIED".to_owned(), refused: true })
}

#[test]
fn a_feed_without_a_whole_run_for_an_hour_is_an_exception_until_one_is_whole() {
    let outside = Outside::with_pages_of(3);
    outside.ticks(&orders());
    for call in 1..=7 {
        outside.passes(minutes(10));
        outside.answers(call, away("Shopify answered 502"));
        outside.stops(&orders());
        assert_eq!(outside.exceptions().len(), usize::from(call > 6), "after {call} failures");
    }
    let told = outside.exceptions().remove(0);
    assert_eq!((told.kind.as_str(), told.owner, told.since), (BEHIND, Owner::Engineering, noon() + minutes(70)));
    for part in ["`orders`", SHOP, "2026-11-24T12:00:00Z", "Shopify answered 502", "log"] {
        assert!(told.text.contains(part), "{part} in {}", told.text);
    }
    outside.passes(minutes(10));
    outside.ticks(&orders());
    assert!(outside.exceptions().is_empty());
}

#[test]
fn runs_that_are_killed_each_time_are_told_of_by_the_next() {
    for dies_after in 0..2 {
        let outside = Outside::with_pages_of(1);
        outside.changes(1, noon());
        for _ in 0..7 {
            outside.dies_after(dies_after);
            assert!(outside.ticks_or_dies(&orders()).is_none());
            assert!(outside.exceptions().is_empty());
            outside.passes(minutes(10));
        }
        outside.dies_after(dies_after);
        assert!(outside.ticks_or_dies(&orders()).is_none());
        assert_eq!(outside.exceptions()[0].kind, BEHIND);
        outside.lives();
        outside.passes(minutes(10));
        assert!(outside.ticks(&orders()).whole);
        assert!(outside.exceptions().is_empty());
    }
}

#[test]
fn a_feed_whose_schedule_stood_still_for_a_day_is_not_behind_once_it_is_read() {
    let outside = Outside::with_pages_of(3);
    outside.ticks(&orders());
    outside.passes(minutes(24 * 60));
    assert_eq!(outside.ticks(&orders()).lag, minutes(0));
    assert!(outside.exceptions().is_empty());
}

#[test]
fn one_feed_that_is_behind_says_nothing_of_another() {
    let outside = Outside::with_pages_of(3);
    let nightly = feed_poll::Settings { feed: "orders-30d", ..orders() };
    outside.ticks(&orders());
    outside.ticks(&nightly);
    outside.passes(minutes(61));
    outside.answers(2, away("Shopify answered 502"));
    outside.stops(&orders());
    outside.ticks(&nightly);
    assert_eq!(outside.exceptions().len(), 1, "the whole run of the other feed settled nothing");
}

#[test]
fn a_refusal_is_one_exception_of_engineering_until_a_call_is_not_refused() {
    let outside = Outside::with_pages_of(3);
    for call in 0..3 {
        outside.answers(call, refused());
        assert!(matches!(outside.stops(&orders()), PollError::NoPage { refused: true, .. }));
        outside.passes(minutes(10));
    }
    let told = outside.exceptions();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].kind.as_str(), told[0].owner, told[0].since), (REFUSED, Owner::Engineering, noon()));
    assert!(told[0].text.contains("ACCESS_DENIED") && told[0].text.contains("read_orders"), "{}", told[0].text);
    outside.ticks(&orders());
    assert!(outside.exceptions().is_empty());
}
