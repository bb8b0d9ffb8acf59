use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

use simulation::case::{Case, Span};
use simulation::customers::plan;
use simulation::fault::{FaultKind, Rates, Strike};
use simulation::play::samples;
use simulation::rates::Level;
use simulation::run::plan::Plan;
use simulation::shrink::{at_work, shrink};

use crate::synthetic::{at_post, play};

/// A day on which order 3 was killed after its post, and met a failing BlueCherry at it.
fn day() -> Case {
    let plan = Plan { seed: 7, orders: 200, level: Level::Heavy };
    let rates: Rates = FaultKind::ALL.into_iter().map(|kind| (kind, 200_000)).collect();
    (0..2_000)
        .map(|day| Case { rates: rates.clone(), ..plan.day(day) })
        .find(|case| needs_both(&at_work(case), &play(case, |_, _| false).strikes))
        .unwrap()
}

fn both() -> [Strike; 2] {
    [at_post(FaultKind::KilledAfter, 3), at_post(FaultKind::ErpFailsAfter, 3)]
}

fn needs_both(orders: &[u32], strikes: &[Strike]) -> bool {
    orders.contains(&3) && both().iter().all(|strike| strikes.contains(strike))
}

#[test]
fn to_the_one_order_and_the_two_strikes() {
    let shrunk = shrink(&day(), "I2", 1, &|case| play(case, needs_both), &|| false).unwrap();
    assert_eq!(shrunk.orders, 1);
    assert_eq!(at_work(&shrunk.case), [3]);
    assert_eq!(shrunk.case.scripted, BTreeSet::from(both()), "the case names the strikes");
    assert!(shrunk.case.rates.is_empty() && shrunk.case.without_strikes.is_empty(), "and draws none");
    assert_eq!(shrunk.strikes.len(), 2);
    assert!(shrunk.plays < 100, "{} plays", shrunk.plays);
}

#[test]
fn to_two_orders_and_no_strike_where_none_is_needed() {
    let two = |orders: &[u32], _: &[Strike]| orders.contains(&17) && orders.contains(&150);
    let shrunk = shrink(&day(), "I2", 1, &|case| play(case, two), &|| false).unwrap();
    assert_eq!(at_work(&shrunk.case), [17, 150]);
    assert_eq!(shrunk.strikes, []);
}

#[test]
fn a_month_becomes_a_day_where_a_day_is_enough() {
    let month = Case { span: Span::Month, ..day() };
    let shrunk = shrink(&month, "I2", 1, &|case| play(case, needs_both), &|| false).unwrap();
    assert_eq!(shrunk.case.span, Span::Days(1));
    let of_a_month =
        |case: &Case| play(case, |orders, strikes| case.span == Span::Month && needs_both(orders, strikes));
    let shrunk = shrink(&month, "I2", 1, &of_a_month, &|| false).unwrap();
    assert_eq!((shrunk.case.span, shrunk.orders), (Span::Month, 1));
}

#[test]
fn by_two_jobs_to_the_same() {
    let play = |case: &Case| play(case, needs_both);
    let [one, two] = [1, 2].map(|jobs| shrink(&day(), "I2", jobs, &play, &|| false).unwrap());
    assert_eq!(one.case, two.case);
    assert_eq!(one.case.ends_with.as_deref(), Some("I2"), "its world ends where it is violated");
}

#[test]
fn another_invariant_is_not_followed() {
    assert!(shrink(&day(), "I8", 1, &|case| play(case, needs_both), &|| false).is_none());
}

#[test]
fn out_of_time_what_was_reached_is_handed_over() {
    let plays = AtomicU32::new(0);
    let counting = |case: &Case| {
        plays.fetch_add(1, Ordering::Relaxed);
        play(case, needs_both)
    };
    let shrunk = shrink(&day(), "I2", 1, &counting, &|| plays.load(Ordering::Relaxed) >= 20).unwrap();
    assert_eq!(plays.load(Ordering::Relaxed), 20);
    let (left, all) = (shrunk.strikes.len(), play(&day(), needs_both).strikes.len());
    assert!(left > 2 && left < all, "{left} strikes of {all}");
    assert!(needs_both(&at_work(&shrunk.case), &shrunk.strikes));
}

#[test]
fn a_month_is_emptied_of_all_its_customers_but_the_one_of_the_thirtieth_day() {
    let numbered = 29 * 3 + 1;
    let month = Case { orders: 3, span: Span::Month, ..day() };
    let placed = |case: &Case| {
        let actions = plan(case, samples());
        actions.iter().filter(|action| action.order > 0).map(|action| action.order).collect::<BTreeSet<u64>>()
    };
    let alone = Case { without_orders: (0..3 * 35).filter(|number| *number != numbered).collect(), ..month.clone() };
    let wanted = placed(&alone);
    assert!(wanted.len() == 1 && placed(&month).len() > 100, "a customer is one order");
    let needs_it = |case: &Case| play(case, |_, _| wanted.is_subset(&placed(case)));
    let shrunk = shrink(&month, "I2", 1, &needs_it, &|| false).unwrap();
    assert_eq!((at_work(&shrunk.case), shrunk.orders), (vec![numbered], 1));
}
