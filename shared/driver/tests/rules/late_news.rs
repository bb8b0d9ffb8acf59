//! What the sweep brings long after the change, no webhook had told: it is counted. All else is not.

use std::sync::atomic::Ordering;

use domain::order::Standing;
use domain::step::Lane;
use driver::drive::{Driven, drive};
use driver::hint::Hint;
use jiff::{SignedDuration, Timestamp};

use crate::interleaving::{finish, poll};
use crate::sample::image;
use crate::settle::{drive_once, drive_with};
use crate::world::{ORDER, World};

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// How many were counted when the order was swept so long after its payment.
fn counted_after(wait: SignedDuration, webhook_came: bool) -> (u64, usize) {
    let world = World::new(image());
    let systems = world.worker();
    let revision = world.shop.borrow().image.as_ref().unwrap().updated_at;
    if webhook_came {
        drive_with(&systems, &world.paid());
    }
    let shown = world.shop.borrow().image.as_ref().unwrap().updated_at;
    let reads = world.count("read");
    world.turn_to(revision + wait);
    drive_with(&systems, &Hint::swept(ORDER, if webhook_came { revision } else { shown }));
    (systems.found_by_sweep.load(Ordering::Relaxed), world.count("read") - reads)
}

#[test]
fn an_order_whose_webhook_was_lost_is_found_and_counted() {
    let (counted, reads) = counted_after(minutes(11), false);
    assert_eq!(counted, 1);
    assert!(reads > 0);
}

#[test]
fn an_order_that_is_swept_soon_is_no_lost_webhook() {
    assert_eq!(counted_after(minutes(9), false).0, 0);
}

#[test]
fn what_a_webhook_told_is_not_even_read_again() {
    assert_eq!(counted_after(minutes(11), true), (0, 0));
}

#[test]
fn news_that_another_worker_has_saved_first_are_not_the_sweeps_find() {
    let world = World::new(image());
    let systems = world.worker();
    let revision = world.shop.borrow().image.as_ref().unwrap().updated_at;
    world.wait(minutes(60));
    let sweep = Hint::swept(ORDER, revision);
    let mut swept = Box::pin(drive(&systems, Lane::Export, &sweep, Timestamp::MAX));
    while world.count("read") == 0 {
        assert!(poll(swept.as_mut()).is_none());
    }
    drive_once(&world, &world.paid());
    finish(swept).unwrap();
    assert_eq!(systems.found_by_sweep.load(Ordering::Relaxed), 0);
}

#[test]
fn a_late_webhook_is_not_the_sweeps_find() {
    let world = World::new(image());
    let systems = world.worker();
    world.wait(minutes(60));
    assert_eq!(drive_with(&systems, &world.paid()), Driven::Resting(Standing::Exported));
    assert_eq!(systems.found_by_sweep.load(Ordering::Relaxed), 0);
}
