use domain::image::Quantity;
use domain::sales_order::SalesOrder;

use crate::desk::Desk;
use crate::sample::{article, image, row, rows};

fn posted() -> SalesOrder {
    std::sync::Arc::unwrap_or_clone(Desk::with(image()).posting().intent.sales_order)
}

#[test]
fn a_plain_sales_order_looks_like_this() {
    insta::assert_json_snapshot!(posted());
}

#[test]
fn its_hash_changes_with_what_is_sent_and_with_nothing_else() {
    let hash = posted().hash();
    assert_eq!(posted().hash(), hash);
    assert_eq!(hash.len(), 64);
    let mut other = posted();
    other.lines[0].quantity = Quantity(3);
    assert_ne!(other.hash(), hash);
    let mut desk = Desk::with(image());
    desk.rules.codes = rows().into_iter().chain([row("TEE-M", article("010", "000999"))]).collect();
    assert_ne!(desk.posting().intent.hash, hash);
    let mut later = image();
    later.updated_at += jiff::SignedDuration::from_secs(5);
    later.read_at += jiff::SignedDuration::from_secs(5);
    assert_eq!(Desk::with(later).posting().intent.hash, hash, "a newer revision of the same order is the same payload");
}

#[test]
fn the_control_total_is_merchandise_less_allowances_with_freight_and_tax() {
    let control = posted().control;
    assert_eq!(control.total, control.merchandise - control.allowances + control.freight + control.tax);
    assert_eq!(control.total, image().total.amount);
}

#[test]
fn a_line_names_the_line_of_shopify_that_it_comes_of() {
    let mut line = posted().lines[0].clone();
    for (reference, id) in [("11", Some(11)), ("11.2", Some(11)), ("x", None)] {
        reference.clone_into(&mut line.reference);
        assert_eq!(line.shopify_line().map(|line| line.0), id);
    }
}

#[test]
fn nothing_personal_is_part_of_it() {
    let text = serde_json::to_string(&posted()).unwrap();
    for personal in ["Ada", "Street", "Sampleton", "SA1", "+44", "ada@"] {
        assert!(!text.contains(personal));
    }
}
