use feed_poll::Polled;
use jiff::SignedDuration;

use crate::outside::{Outside, minutes, noon, orders, seconds};

/// An order changes each minute, and the sweep runs every ten; our clock jumps at each third run.
#[test]
fn an_hours_jump_of_our_clock_either_way_loses_no_order_and_reads_no_more_than_before() {
    for jump in [minutes(60), minutes(-60)] {
        let outside = Outside::with_pages_of(3);
        let mut changed = Vec::new();
        for minute in 1..=120_u64 {
            outside.passes(minutes(1));
            outside.changes(minute, outside.shop.now.get());
            changed.push(minute);
            if minute % 30 == 0 {
                let back = outside.ahead.get() == jump;
                outside.ahead.set(if back { SignedDuration::ZERO } else { jump });
            }
            if minute % 10 == 0 {
                let ran = outside.ticks(&orders());
                assert!(ran.whole && ran.orders <= 16, "{ran:?}: ten minutes and the overlap of five");
                assert!(ran.lag <= minutes(1), "{ran:?}: by Shopify's clock alone");
            }
        }
        let mut rung = outside.rung();
        rung.dedup();
        assert_eq!(rung, changed, "jump of {jump:#}");
        assert!(outside.exceptions().is_empty(), "a feed that is read whole is never behind");
    }
}

#[test]
fn a_lease_that_a_clock_ahead_left_behind_holds_nobody_up() {
    let outside = Outside::with_pages_of(3);
    outside.changes(1, noon() - minutes(1));
    outside.ahead.set(minutes(60));
    outside.dies_after(1);
    assert!(outside.ticks_or_dies(&orders()).is_none(), "killed while it had the lease");
    outside.lives();
    outside.ahead.set(SignedDuration::ZERO);
    outside.passes(minutes(10));
    assert!(outside.ticks(&orders()).whole);
    assert_eq!(outside.rung(), [1]);
}

#[test]
fn a_lease_of_a_worker_that_died_ends_by_itself() {
    let outside = Outside::with_pages_of(3);
    outside.dies_after(0);
    assert!(outside.ticks_or_dies(&orders()).is_none());
    outside.lives();
    outside.passes(orders().lease - seconds(1));
    assert_eq!(outside.ticks_or_dies(&orders()).unwrap().unwrap(), Polled::Leased);
    outside.passes(seconds(1));
    assert!(outside.ticks(&orders()).whole);
}
