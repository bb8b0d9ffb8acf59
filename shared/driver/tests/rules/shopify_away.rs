use domain::exception::Owner;
use domain::order::Standing;
use driver::drive::Driven;
use driver::hint::Hint;
use driver::operations::EXCEPTION;
use driver::ports::{NotNow, ReadAnswer, Tables, WriteAnswer};
use jiff::SignedDuration;

use crate::interleaving::finish;
use crate::sample::{image, policy};
use crate::settle::{drive_once, settle};
use crate::world::{ORDER, World};

fn refuse(world: &World, refused: bool, minutes: Option<i64>) {
    let until = minutes.map(|minutes| world.now.get() + SignedDuration::from_mins(minutes));
    world.shop.borrow_mut().refuses = Some(NotNow { until, why: "access denied".to_owned(), refused });
}

#[test]
fn an_edit_that_could_not_be_read_is_read_when_shopify_answers_again() {
    let world = World::new(image());
    settle(&world, [world.paid()]);
    let edit = world.edit("orders/edited", |image| image.cancelled_at = Some(image.updated_at));
    refuse(&world, false, Some(7));
    drive_once(&world, &edit);
    let stored = world.stored();
    assert_eq!(stored.due_at, Some(world.now.get() + SignedDuration::from_mins(7)));
    assert_eq!(stored.order.standing(), Standing::Waiting, "nothing is known of the edit yet");
    world.shop.borrow_mut().refuses = None;
    settle(&world, []);
    assert_eq!(world.stored().order.standing(), Standing::Exception);
    assert_eq!(world.erp.borrow().books.len(), 1);
}

#[test]
fn refused_credentials_are_one_exception_and_the_orders_wait() {
    let world = World::new(image());
    refuse(&world, true, None);
    for _ in 0..3 {
        assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Waiting));
    }
    let open = finish(world.tables.operations(EXCEPTION)).unwrap();
    assert_eq!(open.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["shopify_refused"]);
    assert_eq!(world.count("read"), 1, "no repetition helps before its time");
    assert_eq!(world.stored().due_at, Some(world.now.get() + policy().busy_retry));
    world.shop.borrow_mut().refuses = None;
    settle(&world, []);
    assert_eq!(world.stored().order.standing(), Standing::Exported);
}

#[test]
fn an_order_that_shopify_does_not_show_yet_is_exported_once_it_does() {
    let world = World::new(image());
    let paid = world.paid();
    let hidden = world.shop.borrow_mut().image.take();
    assert_eq!(drive_once(&world, &paid), Driven::Resting(Standing::Waiting));
    assert_eq!(world.stored().due_at, Some(world.now.get() + policy().recheck));
    world.shop.borrow_mut().image = hidden;
    settle(&world, []);
    assert_eq!(world.stored().order.standing(), Standing::Exported);
}

#[test]
fn an_order_that_shopify_never_shows_becomes_an_exception() {
    let world = World::new(image());
    let paid = world.paid();
    world.shop.borrow_mut().image = None;
    settle(&world, [paid]);
    assert_eq!(world.stored().order.standing(), Standing::Exception);
    assert_eq!(world.stored().due_at, None);
}

#[test]
fn an_order_that_could_not_be_read_is_due_and_goes_once_it_can_be() {
    let world = World::new(image());
    let unreadable = || ReadAnswer::Unreadable { why: "currencyCode".to_owned() };
    world.shop.borrow_mut().reads.extend([unreadable(), unreadable()]);
    for round in 1..=2 {
        let hint = if round == 1 { world.paid() } else { Hint::due(ORDER) };
        assert_eq!(drive_once(&world, &hint), Driven::Resting(Standing::Exception));
        assert_eq!(world.count("read"), round);
        assert_eq!(world.stored().due_at, Some(world.now.get() + policy().patience));
        assert_eq!(drive_once(&world, &Hint::due(ORDER)), Driven::Resting(Standing::Exception), "not before its time");
        assert_eq!(world.count("read"), round);
        let open = finish(world.tables.exceptions(Owner::Engineering.name())).unwrap();
        assert_eq!(open.len(), 1, "it is somebody's meanwhile");
        world.wait(policy().patience);
    }
    settle(&world, []);
    assert_eq!(world.stored().order.standing(), Standing::Exported);
    assert!(finish(world.tables.exceptions(Owner::Engineering.name())).unwrap().is_empty());
}

#[test]
fn numbers_that_shopify_refuses_to_show_hold_up_no_sales_order_and_go_again_with_an_edit() {
    let world = World::new(image());
    world.shop.borrow_mut().writes.push(WriteAnswer::Refused { why: "metafield definition missing".to_owned() });
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Exception));
    assert_eq!((world.erp.borrow().books.len(), world.stored().due_at), (1, None));
    for _ in 0..3 {
        world.wait(policy().patience);
        assert_eq!(drive_once(&world, &Hint::due(ORDER)), Driven::Resting(Standing::Exception));
    }
    assert_eq!(world.count("write"), 1, "it is not written again while nothing changes");
    assert!(finish(world.tables.operations(EXCEPTION)).unwrap().is_empty(), "it is the order's own");
    let edit = world.edit("orders/updated", |image| image.name.0 = "#1001-b".to_owned());
    settle(&world, [edit]);
    assert_eq!(world.stored().order.standing(), Standing::Exported);
    assert_eq!((world.count("write"), world.shop.borrow().numbers.len()), (2, 1));
}

#[test]
fn routing_that_shopify_finishes_without_a_doorbell_is_seen() {
    let world = World::new(domain::image::OrderImage { routing: Vec::new(), ..image() });
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Waiting));
    world.shop.borrow_mut().image.as_mut().unwrap().routing = image().routing;
    settle(&world, []);
    assert_eq!(world.stored().order.standing(), Standing::Exported);
    assert!(drive_once(&world, &Hint::due(ORDER)) == Driven::Resting(Standing::Exported));
}
