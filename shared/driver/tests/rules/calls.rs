use domain::order::Standing;
use driver::drive::Driven;

use crate::sample::{image, three_parts};
use crate::settle::{drive_once, drive_with};
use crate::world::World;

const PAID: [&str; 5] = ["read", "write", "post", "find", "status"];

#[test]
fn a_plain_order_and_the_echo_of_our_write_cost_two_reads_one_write_one_post_and_at_most_five_commits() {
    let world = World::new(image());
    let systems = world.worker();
    assert_eq!(drive_with(&systems, &world.paid()), Driven::Resting(Standing::Exported));
    let echo = world.shop.borrow_mut().rings.pop().unwrap();
    world.wait(jiff::SignedDuration::from_secs(3));
    assert_eq!(drive_with(&systems, &echo), Driven::Resting(Standing::Exported));
    assert!(world.shop.borrow().rings.is_empty(), "what changes nothing is not written");
    assert_eq!(PAID.map(|call| world.count(call)), [2, 1, 1, 0, 1]);
    assert!(world.tables.commits() <= 5, "{} commits", world.tables.commits());
}

#[test]
fn a_doorbell_that_brings_nothing_new_costs_one_load() {
    let world = World::new(image());
    drive_once(&world, &world.paid());
    let echo = world.shop.borrow_mut().rings.pop().unwrap();
    drive_once(&world, &echo);
    let (calls, commits) = (world.calls.borrow().len(), world.tables.commits());
    assert_eq!(drive_once(&world, &crate::world::hint("orders/paid", image().updated_at)), Driven::OldNews);
    assert_eq!(world.calls.borrow()[calls..], ["load"]);
    assert_eq!(world.tables.commits(), commits);
}

#[test]
fn further_orders_of_the_same_minute_share_one_status() {
    let world = World::new(three_parts());
    drive_once(&world, &world.paid());
    assert_eq!((world.count("post"), world.count("status"), world.count("read")), (3, 1, 1));
}

#[test]
fn an_ineligible_order_costs_one_read_and_one_commit() {
    let world = World::new(domain::image::OrderImage { test: true, ..image() });
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Ineligible));
    assert_eq!(PAID.map(|call| world.count(call)), [1, 0, 0, 0, 0]);
    assert_eq!(world.tables.commits(), 1);
}
