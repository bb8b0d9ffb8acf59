use feed_poll::{PageAnswer, PollError};

use crate::outside::{Outside, away, minutes, noon, orders};

fn six_orders_on_three_pages() -> Outside {
    let outside = Outside::with_pages_of(2);
    for order in 1..=6 {
        outside.changes(order, noon() - minutes(1));
    }
    outside
}

#[test]
fn a_cursor_that_shopify_forgot_costs_a_second_reading_of_the_window_and_no_order() {
    let outside = six_orders_on_three_pages();
    outside.answers(1, away("Shopify answered 500"));
    outside.stops(&orders());
    let begun = outside.window();
    outside.answers(2, PageAnswer::CursorRefused);
    outside.stops(&orders());
    outside.passes(minutes(30));
    outside.answers(3, PageAnswer::CursorRefused);
    assert!(outside.ticks(&orders()).whole);
    assert_eq!(outside.window(), begun, "the same window");
    assert_eq!(outside.rung(), [1, 1, 2, 2, 3, 4, 5, 6]);
    let feed = outside.feed(&orders());
    assert_eq!(feed.mark, Some(noon() + minutes(30)), "all of it was read from then on");
    assert_eq!(feed.last.map(|last| last.orders), Some(6), "what was read in vain is not counted");
}

#[test]
fn an_error_that_only_looks_like_a_refused_cursor_loses_no_place() {
    let outside = six_orders_on_three_pages();
    outside.answers(2, PageAnswer::CursorRefused);
    let stopped = outside.stops(&orders());
    assert!(matches!(stopped, PollError::NoPage { page: 3, refused: false, .. }), "{stopped}");
    assert!(outside.ticks(&orders()).whole, "the next tick goes on where it was");
    assert_eq!(outside.rung(), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_shop_that_refuses_its_own_cursors_is_not_asked_for_ever() {
    let outside = six_orders_on_three_pages();
    for call in [1, 2, 4] {
        outside.answers(call, PageAnswer::CursorRefused);
    }
    outside.stops(&orders());
    let stopped = outside.stops(&orders());
    assert!(matches!(stopped, PollError::NoPage { page: 2, refused: false, .. }), "{stopped}");
    assert_eq!(outside.calls(), 5, "each tick is refused once or twice");
    assert!(outside.ticks(&orders()).whole, "and goes on");
}
