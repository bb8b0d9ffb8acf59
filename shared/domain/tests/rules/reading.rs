use domain::exception::Problem;
use domain::order::{Reading, Standing};
use domain::step::{Effect, FindAnswer, Outcome, PostAnswer, Step};
use jiff::SignedDuration;

use crate::desk::Desk;
use crate::sample::{at, codes_without, image, key, mark};
use domain::mapping::MappingKind;

fn unknown() -> PostAnswer {
    PostAnswer::Unknown { why: "timeout".to_owned() }
}

fn put_off(desk: &mut Desk, minutes: i64) {
    let until = Some(desk.now + SignedDuration::from_mins(minutes));
    desk.apply(Outcome::PutOff { until, why: "throttled".to_owned(), reading: true });
}

#[test]
fn an_order_of_which_nothing_is_known_is_read() {
    assert_eq!(Desk::empty().next(), Step::Do(Effect::ReadOrder));
}

#[test]
fn how_current_the_image_is_decides_whether_it_is_read_before_a_post() {
    for (reading, reads) in [(Reading::Outdated, true), (Reading::Held, true), (Reading::Fresh, false)] {
        let mut desk = Desk::with(image());
        desk.order.reading = reading;
        assert_eq!(desk.next() == Step::Do(Effect::ReadOrder), reads, "{reading:?}");
    }
}

#[test]
fn a_held_image_is_good_enough_to_rest_on() {
    let mut desk = Desk::exported(image());
    for (reading, rests) in [(Reading::Held, true), (Reading::Fresh, true), (Reading::Outdated, false)] {
        desk.order.reading = reading;
        assert_eq!(matches!(desk.next(), Step::Rest(_)), rests, "{reading:?}");
    }
}

#[test]
fn the_echo_of_our_own_write_is_no_news() {
    let mut desk = Desk::exported(image());
    let before = desk.order.clone();
    desk.change(|_| ());
    assert!(matches!(desk.trail.last().unwrap().event, domain::event::Event::ReadUnchanged { .. }));
    assert_eq!(desk.order.image.as_ref().unwrap().updated_at, at("2026-11-24T11:51:10Z"), "the revision is remembered");
    assert!(desk.rest().exceptions.is_empty());
    assert_eq!(desk.order.parts, before.parts);
}

#[test]
fn a_new_address_alone_is_news() {
    let mut desk = Desk::with(image());
    let other = domain::address::AddressMark::of(&domain::address::Delivery::default(), mark().salt());
    desk.read(image(), other.clone());
    assert_eq!(desk.order.address, Some(other));
}

#[test]
fn a_read_that_was_put_off_waits_and_is_then_done() {
    let mut desk = Desk::empty();
    put_off(&mut desk, 3);
    let rest = desk.rest();
    assert_eq!(rest.until, Some(desk.now + SignedDuration::from_mins(3)));
    assert_eq!(desk.order.standing(), Standing::Waiting);
    desk.wait(SignedDuration::from_mins(3));
    assert_eq!(desk.next(), Step::Do(Effect::ReadOrder));
}

#[test]
fn a_wait_that_is_over_already_is_never_asked_again_at_once() {
    let mut desk = Desk::empty();
    put_off(&mut desk, 0);
    assert_eq!(desk.rest().until, Some(desk.now + desk.rules.policy.busy_retry));
}

#[test]
fn what_needed_a_person_still_does_while_shopify_cannot_be_read() {
    let mut desk = Desk::with(image());
    desk.rules.codes = codes_without(&[key(MappingKind::Sku, "TEE-M")]);
    assert_eq!(desk.exceptions(), ["missing_sku"]);
    let since = desk.order.rest.exceptions[0].since;
    desk.wait(SignedDuration::from_mins(9));
    desk.order.reading = Reading::Outdated;
    put_off(&mut desk, 3);
    assert_eq!(desk.exceptions(), ["missing_sku"]);
    assert_eq!(desk.order.rest.exceptions[0].since, since, "it keeps its age");
    assert_eq!(desk.order.rest.until, Some(desk.now + SignedDuration::from_mins(3)));
}

#[test]
fn an_open_intent_is_probed_in_its_time_even_while_shopify_cannot_be_read() {
    for unreadable in [None, Some("lineItems.nodes.0.id".to_owned())] {
        let mut desk = Desk::with(image());
        let probe_at = desk.open().intent.probe_at;
        desk.answer(1, unknown());
        if unreadable.is_some() {
            desk.apply(Outcome::Unread { why: unreadable.clone() });
        } else {
            put_off(&mut desk, 60);
        }
        assert_eq!(desk.rest().until, Some(probe_at), "{unreadable:?}");
        desk.now = probe_at;
        assert!(matches!(desk.next(), Step::Do(Effect::FindSalesOrder { part: 1, .. })), "{unreadable:?}");
        desk.found(1, FindAnswer::Several(vec![crate::sample::number("1"), crate::sample::number("2")]));
        assert!(desk.exceptions().contains(&"found_twice"), "{unreadable:?}: nothing that is found out is silent");
    }
}

#[test]
fn an_order_that_shopify_does_not_show_is_asked_for_again_until_patience_ends() {
    let mut desk = Desk::empty();
    let first = desk.now;
    let mut reads = 0;
    loop {
        match desk.next() {
            Step::Do(Effect::ReadOrder) => {
                reads += 1;
                desk.apply(Outcome::Unread { why: None });
            }
            Step::Rest(rest) if rest.exceptions.is_empty() => {
                assert_eq!(rest.until, Some(desk.now + desk.rules.policy.recheck));
                desk.now = rest.until.unwrap();
            }
            Step::Rest(rest) => {
                assert_eq!(rest.exceptions[0].problem, Problem::OrderNotFound);
                break;
            }
            Step::Do(other) => panic!("unexpected {other:?}"),
        }
    }
    assert_eq!(desk.now - first, desk.rules.policy.patience);
    assert_eq!(reads, 12, "each recheck costs one read");
    desk.order.reading = Reading::Outdated;
    assert_eq!(desk.next(), Step::Do(Effect::ReadOrder), "a new doorbell asks again");
}

#[test]
fn an_order_that_cannot_be_read_as_one_is_an_exception_at_once() {
    let mut desk = Desk::empty();
    desk.apply(Outcome::Unread { why: Some("currencyCode".to_owned()) });
    let rest = desk.rest();
    assert_eq!(rest.exceptions[0].problem, Problem::OrderUnreadable { why: "currencyCode".to_owned() });
    assert_eq!(rest.exceptions[0].at_stake, None, "nothing is known of its money");
    desk.order.reading = Reading::Outdated;
    desk.read(image(), mark());
    desk.export();
    assert_eq!(desk.order.standing(), Standing::Exported, "the next revision can be read");
}
