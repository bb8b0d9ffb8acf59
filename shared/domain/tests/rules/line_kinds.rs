use domain::exception::{Owner, Problem};
use domain::image::{Extra, ExtraKind, LineKind, Quantity};

use crate::desk::Desk;
use crate::sample::{LONDON, gbp, image, line, order_of, routed};

#[test]
fn a_line_that_is_no_retail_sale_is_never_taken_for_one() {
    for (kind, problem) in [
        (LineKind::Circular, Problem::CircularLine),
        (LineKind::GiftCard, Problem::LineNotSupported { line: LineKind::GiftCard }),
    ] {
        let mut image = order_of(
            vec![line(11, "TEE-M", 1, "40.00", "8.00"), line(12, "CAP", 1, "15.00", "3.00")],
            vec![routed(11, LONDON, 1), routed(12, LONDON, 1)],
        );
        image.lines[1].kind = kind;
        let mut desk = Desk::with(image);
        let rest = desk.rest();
        assert_eq!(rest.exceptions.iter().map(|open| &open.problem).collect::<Vec<_>>(), [&problem]);
        assert_eq!(problem.owner(), Owner::Engineering);
    }
}

#[test]
fn a_removed_line_of_another_kind_holds_nothing() {
    let mut order = image();
    let mut removed = line(12, "CAP", 1, "15.00", "3.00");
    removed.kind = LineKind::Circular;
    removed.current = Quantity(0);
    order.lines.push(removed);
    let mut desk = Desk::with(order);
    assert_eq!(desk.export().len(), 1);
}

#[test]
fn an_order_without_an_address_goes_to_the_house_or_to_a_person() {
    for (has_house_address, kinds) in [(false, vec!["address_missing"]), (true, Vec::new())] {
        let mut order = image();
        order.has_address = false;
        let mut desk = Desk::with(order);
        desk.rules.policy.has_house_address = has_house_address;
        desk.export();
        assert_eq!(desk.exceptions(), kinds, "house address: {has_house_address}");
    }
}

#[test]
fn everything_that_no_mapping_mends_is_told_at_once() {
    let mut order = image();
    order.has_address = false;
    order.lines[0].kind = LineKind::Circular;
    order.extras.push(Extra { kind: ExtraKind::Tip, amount: gbp("1.00") });
    assert_eq!(Desk::with(order).exceptions(), ["circular_line", "address_missing", "totals_do_not_tie"]);
}
