use domain::image::OrderImage;
use domain::order::Standing;
use domain::part::PartState;
use domain::step::Lane;
use driver::drive::{DriveError, Driven, drive};
use driver::hint::Hint;
use jiff::{SignedDuration, Timestamp};

use crate::fault::{Fault, STALL};
use crate::interleaving::{interleave, poll};
use crate::sample::{LONDON, image, line, order_of, routed, three_parts};
use crate::settle::{begin, drive_once, settle};
use crate::world::{ORDER, World};

#[test]
fn twenty_concurrent_drives_of_one_hint_make_one_sales_order() {
    for seed in 0..150 {
        let parts = 1 + 2 * usize::try_from(seed % 2).unwrap();
        let world = World::new(if parts == 1 { image() } else { three_parts() });
        let hint = world.paid();
        let ended = interleave((0..20).map(|_| begin(&world, &hint)).collect(), seed);
        for result in ended {
            assert!(matches!(result, Ok(_) | Err(DriveError::Contended(_))), "seed {seed}: {result:?}");
        }
        assert!(world.count("post") <= parts, "seed {seed}: two workers never act on one target");
        settle(&world, [hint]);
        assert_eq!(world.erp.borrow().books.len(), parts, "seed {seed}");
        assert_eq!(world.stored().order.standing(), Standing::Exported, "seed {seed}");
    }
}

/// The number of a call of a run without faults.
fn call_of_a_plain_run(name: &str, which: usize) -> usize {
    let world = World::new(image());
    drive_once(&world, &world.paid());
    let calls = world.calls.borrow();
    calls.iter().enumerate().filter(|(_, call)| **call == name).nth(which).unwrap().0
}

#[test]
fn an_outcome_in_hand_is_applied_to_what_the_order_has_become_meanwhile() {
    let world = World::new(image());
    world.faults.borrow_mut().push((call_of_a_plain_run("post", 0), Fault::StallAfter));
    let (systems, paid) = (world.worker(), world.paid());
    let mut first = Box::pin(drive(&systems, Lane::Export, &paid, Timestamp::MAX));
    while world.count("post") == 0 {
        assert!(poll(first.as_mut()).is_none());
    }
    let edited = world.edit("orders/updated", |image| image.name.0 = "#1001-b".to_owned());
    assert_eq!(drive_once(&world, &edited), Driven::Resting(Standing::Waiting), "the post's outcome is not known");
    let version = world.stored().version;
    world.wait(STALL);
    while poll(first.as_mut()).is_none() {}
    let stored = world.stored();
    assert!(stored.version > version);
    assert_eq!(stored.order.standing(), Standing::Exported, "and the numbers are shown at once");
    assert_eq!(world.count("find"), 0, "nothing had to be looked for");
    settle(&world, []);
    assert_eq!(world.erp.borrow().books.len(), 1);
}

#[test]
fn a_worker_that_lost_its_turn_refuses_its_own_late_post() {
    let world = World::new(image());
    world.faults.borrow_mut().push((call_of_a_plain_run("commit", 0), Fault::StallAfter));
    let mut late = begin(&world, &world.paid());
    while world.count("commit") == 0 {
        assert!(poll(late.as_mut()).is_none());
    }
    let probe_at = world.stored().order.next_probe().unwrap();
    world.turn_to(probe_at);
    assert_eq!(drive_once(&world, &Hint::due(ORDER)), Driven::Resting(Standing::Exported));
    assert_eq!(world.count("post"), 1, "the other worker's");
    world.wait(STALL);
    let ended = loop {
        if let Some(ended) = poll(late.as_mut()) {
            break ended.unwrap();
        }
    };
    assert_eq!(ended, Driven::Resting(Standing::Exported));
    assert_eq!((world.count("post"), world.erp.borrow().books.len()), (1, 1), "the late one never left");
}

/// One tee less, in sums that tie.
fn edited() -> OrderImage {
    order_of(vec![line(11, "TEE-M", 1, "40.00", "8.00")], vec![routed(11, LONDON, 1)])
}

#[test]
fn an_edit_that_arrives_while_another_worker_drives_is_not_lost() {
    let mut cut = 0;
    loop {
        let world = World::new(image());
        let mut first = begin(&world, &world.paid());
        let mut ended = None;
        for _ in 0..cut {
            ended = ended.or_else(|| poll(first.as_mut()));
        }
        let is_over = ended.is_some();
        world.wait(SignedDuration::from_secs(1));
        let edit = world.edit("orders/edited", |image| {
            let revision = (image.updated_at, image.read_at);
            *image = edited();
            (image.updated_at, image.read_at) = revision;
        });
        let second = drive_once(&world, &edit);
        while ended.is_none() {
            ended = poll(first.as_mut());
        }
        settle(&world, []);
        let stored = world.stored().order;
        assert_eq!(stored.image.as_ref().unwrap().lines[0].current.0, 1, "cut {cut}: the edit was read ({second:?})");
        let books = world.erp.borrow();
        assert_eq!(books.books.len(), 1, "cut {cut}");
        let is_newest = books.books[0].1.control.units == 1;
        let kinds: Vec<&str> = stored.rest.exceptions.iter().map(|open| open.exception.problem.kind()).collect();
        let expected: &[&str] = if is_newest { &[] } else { &["changed_after_export"] };
        assert_eq!(kinds, expected, "cut {cut}: what was booked is the newest revision, or a person is told");
        if is_over {
            assert!(cut > 10 && !is_newest);
            return;
        }
        cut += 1;
    }
}

#[test]
fn two_workers_of_one_order_in_every_interleaving_of_a_thousand_book_it_once() {
    for seed in 0..1000 {
        let world = World::new(image());
        let paid = world.paid();
        let edit = world.edit("orders/updated", |image| image.name.0 = "#1001-b".to_owned());
        let ended =
            interleave(vec![begin(&world, &paid), begin(&world, &edit), begin(&world, &Hint::due(ORDER))], seed);
        assert!(ended.iter().all(Result::is_ok), "seed {seed}: {ended:?}");
        settle(&world, []);
        assert_eq!(world.erp.borrow().books.len(), 1, "seed {seed}");
        let parts = world.stored().order.parts;
        assert!(matches!(parts[0].state, PartState::Accepted(_)), "seed {seed}");
    }
}
