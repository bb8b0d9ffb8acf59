//! A 5xx during a poll lost the whole window in `HotWax`' connector (peers' issue 6).

use feed_poll::PollError;

use crate::outside::{Outside, away, minutes, noon, orders, seconds};

fn nine_orders_on_three_pages() -> Outside {
    let outside = Outside::with_pages_of(3);
    for order in 1..=9 {
        outside.changes(order, noon() - seconds(100 - i64::try_from(order).unwrap()));
    }
    outside
}

#[test]
fn a_5xx_in_the_middle_of_a_run_is_told_and_the_next_run_goes_on_from_the_page_that_failed() {
    for failing in 0..3 {
        let outside = nine_orders_on_three_pages();
        outside.answers(failing, away("Shopify answered 502"));
        let stopped = outside.stops(&orders());
        let said = stopped.to_string();
        assert!(said.contains("Shopify answered 502") && said.contains("the next run goes on"), "{said}");
        assert!(
            matches!(stopped, PollError::NoPage { page, refused: false, .. } if page == failing as u64 + 1),
            "{said}"
        );
        assert_eq!(outside.rung().len(), failing * 3);
        assert_eq!(outside.feed(&orders()).mark, None, "the mark does not move");

        let ran = outside.ticks(&orders());
        assert!(ran.whole);
        assert_eq!(outside.rung().len(), 9 - failing * 3, "no page is read twice, and none is left out");
        assert_eq!(outside.calls(), 4);
    }
}

#[test]
fn a_run_that_stopped_keeps_nobody_from_the_feed() {
    let outside = nine_orders_on_three_pages();
    outside.answers(1, away("throttled"));
    outside.stops(&orders());
    assert_eq!(outside.feed(&orders()).leased_until, None);
}

#[test]
fn the_window_of_a_run_that_failed_for_an_hour_is_still_the_one_that_it_began_with() {
    let outside = nine_orders_on_three_pages();
    assert!(outside.ticks(&orders()).whole);
    let mark = outside.feed(&orders()).mark.unwrap();
    outside.changes(10, noon() + seconds(1));
    for call in 3..9 {
        outside.passes(minutes(10));
        outside.answers(call, away("Shopify answered 503"));
        outside.stops(&orders());
    }
    outside.rung();
    assert!(outside.ticks(&orders()).whole);
    assert_eq!(outside.window(), mark - orders().overlap);
    assert!(outside.rung().contains(&10));
}

#[test]
fn a_page_that_the_queue_did_not_take_is_read_again() {
    let outside = nine_orders_on_three_pages();
    outside.bell.refuses.set(true);
    assert!(matches!(outside.stops(&orders()), PollError::Queue(_)));
    outside.bell.refuses.set(false);
    assert!(outside.ticks(&orders()).whole);
    assert_eq!(outside.rung(), (1..=9).collect::<Vec<_>>());
}
