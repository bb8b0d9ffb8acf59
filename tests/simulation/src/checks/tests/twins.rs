//! I7: a twin must come to the same.

use std::collections::BTreeMap;

use domain::exception::{Exception, Problem};
use domain::money::Money;

use super::scene::{Scene, dec, gbp};
use crate::checks::twin::{Net, compare};

#[test]
fn a_world_and_its_twin_come_to_the_same_units_and_money() {
    let one = Scene::exported().nets();
    assert_eq!(compare(&one, &Scene::exported().nets()), []);
    let mut lost = Scene::exported();
    lost.books.clear();
    assert_eq!(compare(&one, &lost.nets()).len(), 1);
}

/// An exported order that rests with an exception of this kind, of which so many units are booked.
fn with(problem: Problem, units: i64) -> BTreeMap<u64, Net> {
    let mut scene = Scene::exported();
    scene.rests(None, vec![Exception::new(problem, Money::new(dec("70.74"), gbp()))], 9);
    scene.books[0].control.units = units;
    scene.nets()
}

#[test]
fn the_same_exception_in_both_hides_nothing_that_is_booked() {
    let kept = || Problem::RoutingIncomplete;
    assert_eq!(compare(&with(kept(), 2), &with(kept(), 2)), []);
    assert_eq!(compare(&with(kept(), 2), &with(kept(), 1)).len(), 1);
    // Where different things are open, what the order comes to once somebody has acted is the same.
    assert_eq!(compare(&with(kept(), 2), &with(Problem::AddressMissing, 1)), []);
    // Before or after a change: that is a matter of doorbells.
    let changed = || Problem::ChangedAfterExport { differences: Vec::new() };
    assert_eq!(compare(&with(changed(), 2), &with(changed(), 1)), []);
}
