//! "Do not rely solely on webhooks; reconcile" (peers' issue 5): no webhook at all comes here, and every call may fail.

use std::collections::{BTreeMap, BTreeSet};

use crate::outside::{Outside, away, minutes, orders};

/// A stream of bits that is the same each time.
fn drawn(seed: u64, number: u64) -> u64 {
    let mut x = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ number.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^= x >> 31;
    x = x.wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 29)
}

#[test]
fn every_change_of_a_day_is_rung_though_calls_fail_workers_die_and_no_webhook_comes() {
    for seed in 1..=20 {
        let outside = Outside::with_pages_of(3);
        let mut last_changes = BTreeMap::new();
        for minute in 0..24 * 60 {
            outside.passes(minutes(1));
            let order = drawn(seed, minute) % 200;
            let at = outside.shop.now.get();
            outside.changes(order, at);
            last_changes.insert(order, at);
            if minute % 10 != 9 {
                continue;
            }
            match drawn(seed + 1_000, minute) % 4 {
                0 => outside.answers(outside.calls() + 1, away("Shopify answered 503")),
                1 => outside.dies_after(usize::try_from(drawn(seed + 2_000, minute) % 6).unwrap()),
                _ => {}
            }
            drop(outside.ticks_or_dies(&orders()));
            outside.lives();
        }
        outside.shop.instead.borrow_mut().clear();
        for _ in 0..2 {
            outside.passes(minutes(10));
            assert!(outside.ticks(&orders()).whole);
        }
        let rung: BTreeSet<_> = outside.bell.rung.take().into_iter().collect();
        for change in last_changes {
            assert!(rung.contains(&change), "seed {seed}: {change:?}");
        }
    }
}
