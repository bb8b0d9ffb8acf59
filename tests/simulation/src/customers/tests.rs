//! The customers are the same for the same case, and nobody shifts another.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sandbox::bluecherry::{Company, CompanySettings};
use sandbox::shopify::{Location, Shop};
use sandbox::world::samples::{Samples, value};

use super::*;
use crate::case::{Nets, Span};

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

fn samples() -> Samples {
    Samples::read().unwrap()
}

fn told(actions: &[Action]) -> Vec<String> {
    actions.iter().map(|action| format!("{action:?}")).collect()
}

#[test]
fn the_same_case_has_the_same_customers_and_another_day_has_others() {
    let samples = samples();
    assert_eq!(told(&plan(&case(7, 3), &samples)), told(&plan(&case(7, 3), &samples)));
    assert_ne!(told(&plan(&case(7, 3), &samples)), told(&plan(&case(7, 4), &samples)));
}

#[test]
fn leaving_out_a_customer_leaves_all_others_as_they_were() {
    let samples = samples();
    let all = plan(&case(7, 3), &samples);
    let ids: BTreeSet<u64> = all.iter().map(|action| action.order).filter(|id| *id != 0).collect();
    assert_eq!(ids.len(), 200);
    let fewer = Case { without_orders: BTreeSet::from([5, 77]), ..case(7, 3) };
    let left = plan(&fewer, &samples);
    let gone: Vec<u64> = {
        let left: BTreeSet<u64> = left.iter().map(|action| action.order).collect();
        ids.into_iter().filter(|id| !left.contains(id)).collect()
    };
    assert_eq!(gone.len(), 2);
    let others = |actions: &[Action]| {
        told(&actions.iter().filter(|one| one.order != 0 && !gone.contains(&one.order)).cloned().collect::<Vec<_>>())
    };
    assert_eq!(others(&all), others(&left));
}

#[test]
fn more_orders_a_day_leave_the_first_as_they_were() {
    let samples = samples();
    let few = plan(&Case { orders: 50, ..case(1, 0) }, &samples);
    let ids: BTreeSet<u64> = few.iter().map(|action| action.order).collect();
    let many = plan(&case(1, 0), &samples);
    let of_them = |actions: &[Action]| {
        told(&actions.iter().filter(|one| one.order != 0 && ids.contains(&one.order)).cloned().collect::<Vec<_>>())
    };
    assert_eq!(of_them(&few), of_them(&many));
}

#[test]
fn a_day_has_a_night_and_some_days_a_flash_sale_and_some_a_change_of_clocks() {
    let samples = samples();
    let (mut sales, mut changes, mut nightly, mut all) = (0, 0, 0, 0);
    for day in 0..60 {
        let case = case(2, day);
        let placed: Vec<SignedDuration> = plan(&case, &samples)
            .iter()
            .filter(|action| matches!(action.what, What::Place(_)))
            .map(|action| action.at)
            .collect();
        let busiest = placed.iter().map(|first| {
            placed.iter().filter(|at| **at >= *first && **at - *first < SignedDuration::from_mins(10)).count()
        });
        sales += usize::from(busiest.max().unwrap() * 5 > placed.len());
        if calendar::clocks_change(&case) {
            changes += 1;
        } else {
            nightly += placed.iter().filter(|at| at.as_hours() < 5).count();
            all += placed.len();
        }
    }
    assert!((4..=25).contains(&sales), "{sales} flash sales");
    assert!((2..=15).contains(&changes), "{changes} changes of clocks");
    assert!(nightly * 20 < all, "{nightly} of {all} come at night");
}

#[test]
fn everything_that_may_happen_happens_and_the_shop_takes_nearly_all_of_it() {
    let samples = samples();
    let location =
        |row| Location { id: value(row, "source").parse().unwrap(), name: value(row, "warehouse").to_owned() };
    let (mut refused, mut done) = (0, BTreeMap::<String, u32>::new());
    let (mut presented, mut placed) = (0, 0);
    for day in 0..10 {
        let case = case(3, day);
        let mut warehouses: Vec<Location> = samples.locations.iter().map(location).collect();
        let mut shop = Shop::new(warehouses.remove(0), warehouses);
        let mut company = Company::new(CompanySettings::default(), samples.master_data(&["GBP"], &[]));
        let begins = begins(&case);
        for action in plan(&case, &samples) {
            let name = format!("{:?}", action.what);
            let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
            match happen(&action, &mut shop, &mut company, begins, begins + action.at) {
                Ok(()) => *done.entry(name).or_default() += 1,
                Err(_) => refused += 1,
            }
        }
        placed += shop.orders().count();
        presented += shop.orders().filter(|order| order.presentment.is_some()).count();
    }
    let names: Vec<&str> = done.keys().map(String::as_str).collect();
    let all = [
        "Address",
        "Cancel",
        "CloseWindow",
        "Draft",
        "Edit",
        "Know",
        "Pay",
        "Place",
        "PutMapping",
        "Refund",
        "Route",
        "Touch",
    ];
    assert_eq!(names, all);
    assert!(refused * 20 < placed, "{refused} refused of {placed}: {done:?}");
    assert!((placed / 7..placed / 4).contains(&presented), "{presented} of {placed}");
}

#[test]
fn what_is_paid_back_with_its_lines_leaves_payments_that_tie() {
    let samples = samples();
    let mut looked = 0;
    for day in 0..20 {
        let case = case(4, day);
        let plan = plan(&case, &samples);
        let mut shop = Shop::new(Location { id: 1, name: "NJ".to_owned() }, Vec::new());
        let mut company = Company::new(CompanySettings::default(), samples.master_data(&["GBP"], &[]));
        for action in &plan {
            let _ = happen(action, &mut shop, &mut company, begins(&case), begins(&case) + action.at);
        }
        for action in &plan {
            let What::Refund(refund) = &action.what else { continue };
            let order = shop.order(action.order).unwrap();
            if !refund.lines.is_empty() && crate::oracle::eligible(order) {
                let paid: Decimal = crate::oracle::paid(order).values().sum();
                assert_eq!(paid, order.sums.current_total_price, "{}", order.name);
                looked += 1;
            }
        }
    }
    assert!(looked > 50, "{looked}");
}

/// The orders of these days as they are placed.
fn placed(seed: u64, days: u32) -> Vec<Order> {
    let samples = samples();
    let plans = (0..days).flat_map(|day| plan(&case(seed, day), &samples));
    let orders = plans.filter_map(|action| match action.what {
        What::Place(order) => Some(*order),
        _ => None,
    });
    orders.collect()
}

#[test]
fn one_order_in_forty_has_a_part_that_goes_beside_one_that_waits_for_a_code() {
    let (orders, samples) = (placed(6, 20), samples());
    let oracle = crate::oracle::Oracle::new(&samples, &[]);
    let (mut discounts, mut articles) = (0, 0);
    for order in &orders {
        let mut shop = Shop::new(Location { id: 76_210_043_001, name: "NJ".to_owned() }, Vec::new());
        shop.place(order.clone(), order.created_at);
        shop.route(order.id).unwrap();
        let order = shop.order(order.id).unwrap();
        if !crate::oracle::eligible(order) || !oracle.holds(order).is_empty() {
            continue;
        }
        let kinds: Vec<_> = oracle.parts(order).values().map(|lines| oracle.lacks(order, lines)).collect();
        let is_beside = |kind| kinds.iter().any(|one| one.contains(&kind)) && kinds.iter().any(Vec::is_empty);
        discounts += usize::from(is_beside("missing_allowance"));
        articles += usize::from(is_beside("erp_rejected"));
    }
    let expected = orders.len() / 120..orders.len() / 40;
    assert!(expected.contains(&discounts) && expected.contains(&articles), "{discounts} and {articles}");
}

#[test]
fn what_few_orders_have_some_have_and_their_payments_tie() {
    let orders = placed(6, 20);
    let mut seen = [0; 5];
    for order in &orders {
        let payer = &order.billing_address;
        seen[0] += usize::from(order.lines.iter().any(|line| line.allocations.len() > 1));
        seen[1] += usize::from(order.shipping_lines.len() > 1);
        seen[2] += usize::from(payer.is_some() && payer != &order.shipping_address);
        seen[3] += usize::from(payer.is_none() && order.shipping_address.is_some());
        seen[4] += usize::from(order.financial_status == sandbox::shopify::FinancialStatus::Authorized);
        let taken: Decimal = order.transactions.iter().map(|transaction| transaction.amount).sum();
        let owed = order.clone().paid_by(0, "").sums.current_total_price;
        assert!(order.transactions.is_empty() || taken == owed, "{}: {taken} of {owed}", order.name);
    }
    assert!(seen.iter().all(|count| count * 200 > orders.len()), "{seen:?} of {}", orders.len());
}

#[test]
fn the_night_has_its_window_and_the_next_night_too() {
    for day in 0..20 {
        let case = case(5, day);
        let hours = |action: &Action| action.at.as_hours();
        let nightly = house::windows(&case).iter().map(hours).filter(|hour| [1, 2, 3].contains(&(hour % 24))).count();
        assert_eq!(nightly, 2, "day {day}");
    }
}

#[test]
fn the_samples_become_rows() {
    let samples = samples();
    assert!(mapping_rows(&samples, Timestamp::UNIX_EPOCH).unwrap().len() > 60);
}
