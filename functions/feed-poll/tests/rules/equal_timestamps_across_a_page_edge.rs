//! A cursor by id alone misses updates, one by time alone misses orders of the same second (peers' issue 8).

use feed_poll::Ran;

use crate::outside::{Outside, minutes, noon, orders, seconds};

#[test]
fn orders_of_one_second_that_stand_on_several_pages_are_all_rung() {
    for on_a_page in 1..=8 {
        let outside = Outside::with_pages_of(on_a_page);
        for order in 1..=7 {
            outside.changes(order, noon() - seconds(9));
        }
        let ran = outside.ticks(&orders());
        assert!(matches!(ran, Ran { orders: 7, whole: true, .. }), "{ran:?}");
        assert_eq!(outside.rung(), [1, 2, 3, 4, 5, 6, 7], "{on_a_page} on a page");
    }
}

#[test]
fn an_old_order_that_changes_is_rung_though_its_id_was_passed_long_ago() {
    let outside = Outside::with_pages_of(2);
    for order in 1..=6 {
        outside.changes(order, noon() - minutes(10));
    }
    outside.ticks(&orders());
    outside.rung();
    outside.passes(minutes(10));
    outside.changes(1, noon() + minutes(5));
    outside.ticks(&orders());
    assert_eq!(outside.rung(), [1]);
}

#[test]
fn an_order_that_changes_while_pages_are_read_is_rung_with_its_new_revision() {
    let outside = Outside::with_pages_of(2);
    for order in 1..=4 {
        outside.changes(order, noon() - minutes(10));
    }
    outside.dies_after(2);
    assert!(outside.ticks_or_dies(&orders()).is_none(), "killed behind the first page");
    outside.lives();
    outside.passes(minutes(10));
    outside.changes(1, noon() + minutes(1));
    outside.ticks(&orders());
    assert!(outside.bell.rung.borrow().contains(&(1, noon() + minutes(1))));
}
