//! A day on which nothing goes wrong ends as it must.

use std::collections::BTreeSet;

use simulation::case::{Case, Nets, Span};
use simulation::play::play;
use simulation::rates::{Level, rates};

pub fn case(seed: u64, orders: u32, level: Level) -> Case {
    Case {
        seed,
        day: 1,
        orders,
        span: Span::Day,
        rates: rates(level),
        scripted: BTreeSet::new(),
        without_strikes: BTreeSet::new(),
        without_orders: BTreeSet::new(),
        nets: Nets::USUAL,
        bug: None,
        ends_with: None,
    }
}

#[test]
fn a_day_without_faults_holds() {
    for seed in 0..5 {
        let played = play(&case(seed, 40, Level::None), None);
        assert_eq!(played.violations, [], "{seed}");
        assert!(played.counts.orders > 30 && played.strikes.is_empty(), "{:?}", played.counts);
    }
}
