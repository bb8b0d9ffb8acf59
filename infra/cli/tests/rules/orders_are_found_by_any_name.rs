use cherrycycle::order_find::{Found, find};
use domain::id::OrderId;
use domain::order::Order;
use driver::memory::MemoryTables;

use crate::sample::{accepted, keep, order, part, pounds};

fn with_numbers(order: Order, numbers: &[&str]) -> Order {
    let parts = (1..).zip(numbers).map(|(ordinal, number)| part(ordinal, accepted(ordinal, number))).collect();
    Order { parts, ..order }
}

async fn shop() -> MemoryTables {
    let tables = MemoryTables::default();
    for (id, name, numbers) in [
        (820_982_911_946_154_508, "#1001", vec!["A1042", "A1043"]),
        (820_982_911_946_154_509, "#1002", vec!["0104233"]),
        (820_982_911_946_154_510, "#10021", vec!["1001"]),
        (820_982_911_946_154_511, "SPECIAL-7", vec![]),
    ] {
        keep(&tables, &with_numbers(order(id, name, pounds(59)), &numbers), None, &[]).await;
    }
    tables
}

/// The last two digits of the ids that are found.
async fn found(which: &str) -> Vec<u64> {
    match find(&shop().await, which).await.unwrap() {
        Found::One(OrderId(id)) => vec![id % 100],
        Found::Several(several) => several.candidates.iter().map(|one| one.order.0 % 100).collect(),
        Found::Nothing => Vec::new(),
    }
}

#[tokio::test]
async fn an_order_is_found_by_each_of_its_names() {
    for (which, expected) in [
        ("820982911946154508", 8),
        ("gid://shopify/Order/820982911946154508", 8),
        ("#1001", 8),
        (" #1001 ", 8),
        ("A1042", 8),
        ("a1043", 8),
        ("0104233", 9),
        ("SPECIAL-7", 11),
    ] {
        assert_eq!(found(which).await, [expected], "{which}");
    }
}

#[tokio::test]
async fn an_exact_name_comes_before_longer_ones() {
    assert_eq!(found("#1002").await, [9]);
    assert_eq!(found("1002").await, [9]);
    assert_eq!(found("10021").await, [10]);
}

#[tokio::test]
async fn the_beginning_of_a_name_is_enough_when_it_fits_one_order() {
    assert_eq!(found("SPEC").await, [11]);
    assert_eq!(found("A10").await, [8], "both numbers are of one order");
    assert_eq!(found("01").await, [9]);
}

#[tokio::test]
async fn several_orders_are_listed_to_choose_from() {
    assert_eq!(found("#100").await, [8, 9, 10]);
    // The name of one order is the number of another.
    assert_eq!(found("1001").await, [8, 10]);
    let Found::Several(several) = find(&shop().await, "1001").await.unwrap() else { panic!("not several") };
    assert_eq!(
        several.to_string(),
        "Several orders fit `1001`; choose one by its id:\n  820982911946154508   #1001\n  820982911946154510   1001\n"
    );
}

#[tokio::test]
async fn nothing_is_found_where_nothing_fits() {
    for which in ["#2000", "820982911946154599", "9", "nonsense"] {
        assert_eq!(found(which).await, Vec::<u64>::new(), "{which}");
    }
}
