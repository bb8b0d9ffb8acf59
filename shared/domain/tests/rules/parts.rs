use domain::exception::Problem;
use domain::mapping::{Codes, MappingKind, MappingRow};
use domain::order::Standing;
use domain::step::{Outcome, PostAnswer};
use rust_decimal::Decimal;

use crate::desk::{Desk, Posting};
use crate::sample::{
    LONDON, OUTLET, article, booked, four_parts, image, key, line, location, order_of, routed, row, rows, three_parts,
};

fn with(changed: MappingRow) -> Codes {
    let mut rows = rows();
    rows.push(changed);
    rows.into_iter().collect()
}

#[test]
fn two_divisions_in_two_warehouses_are_four_sales_orders() {
    let mut desk = Desk::with(four_parts());
    let posted = desk.export();
    let parts: Vec<(String, String, String, u32)> = posted
        .iter()
        .map(|order| {
            (order.reference.to_string(), order.division.to_string(), order.warehouse.to_string(), order.control.units)
        })
        .collect();
    let expected = [("1", "010", "W1", 1), ("2", "010", "W2", 1), ("3", "020", "W1", 1), ("4", "020", "W2", 2)].map(
        |(part, division, warehouse, units)| {
            (format!("SO-2GOSA7PA2GZ-{part}"), division.to_owned(), warehouse.to_owned(), units)
        },
    );
    assert_eq!(parts, expected);
    let whole: Decimal = posted.iter().map(|order| order.control.total).sum();
    assert_eq!(whole, four_parts().total.amount, "control totals tie over the set of parts");
    let paid: Decimal = posted.iter().flat_map(|order| &order.payments).map(|payment| payment.amount).sum();
    assert_eq!(paid, four_parts().total.amount);
    assert_eq!(desk.order.standing(), Standing::Exported);
}

#[test]
fn two_locations_of_one_warehouse_are_one_sales_order() {
    let mut desk = Desk::with(four_parts());
    desk.rules.codes = with(row("72", location("W1", &["010", "020"])));
    let posted = desk.export();
    assert_eq!(posted.len(), 2);
    let references: Vec<&str> = posted[0].lines.iter().map(|line| line.reference.as_str()).collect();
    assert_eq!(references, ["11", "11.2"], "each row of a line has a reference of its own");
}

#[test]
fn an_ordinal_is_frozen_even_if_a_later_part_goes_first() {
    let mut desk = Desk::with(three_parts());
    let refuse = PostAnswer::NotDone {
        until: Some(
            desk.now + domain::policy::later(desk.now, jiff::SignedDuration::from_hours(1)).duration_since(desk.now),
        ),
        why: "busy".to_owned(),
    };
    let Posting { part, key, .. } = desk.open();
    desk.answer(part, refuse);
    assert_eq!(part, 1);
    let later: Vec<u16> = desk
        .export()
        .iter()
        .map(|order| order.reference.as_str().rsplit('-').next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(later, [2, 3]);
    desk.wait(jiff::SignedDuration::from_hours(1));
    let again = desk.posting();
    assert_eq!((again.part, again.key), (1, key));
}

#[test]
fn a_part_that_never_left_keeps_its_ordinal_while_others_go() {
    let mut desk = Desk::with(three_parts());
    desk.rules.codes = crate::sample::codes_without(&[key(MappingKind::Allowance, "WELCOME10")]);
    desk.export();
    assert_eq!(desk.order.parts.iter().map(|part| part.ordinal).collect::<Vec<_>>(), [2, 3]);
    desk.rules.codes = crate::sample::codes();
    assert_eq!(desk.posting().part, 1);
}

#[test]
fn an_article_outside_its_location_is_an_exception_before_the_call() {
    let mut desk = Desk::with(order_of(
        vec![line(11, "TEE-M", 1, "40.00", "8.00"), line(12, "CAP", 1, "15.00", "3.00")],
        vec![routed(11, OUTLET, 1), routed(12, OUTLET, 1)],
    ));
    let rest = desk.rest();
    let problems: Vec<Problem> = rest.exceptions.into_iter().map(|exception| exception.problem).collect();
    let expected = Problem::SkuOutsideLocation {
        sku: "TEE-M".to_owned(),
        division: "010".to_owned(),
        location: OUTLET.to_string(),
    };
    assert_eq!(problems, [expected]);
}

#[test]
fn a_line_that_does_not_ship_goes_with_the_first_location() {
    let mut voucher = line(12, "CAP", 1, "15.00", "3.00");
    voucher.ships = false;
    let mut desk =
        Desk::with(order_of(vec![line(11, "TEE-M", 1, "40.00", "8.00"), voucher], vec![routed(11, LONDON, 1)]));
    assert_eq!(desk.export().iter().map(|order| order.warehouse.to_string()).collect::<Vec<_>>(), ["W1", "W1"]);
}

/// The mapping changes of which each would make the units that are already booked another part's.
fn remappings() -> Vec<MappingRow> {
    vec![
        row("TEE-M", article("020", "000123")),
        row("71", location("W9", &["010", "020"])),
        row("71", location("W1", &["020"])),
        row("CAP", article("010", "000456")),
    ]
}

#[test]
fn units_that_are_booked_are_never_booked_again_whatever_becomes_of_their_mapping() {
    for changed in remappings() {
        let mut desk = Desk::exported(three_parts());
        desk.rules.codes = with(changed.clone());
        desk.change(|_| ());
        let rest = desk.rest();
        assert!(rest.exceptions.is_empty(), "{changed:?}: {:?}", rest.exceptions);
        assert_eq!(desk.order.standing(), Standing::Exported, "{changed:?}");
    }
}

#[test]
fn units_whose_post_is_unknown_are_never_posted_under_another_part() {
    for changed in remappings() {
        let mut desk = Desk::with(image());
        let probe_at = desk.open().intent.probe_at;
        desk.answer(1, PostAnswer::Unknown { why: "timeout".to_owned() });
        desk.rules.codes = with(changed.clone());
        assert_eq!(desk.rest().until, Some(probe_at), "{changed:?}");
    }
}

#[test]
fn the_parts_still_to_go_take_what_is_left_and_the_sums_still_tie() {
    for changed in remappings() {
        let mut desk = Desk::with(three_parts());
        let mut posted = vec![desk.book("7001")];
        desk.rules.codes = with(changed.clone());
        posted.extend(desk.export());
        for (id, units) in [(11, 2), (12, 2)] {
            let booked: u32 = posted
                .iter()
                .flat_map(|order| &order.lines)
                .filter(|line| line.shopify_line().unwrap().0 == id)
                .map(|line| line.quantity.0)
                .sum();
            let is_somebodys = !desk.order.rest.exceptions.is_empty();
            assert!(booked == units || is_somebodys, "{changed:?}: line {id} has {booked} of {units} units booked");
            assert!(booked <= units, "{changed:?}: line {id} is booked twice");
        }
        if desk.order.standing() == Standing::Exported {
            let whole: Decimal = posted.iter().map(|order| order.control.total).sum();
            assert_eq!(whole, three_parts().total.amount, "{changed:?}");
        }
    }
}

#[test]
fn an_exported_order_asks_nothing_of_its_codes_or_routing_any_more() {
    let mut desk = Desk::exported(three_parts());
    desk.rules.codes = Codes::default();
    desk.change(|image| image.routing.clear());
    assert_eq!(desk.rest(), domain::step::Rest::default());
    assert_eq!(desk.order.standing(), Standing::Exported);
}

#[test]
fn units_that_stand_on_two_parts_are_never_taken_for_exported() {
    let mut desk = Desk::with(image());
    let first = desk.open();
    desk.answer(1, PostAnswer::NotDone { until: None, why: "429".to_owned() });
    desk.rules.codes = with(row("71", location("W9", &["010", "020"])));
    desk.wait(desk.rules.policy.busy_retry);
    desk.export();
    assert_eq!(desk.order.standing(), Standing::Exported, "the units have moved to a part of their own");
    let late = PostAnswer::Booked(Box::new(booked(&first.intent.sales_order, "7777")));
    desk.apply(Outcome::Posted { part: 1, attempt: 1, answer: late });
    desk.apply(Outcome::NumbersWritten { numbers: desk.order.numbers() });
    assert_eq!(desk.exceptions(), ["totals_do_not_tie"], "the late answer of the part that they left");
}
