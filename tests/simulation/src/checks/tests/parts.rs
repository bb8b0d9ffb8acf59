//! I3 where one part is booked and another waits.

use rust_decimal::Decimal;
use sandbox::bluecherry::BookedOrder;
use sandbox::shopify::{Allocation, DiscountApplication, DiscountKind, Line, Order, Shop};
use sandbox::world::samples::Samples;

use super::scene::{ID, LINE, at, booked, dec, order, posted};
use crate::checks::components::{Compared, compare};
use crate::oracle::Oracle;

/// A second line goes from another warehouse, and has what `trouble` gives it.
fn two_parts(trouble: fn(&mut Order)) -> Order {
    let mut order = order();
    order.transactions.clear();
    let mut line = Line::plain(LINE + 1, "W-001204-BLK-S", LINE + 501, 1, dec("20"));
    line.locations = vec![(76_210_043_002, 1)];
    order.lines.push(line);
    trouble(&mut order);
    let location = |id, name: &str| sandbox::shopify::Location { id, name: name.to_owned() };
    let mut shop = Shop::new(location(76_210_043_001, "NJ"), vec![location(76_210_043_002, "LA")]);
    shop.place(order.paid_by(ID + 900, "shopify_payments"), at(0));
    shop.route(ID).unwrap();
    shop.order(ID).unwrap().clone()
}

fn unmapped_discount(order: &mut Order) {
    order.discounts.push(DiscountApplication { kind: DiscountKind::Code, name: "LOST".to_owned() });
    order.lines[1].allocations.push(Allocation { amount: dec("2"), application: 1 });
}

/// The article is the samples' last, which BlueCherry does not know; it is of the other division.
fn unknown_article(order: &mut Order) {
    order.lines[1].sku = Some("M-009001-BLK-OS".to_owned());
    order.lines[1].locations = vec![(76_210_043_003, 1)];
}

/// The first part is booked, with its freight or without.
fn first_part(with_freight: bool) -> BookedOrder {
    let mut order = posted();
    if !with_freight {
        order.charges.clear();
        order.payments[0].amt -= dec("5.94");
    }
    booked(&order)
}

fn compared(revision: &Order, booked: &BookedOrder, otherwise: bool) -> Compared {
    let samples = Samples::read().unwrap();
    compare(&Oracle::new(&samples, &[]), revision, &[booked], otherwise)
}

#[test]
fn freight_does_not_wait_with_a_part_that_lacks_a_code() {
    let revision = two_parts(unmapped_discount);
    let right = compared(&revision, &first_part(true), false);
    assert!(right.differences.is_empty() && right.has_freight, "{right:?}");
    assert_eq!(right.unbooked.len(), 1);
    assert_eq!(compared(&revision, &first_part(false), false).differences.len(), 1);
}

#[test]
fn freight_may_wait_with_a_part_that_bluecherry_refused() {
    let revision = two_parts(unknown_article);
    for with_freight in [true, false] {
        let compared = compared(&revision, &first_part(with_freight), false);
        assert!(compared.differences.is_empty(), "{compared:?}");
        assert_eq!(compared.has_freight, with_freight);
    }
}

#[test]
fn freight_that_bluecherry_left_out_was_paid_for() {
    let revision = two_parts(unmapped_discount);
    let mut order = posted();
    order.charges.clear();
    let stripped = compared(&revision, &booked(&order), true);
    assert!(stripped.differences.is_empty(), "{stripped:?}");
    assert_eq!(stripped.stripped, [dec("70.74")]);
    // One that came without freight was not stripped of it.
    let none: Vec<Decimal> = Vec::new();
    assert_eq!(compared(&revision, &first_part(false), true).stripped, none);
}
