use jiff::{SignedDuration, Timestamp};
use sandbox::shopify::{Changed, Shop};

use crate::{noon, order, shop};

fn at(seconds: i64) -> Timestamp {
    "2026-11-24T12:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

/// Orders 1 to 6, placed in the seconds 0, 0, 1, 1, 1 and 2.
fn six() -> Shop {
    let mut shop = shop();
    for (id, second) in [(1, 0), (2, 0), (3, 1), (4, 1), (5, 1), (6, 2)] {
        shop.place(order(id, 1), at(second));
    }
    shop
}

/// Every page of so many orders.
fn pages(shop: &Shop, since: Timestamp, first: usize) -> Vec<Vec<u64>> {
    let mut pages = Vec::new();
    let mut after = None;
    loop {
        let Changed { orders, next } = shop.changed_since(since, after.as_deref(), first);
        pages.push(orders.into_iter().map(|(id, _)| id).collect());
        match next {
            Some(next) => after = Some(next),
            None => return pages,
        }
    }
}

#[test]
fn orders_come_by_time_and_id_and_equal_times_may_stand_across_a_page_edge() {
    let shop = six();
    assert_eq!(pages(&shop, at(0), 2), [vec![1, 2], vec![3, 4], vec![5, 6]]);
    assert_eq!(pages(&shop, at(0), 4), [vec![1, 2, 3, 4], vec![5, 6]]);
    assert_eq!(pages(&shop, at(0), 6), [vec![1, 2, 3, 4, 5, 6]]);
    assert_eq!(shop.changed_since(at(2), None, 9).orders, [(6, at(2))]);
}

#[test]
fn a_change_of_the_very_second_counts_and_one_before_does_not() {
    let shop = six();
    assert_eq!(pages(&shop, at(1), 9), [vec![3, 4, 5, 6]]);
    assert_eq!(pages(&shop, at(1) + SignedDuration::from_millis(1), 9), [vec![6]]);
    assert_eq!(pages(&shop, at(3), 9), [Vec::<u64>::new()]);
}

#[test]
fn an_order_that_changes_moves_to_the_end_and_stands_there_once() {
    let mut shop = six();
    shop.cancel(1, at(9)).unwrap();
    shop.touch(3, at(9)).unwrap();
    assert_eq!(pages(&shop, at(0), 9), [vec![2, 4, 5, 6, 1, 3]], "a cancelled order is listed too");
    shop.place(order(2, 1), at(10));
    assert_eq!(pages(&shop, at(0), 9), [vec![4, 5, 6, 1, 3, 2]], "an order that is replaced is one order");
}

#[test]
fn an_order_that_changes_between_two_pages_is_not_missed_though_it_may_come_twice() {
    let mut shop = six();
    let first = shop.changed_since(at(0), None, 3);
    shop.touch(2, at(9)).unwrap();
    shop.touch(5, at(9)).unwrap();
    let second = shop.changed_since(at(0), first.next.as_deref(), 9);
    assert_eq!(second.orders.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [4, 6, 2, 5]);
}

#[test]
fn a_cursor_never_leads_back_before_the_time_asked_for() {
    let shop = six();
    let early = shop.changed_since(at(0), None, 1).next;
    assert_eq!(shop.changed_since(at(1), early.as_deref(), 1).orders, [(3, at(1))]);
    assert_eq!(shop.changed_since(at(0), Some("nonsense"), 9), Changed::default());
}

#[test]
fn drafts_are_never_listed() {
    let mut shop = six();
    shop.draft(order(8, 1));
    assert_eq!(shop.changed_since(at(0), None, 9).orders.len(), 6);
}

#[test]
fn a_read_of_an_order_goes_into_the_books_once_for_each_revision() {
    let mut shop = six();
    assert!(shop.serve(404).is_none());
    assert_eq!(shop.serve(1).map(|order| order.id), Some(1));
    shop.serve(1);
    shop.touch(1, noon() + SignedDuration::from_secs(9)).unwrap();
    shop.serve(1);
    let shown: Vec<Timestamp> = shop.served(1).iter().map(|order| order.updated_at).collect();
    assert_eq!(shown, [at(0), at(9)]);
}
