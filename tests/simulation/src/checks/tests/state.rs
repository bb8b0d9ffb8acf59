//! I8 and I10: wrong tables, and wrong numbers in Shopify.

use jiff::SignedDuration;

use super::scene::{ID, NUMBER, Scene, at, booked, order, posted};
use crate::checks::Met;
use crate::ports::Failure;

fn intended() -> Scene {
    let mut scene = Scene::placed(order());
    scene.shop.route(ID).unwrap();
    scene.reads(1);
    scene.now = at(3);
    scene
}

#[test]
fn a_state_that_no_entry_led_to_breaks_i10() {
    let mut scene = Scene::exported();
    assert_eq!(scene.touched(), []);
    let mut held = scene.held();
    held.numbers_written.clear();
    scene.saves(held, &[], None);
    assert_eq!(scene.touched()[0].invariant, "I10");
}

#[test]
fn an_echo_that_is_taken_for_news_breaks_i10() {
    let mut scene = Scene::exported();
    assert_eq!(scene.touched(), []);
    let held = scene.held();
    let (image, address) = (held.image.unwrap(), held.address.unwrap());
    scene.happens(domain::event::Event::Read { image, address }, 9, None);
    assert!(scene.touched()[0].says.contains("news"));
}

#[test]
fn an_open_intent_without_a_due_row_breaks_i8() {
    let mut scene = intended();
    scene.intends(2, None);
    assert_eq!(scene.touched()[0].invariant, "I8");
}

#[test]
fn an_open_intent_that_is_due_long_after_its_horizon_breaks_i8() {
    let mut scene = intended();
    scene.intends(2, Some(at(3600)));
    assert_eq!(scene.touched()[0].invariant, "I8");
}

#[test]
fn an_open_intent_that_is_due_in_time_or_was_just_rung_holds() {
    for due in [at(150), scene_push()] {
        let mut scene = intended();
        scene.intends(2, Some(due));
        assert_eq!(scene.touched(), []);
    }
}

fn scene_push() -> jiff::Timestamp {
    at(3) + SignedDuration::from_mins(5)
}

#[test]
fn a_sales_order_before_its_intent_breaks_i8() {
    let mut scene = intended();
    scene.books.push(booked(&posted()));
    let broken = scene.touched();
    assert_eq!((broken[0].invariant, broken.len()), ("I8", 1));
}

#[test]
fn a_number_of_another_order_breaks_i2() {
    let mut scene = Scene::exported();
    scene.shows(&["00041777"], 9);
    assert_eq!(scene.touched()[0].invariant, "I2");
}

#[test]
fn a_number_that_is_shown_before_it_was_settled_breaks_i8() {
    let mut scene = intended();
    scene.intends(2, Some(at(100)));
    scene.books.push(booked(&posted()));
    scene.shows(&[NUMBER], 3);
    assert_eq!(scene.touched()[0].invariant, "I8");
}

#[test]
fn a_number_that_is_not_shown_at_rest_breaks_i8() {
    let mut scene = Scene::exported();
    scene.shows(&[], 9);
    scene.reads(10);
    assert_eq!(scene.at_rest()[0].invariant, "I8");
}

#[test]
fn an_intent_that_is_open_at_rest_breaks_i8() {
    let mut scene = Scene::placed(order());
    scene.shop.route(ID).unwrap();
    scene.reads(1);
    scene.intends(2, Some(at(100)));
    scene.books.push(booked(&posted()));
    let broken = scene.at_rest();
    assert_eq!(broken[0].invariant, "I8");
}

#[test]
fn a_wait_for_nothing_breaks_i8() {
    let mut scene = Scene::exported();
    // It was real once.
    let (until, why) = (at(60), "busy".to_owned());
    scene.checker.met(ID, Met::Failure(Failure::Busy), at(9));
    scene.happens(domain::event::Event::PutOff { until, why, stale: false }, 9, Some(until));
    scene.rests(Some(until), Vec::new(), 9);
    assert!(scene.at_rest()[0].says.contains("for nothing"));
}

#[test]
fn a_revision_that_is_not_known_at_rest_breaks_i7() {
    let mut scene = Scene::exported();
    scene.shop.edit_quantity(ID, super::scene::LINE, 1, at(20)).unwrap();
    assert_eq!(scene.at_rest()[0].invariant, "I7");
}

/// An intent whose lookup found nothing, which was believed.
fn believed(spoil: impl FnOnce(&mut Scene)) -> Vec<&'static str> {
    let mut scene = intended();
    scene.intends(2, Some(at(100)));
    let answer = domain::part::Answer::FoundNothing;
    scene.happens(domain::event::Event::Answered { part: 1, attempt: 1, answer }, 3, Some(at(100)));
    spoil(&mut scene);
    scene.touched().into_iter().map(|violation| violation.invariant).collect()
}

#[test]
fn to_believe_that_nothing_is_there_where_it_is_staged_or_booked_breaks_i2() {
    assert_eq!(believed(|_| ()), Vec::<&str>::new());
    assert_eq!(believed(|scene| scene.is_staged = true), ["I2"]);
    assert_eq!(believed(|scene| scene.books.push(booked(&posted()))), ["I2"]);
}

#[test]
fn an_unknown_outcome_that_is_an_exception_at_once_breaks_i8() {
    let breaks = |second| {
        let mut scene = intended();
        scene.intends(2, Some(at(100)));
        let reference = domain::reference::ExternalReference::sales_order(domain::id::OrderId(ID), 1);
        let unknown = domain::exception::Problem::OutcomeUnknown { part: 1, reference };
        let exceptions = vec![domain::exception::Exception::new(unknown, None)];
        scene.now = at(second);
        let rests = domain::event::Event::Rested { until: None, exceptions, ineligible: None };
        scene.happens(rests, second, Some(at(second + 60)));
        scene.touched().len()
    };
    assert_eq!((breaks(30), breaks(4000)), (1, 0));
}
