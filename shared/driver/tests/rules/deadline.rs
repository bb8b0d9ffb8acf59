use domain::order::Standing;
use domain::step::Lane;
use driver::drive::{Driven, drive};
use jiff::SignedDuration;

use crate::interleaving::finish;
use crate::sample::image;
use crate::settle::settle;
use crate::world::World;

#[test]
fn no_effect_is_begun_within_the_margin_before_the_deadline() {
    for (left, ended) in [(4, Driven::OutOfTime), (5, Driven::Resting(Standing::Exported))] {
        let world = World::new(image());
        let systems = world.worker();
        let deadline = world.now.get() + SignedDuration::from_secs(left);
        let driven = finish(drive(&systems, Lane::Export, &world.paid(), deadline)).unwrap();
        assert_eq!(driven, ended, "{left} s left");
        assert_eq!(world.count("read"), usize::from(ended != Driven::OutOfTime), "{left} s left");
    }
}

#[test]
fn work_that_ended_early_is_resumed_wherever_it_ended() {
    // The clock of each run jumps past the deadline at another call.
    let calls = {
        let world = World::new(image());
        crate::settle::drive_once(&world, &world.paid());
        world.calls.borrow().len()
    };
    for cut in 0..calls {
        let world = World::new(image());
        let systems = world.worker();
        let deadline = world.now.get() + SignedDuration::from_secs(6);
        let paid = world.paid();
        let mut task = Box::pin(drive(&systems, Lane::Export, &paid, deadline));
        let ended = loop {
            if world.calls.borrow().len() == cut {
                world.turn_to(deadline);
            }
            if let Some(ended) = crate::interleaving::poll(task.as_mut()) {
                break ended.unwrap();
            }
        };
        assert!(matches!(ended, Driven::OutOfTime | Driven::Resting(_)), "cut {cut}");
        settle(&world, [paid.clone()]);
        assert_eq!(world.stored().order.standing(), Standing::Exported, "cut {cut}");
        assert_eq!(world.erp.borrow().books.len(), 1, "cut {cut}");
    }
}
