use domain::exception::Problem;
use domain::step::{Effect, Step};
use jiff::SignedDuration;

use crate::desk::Desk;
use crate::sample::{LEEDS, LONDON, image, routed};

#[test]
fn an_order_that_is_not_routed_whole_waits_is_read_again_and_becomes_an_exception_in_time() {
    let mut unrouted = image();
    unrouted.routing = vec![routed(11, LONDON, 1)];
    let mut desk = Desk::with(unrouted.clone());
    let first = desk.now;
    let mut reads = 0;
    let exception = loop {
        let rest = desk.rest();
        if let Some(exception) = rest.exceptions.first() {
            assert_eq!(rest.until, Some(desk.now + desk.rules.policy.patience), "it is looked at again, by and by");
            break exception.clone();
        }
        assert_eq!(rest.until, Some(desk.now + desk.rules.policy.recheck));
        desk.now = rest.until.unwrap();
        desk.hand_over();
        assert_eq!(desk.next(), Step::Do(Effect::ReadOrder), "Shopify need not ring when it has routed");
        desk.change(|_| ());
        reads += 1;
    };
    assert_eq!(exception.problem, Problem::RoutingIncomplete);
    assert_eq!(exception.at_stake, Some(unrouted.total));
    assert_eq!((desk.now - first, reads), (SignedDuration::from_hours(1), 12));
}

#[test]
fn an_order_that_is_routed_after_all_goes_without_a_webhook() {
    let mut unrouted = image();
    unrouted.routing.clear();
    let mut desk = Desk::with(unrouted);
    desk.rest();
    desk.now += SignedDuration::from_hours(2);
    desk.change(|_| ());
    assert_eq!(desk.exceptions(), ["routing_incomplete"]);
    desk.now = desk.order.rest.until.unwrap();
    desk.hand_over();
    assert_eq!(desk.next(), Step::Do(Effect::ReadOrder));
    desk.change(|image| image.routing = vec![routed(11, LONDON, 2)]);
    assert_eq!(desk.export().len(), 1);
}

#[test]
fn an_order_goes_once_it_is_routed() {
    let mut unrouted = image();
    unrouted.routing.clear();
    let mut desk = Desk::with(unrouted);
    assert!(desk.rest().until.is_some());
    desk.change(|image| image.routing = vec![routed(11, LONDON, 1), routed(11, LEEDS, 1)]);
    assert_eq!(desk.export().len(), 2);
    assert_eq!(desk.order.routing_since, None);
}

#[test]
fn what_waits_for_routing_tells_its_missing_codes_meanwhile() {
    let mut unrouted = image();
    unrouted.routing.clear();
    let mut desk = Desk::with(unrouted);
    desk.rules.codes = crate::sample::codes_without(&[crate::sample::key(domain::mapping::MappingKind::Sku, "TEE-M")]);
    assert_eq!(desk.exceptions(), ["missing_sku"]);
    assert!(desk.order.rest.until.is_some());
}
