//! Orders that changed while a run read were lost where its end became the mark (peers' issue 7, singer-io/tap-shopify#197).

use crate::outside::{Outside, away, minutes, noon, orders, seconds};

#[test]
fn a_change_during_the_run_that_no_page_showed_is_found_by_the_next() {
    let outside = Outside::with_pages_of(1);
    for order in 1..=3 {
        outside.changes(order, noon() - minutes(1));
    }
    outside.shop.call_takes.set(minutes(4));
    // Its revision is of the run's time, but it became visible only when the run was over.
    assert!(outside.ticks(&orders()).whole);
    outside.changes(4, noon() + minutes(5));
    outside.rung();
    outside.ticks(&orders());
    assert!(outside.rung().contains(&4));
}

#[test]
fn the_mark_is_shopifys_time_at_the_first_page_and_the_next_window_begins_the_overlap_before_it() {
    let outside = Outside::with_pages_of(1);
    for order in 1..=3 {
        outside.changes(order, noon() - minutes(1));
    }
    outside.shop.call_takes.set(minutes(2));
    outside.ahead.set(minutes(7));
    outside.ticks(&orders());
    assert_eq!(outside.feed(&orders()).mark, Some(noon() + minutes(2)));
    outside.ticks(&orders());
    assert_eq!(outside.window(), noon() + minutes(2) - orders().overlap);
}

#[test]
fn a_run_that_several_ticks_read_has_the_start_of_the_first() {
    let outside = Outside::with_pages_of(1);
    for order in 1..=3 {
        outside.changes(order, noon() - minutes(1));
    }
    outside.answers(1, away("Shopify answered 500"));
    outside.stops(&orders());
    assert_eq!(outside.feed(&orders()).mark, None, "an unfinished run moves no mark");
    outside.passes(minutes(10));
    assert!(outside.ticks(&orders()).whole);
    assert_eq!(outside.feed(&orders()).mark, Some(noon()));
}

#[test]
fn a_run_that_finds_nothing_moves_the_mark_too() {
    let outside = Outside::with_pages_of(1);
    let ran = outside.ticks(&orders());
    assert_eq!((ran.pages, ran.orders, ran.whole, ran.lag), (1, 0, true, seconds(0)));
    outside.passes(minutes(10));
    outside.ticks(&orders());
    assert_eq!(outside.window(), noon() - orders().overlap);
    assert_eq!(outside.feed(&orders()).mark, Some(noon() + minutes(10)));
}
