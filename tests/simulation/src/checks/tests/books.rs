//! I1, I2 and I3: wrong books.

use sandbox::bluecherry::{Charge, SalesOrder};

use super::scene::{Scene, booked, dec, posted};
use crate::checks::view::Traffic;

/// Spoils what is booked, and gives the invariants that break.
fn spoilt(spoil: impl FnOnce(&mut SalesOrder)) -> Vec<(&'static str, String)> {
    let mut scene = Scene::exported();
    let mut order = posted();
    spoil(&mut order);
    scene.books = vec![booked(&order)];
    scene.at_rest().into_iter().map(|violation| (violation.invariant, violation.says)).collect()
}

#[test]
fn right_books_break_nothing_and_every_invariant_is_looked_at() {
    let mut scene = Scene::exported();
    assert_eq!(scene.at_rest(), []);
    assert!(["I1", "I2", "I3", "I7", "I8", "I10"].iter().all(|id| scene.checker.facts()[id] > 0));
}

#[test]
fn each_wrong_field_of_a_sales_order_breaks_i3() {
    type Spoil = fn(&mut SalesOrder);
    let cases: [(&str, Spoil); 24] = [
        ("customer", |order| order.customer = "SHOPM".to_owned()),
        ("store", |order| order.store = "0002".to_owned()),
        ("terms", |order| order.terms = "NET".to_owned()),
        ("order type", |order| order.ord_type = "WH".to_owned()),
        ("ship-via", |order| order.ship_via = "UPS2".to_owned()),
        ("currency", |order| order.currency_code = "USD".to_owned()),
        ("date", |order| order.ord_date = "2027-05-02".to_owned()),
        ("warehouse", |order| order.location = "LA".to_owned()),
        ("name", |order| order.ship_to.name = "Neighbour".to_owned()),
        ("street", |order| order.ship_to.addr1 = "2 Lane".to_owned()),
        ("postcode", |order| order.ship_to.zip = "LS2 1AA".to_owned()),
        ("mail", |order| order.ship_to.email = "neighbour@example.test".to_owned()),
        ("units", |order| order.lines[0].qty = 1),
        ("style", |order| order.lines[0].sku.style = "1204".to_owned()),
        ("label", |order| order.lines[0].sku.lbl_code = "SAMPLE".to_owned()),
        ("size", |order| order.lines[0].sku.size_bk = 3),
        ("line", |order| order.lines[0].ext_line_ref = "7".to_owned()),
        ("price before discount", |order| {
            order.lines[0].unit_price = dec("27");
            order.lines[0].allowances.clear();
        }),
        ("allowance code", |order| order.lines[0].allowances[0].code = "STAFF".to_owned()),
        ("tax of the line", |order| order.lines[0].tax_amt = dec("10.81")),
        ("tax as freight", |order| {
            order.charges[0] = Charge { code: "FRT".to_owned(), amt: dec("5.94"), tax_amt: dec("0") };
        }),
        ("charge code", |order| order.charges[0].code = "DTY".to_owned()),
        ("tender", |order| order.payments[0].method = "PAYPL".to_owned()),
        ("payment", |order| order.payments[0].amt = dec("70")),
    ];
    for (what, spoil) in cases {
        let broken = spoilt(spoil);
        assert!(matches!(broken.as_slice(), [("I3", _)]), "{what}: {broken:?}");
    }
}

#[test]
fn a_charge_that_stands_on_two_parts_breaks_i3() {
    let broken = spoilt(|order| order.charges.push(order.charges[0].clone()));
    assert_eq!(broken[0].0, "I3");
}

#[test]
fn an_order_of_which_nothing_is_booked_and_that_nothing_holds_breaks_i1() {
    let mut scene = Scene::exported();
    scene.books.clear();
    scene.shows(&[], 5);
    scene.traffic = Traffic { posts: 0, ..scene.traffic };
    scene.reads(9);
    let broken = scene.at_rest();
    assert_eq!(broken.iter().map(|violation| violation.invariant).collect::<Vec<_>>(), ["I1"]);
}

#[test]
fn a_second_sales_order_breaks_i2_unless_its_post_was_doubled() {
    let mut scene = Scene::exported();
    let mut second = booked(&posted());
    second.ord_num = "00041002".to_owned();
    scene.books.push(second);
    assert_eq!(scene.touched()[0].invariant, "I2");
}

#[test]
fn two_that_stand_because_the_wire_doubled_a_post_must_be_alarmed() {
    let mut scene = twice();
    assert_eq!(scene.touched(), []);
    let broken = scene.at_rest();
    assert_eq!(broken[0].invariant, "exceptions");
    assert!(broken[0].says.contains("found_twice"), "{broken:?}");
}

#[test]
fn what_the_wire_doubled_stands_twice_and_no_more_often() {
    let mut scene = twice();
    let mut third = booked(&posted());
    third.ord_num = "00041003".to_owned();
    scene.books.push(third);
    assert_eq!(scene.touched()[0].invariant, "I2");
}

#[test]
fn a_doubled_post_excuses_no_other_reference() {
    let mut scene = twice();
    scene.doubled = std::iter::once(format!("{}.2", scene.books[0].ext_ref)).collect();
    assert_eq!(scene.touched()[0].invariant, "I2");
}

/// A sales order that stands twice, because the wire doubled its post.
fn twice() -> Scene {
    let mut scene = Scene::exported();
    let mut second = booked(&posted());
    second.ord_num = "00041002".to_owned();
    scene.doubled.insert(second.ext_ref.clone());
    scene.books.push(second);
    scene
}

#[test]
fn a_sales_order_without_an_eligible_revision_that_was_read_breaks_i2() {
    let mut order = super::scene::order();
    order.test = true;
    let mut scene = Scene::placed(order);
    scene.shop.route(super::scene::ID).unwrap();
    scene.reads(1);
    scene.intends(2, Some(super::scene::at(100)));
    scene.books.push(booked(&posted()));
    assert_eq!(scene.touched()[0].invariant, "I2");
}

#[test]
fn a_reference_that_is_none_of_ours_breaks_i2() {
    let mut scene = Scene::exported();
    let mut stranger = booked(&posted());
    stranger.ext_ref = "PO-77".to_owned();
    scene.books.push(stranger);
    assert_eq!(scene.touched()[0].invariant, "I2");
}
