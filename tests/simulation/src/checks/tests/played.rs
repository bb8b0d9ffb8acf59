//! Real days: what the functions do is what the books call for.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Case, Nets, Span};
use crate::checks::twin::net;
use crate::play::play_then;
use crate::rates::{Level, rates};

fn case(seed: u64, day: u32) -> Case {
    Case {
        seed,
        day,
        orders: 200,
        span: Span::Day,
        rates: BTreeMap::new(),
        scripted: BTreeSet::new(),
        without_strikes: BTreeSet::new(),
        without_orders: BTreeSet::new(),
        nets: Nets::USUAL,
        bug: None,
        ends_with: None,
    }
}

/// How many orders of some days end so.
fn ends(days: std::ops::Range<u32>, level: Level) -> BTreeMap<&'static str, u32> {
    let mut ends = BTreeMap::new();
    for day in days {
        let case = Case { rates: rates(level), ..case(7, day) };
        let played = play_then(&case, None, |view| {
            for net in net(view).values() {
                let end = if net.units > 0 { "exported" } else { "nothing" };
                let kinds = net.exceptions.keys().copied().chain(net.exceptions.is_empty().then_some(end));
                kinds.for_each(|kind| *ends.entry(kind).or_default() += 1);
            }
        });
        assert_eq!(played.violations, [], "day {day}");
    }
    ends
}

#[test]
fn days_end_in_every_way_that_is_predicted() {
    let ends = ends(0..4, Level::Heavy);
    let kinds = [
        "changed_after_export",
        "circular_line",
        "erp_rejected",
        "exported",
        "found_twice",
        "line_not_supported",
        "missing_carrier",
        "missing_location",
        "missing_sku",
        "missing_tender",
        "nothing",
        "routing_incomplete",
        "sku_outside_location",
        "totals_do_not_tie",
    ];
    let absent: Vec<&&str> = kinds.iter().filter(|kind| !ends.contains_key(**kind)).collect();
    assert!(absent.is_empty(), "{absent:?} of {ends:?}");
}
