use domain::exception::Problem;
use domain::order::{Reading, Standing};
use domain::step::{Effect, Outcome, Step};
use jiff::SignedDuration;

use crate::desk::Desk;
use crate::sample::{image, mark};

/// The order's answer holds a field that cannot be read.
fn cannot_read(desk: &mut Desk, field: &str) {
    desk.apply(Outcome::Unread { why: Some(field.to_owned()) });
}

#[test]
fn an_order_that_could_not_be_read_is_due_after_the_patience_and_is_then_read_again() {
    let mut desk = Desk::empty();
    cannot_read(&mut desk, "currencyCode");
    let again = desk.now + desk.rules.policy.patience;
    assert_eq!(desk.rest().until, Some(again), "what is somebody's is due all the same");
    for (before, reads) in [(1, false), (0, true)] {
        desk.now = again - SignedDuration::from_secs(before);
        assert_eq!(desk.next() == Step::Do(Effect::ReadOrder), reads, "{before} s before");
    }
}

#[test]
fn each_try_that_fails_waits_for_the_patience_anew_and_keeps_the_exception_and_its_age() {
    let mut desk = Desk::empty();
    let since = desk.now;
    for field in ["currencyCode", "currencyCode", "lineItems.nodes.0.id"] {
        assert_eq!(desk.next(), Step::Do(Effect::ReadOrder), "{field}");
        cannot_read(&mut desk, field);
        let rest = desk.rest();
        assert_eq!(rest.until, Some(desk.now + desk.rules.policy.patience), "{field}");
        assert_eq!(rest.exceptions[0].problem, Problem::OrderUnreadable { why: field.to_owned() });
        assert_eq!(desk.order.rest.exceptions[0].since, since, "{field}");
        assert_eq!(desk.order.standing(), Standing::Exception, "{field}");
        desk.hand_over();
        desk.now = rest.until.unwrap();
    }
}

#[test]
fn the_exception_goes_once_the_order_can_be_read() {
    let mut desk = Desk::empty();
    cannot_read(&mut desk, "currencyCode");
    desk.rest();
    desk.now = desk.order.rest.until.unwrap();
    desk.read(image(), mark());
    desk.export();
    assert_eq!(desk.order.standing(), Standing::Exported);
}

#[test]
fn an_exported_order_whose_edit_cannot_be_read_is_read_again_too() {
    let mut desk = Desk::exported(image());
    desk.order.reading = Reading::Outdated;
    cannot_read(&mut desk, "cancelledAt");
    let rest = desk.rest();
    assert_eq!(rest.until, Some(desk.now + desk.rules.policy.patience));
    assert_eq!(rest.exceptions[0].at_stake, Some(image().total), "what was last read of it");
    desk.now = rest.until.unwrap();
    assert_eq!(desk.next(), Step::Do(Effect::ReadOrder));
    desk.change(|_| ());
    assert!(desk.rest().exceptions.is_empty());
    assert_eq!(desk.order.standing(), Standing::Exported);
}

#[test]
fn a_doorbell_does_not_wait_for_the_patience() {
    let mut desk = Desk::empty();
    cannot_read(&mut desk, "currencyCode");
    desk.rest();
    desk.order.reading = Reading::Outdated;
    assert_eq!(desk.next(), Step::Do(Effect::ReadOrder));
}

#[test]
fn the_exception_stays_while_reading_again_is_put_off() {
    let mut desk = Desk::empty();
    cannot_read(&mut desk, "currencyCode");
    desk.rest();
    let since = desk.order.rest.exceptions[0].since;
    desk.now = desk.order.rest.until.unwrap();
    desk.apply(Outcome::PutOff { until: None, why: "throttled".to_owned(), reading: true });
    assert_eq!(desk.exceptions(), ["order_unreadable"]);
    assert_eq!(desk.order.rest.exceptions[0].since, since);
    assert_eq!(desk.order.rest.until, Some(desk.now + desk.rules.policy.busy_retry));
}

#[test]
fn an_order_that_cannot_be_read_while_its_post_is_put_off_is_an_exception_at_once() {
    let mut desk = Desk::with(image());
    let opens = desk.now + SignedDuration::from_hours(10);
    desk.apply(Outcome::PutOff { until: Some(opens), why: "window closed".to_owned(), reading: false });
    desk.order.reading = Reading::Outdated;
    cannot_read(&mut desk, "currencyCode");
    assert_eq!(desk.exceptions(), ["order_unreadable"]);
}
