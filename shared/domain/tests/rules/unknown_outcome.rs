use domain::exception::{Owner, Problem};
use domain::order::Standing;
use domain::step::{Effect, FindAnswer, Outcome, PostAnswer, Step};
use jiff::SignedDuration;

use crate::desk::Desk;
use crate::sample::{booked, image, three_parts};

/// A post whose answer was lost, at the moment at which its outcome is unknown for too long.
fn unknown_for_long(desk: &mut Desk) -> domain::part::Intent {
    let intent = desk.open().intent;
    desk.answer(1, PostAnswer::Unknown { why: "timeout".to_owned() });
    desk.now = desk.rules.policy.horizon.after(intent.send_by) + desk.rules.policy.patience;
    intent
}

/// A probe that nobody answers, or that is refused.
fn unanswered(refused: bool) -> FindAnswer {
    let why = "401".to_owned();
    if refused { FindAnswer::Refused { why } } else { FindAnswer::Unanswered { until: None, why } }
}

#[test]
fn an_outcome_that_cannot_be_found_out_for_an_hour_past_its_horizon_is_an_exception_and_not_before() {
    for refused in [false, true] {
        for (seconds, told) in [(-1, false), (0, true)] {
            let mut desk = Desk::with(image());
            let intent = unknown_for_long(&mut desk);
            desk.wait(SignedDuration::from_secs(seconds));
            desk.found(1, unanswered(refused));
            let rest = desk.rest();
            let kinds: Vec<&str> = rest.exceptions.iter().map(|exception| exception.problem.kind()).collect();
            assert_eq!(kinds, if told { &["outcome_unknown"][..] } else { &[] }, "{seconds} s, refused: {refused}");
            let asked = desk.now + desk.rules.policy.busy_retry;
            let looked_at = if told { asked } else { asked.min(desk.now + SignedDuration::from_secs(1)) };
            assert_eq!(
                rest.until,
                Some(looked_at),
                "it goes on being asked for, and is looked at when an hour is over"
            );
            let Some(exception) = rest.exceptions.first() else { continue };
            let reference = intent.sales_order.reference.clone();
            assert_eq!(exception.problem, Problem::OutcomeUnknown { part: 1, reference: reference.clone() });
            assert_eq!(exception.problem.owner(), Owner::Operations);
            assert_eq!(exception.at_stake, Some(image().total));
            assert!(exception.to_string().contains(reference.as_str()), "{exception}");
            assert_eq!(desk.order.standing(), Standing::Exception);
        }
    }
}

#[test]
fn it_is_asked_for_again_and_again_and_goes_once_it_is_found() {
    type Ends = fn(&domain::part::Intent) -> FindAnswer;
    let ends: [(&str, Ends); 2] = [
        ("it was booked", |intent| FindAnswer::One(Box::new(booked(&intent.sales_order, "7001")))),
        ("it was not", |_| FindAnswer::Nothing),
    ];
    for (how, answer) in ends {
        let mut desk = Desk::with(image());
        let intent = unknown_for_long(&mut desk);
        desk.found(1, unanswered(false));
        assert_eq!(desk.exceptions(), ["outcome_unknown"]);
        let since = desk.order.rest.exceptions[0].since;
        for _ in 0..3 {
            desk.now = desk.order.rest.until.unwrap();
            assert!(matches!(desk.next(), Step::Do(Effect::FindSalesOrder { part: 1, attempt: 1, .. })), "{how}");
            desk.found(1, unanswered(false));
            assert_eq!(desk.exceptions(), ["outcome_unknown"]);
            assert_eq!(desk.order.rest.exceptions[0].since, since, "{how}: it keeps its age");
        }
        desk.now = desk.order.rest.until.unwrap();
        desk.found(1, answer(&intent));
        desk.export();
        assert_eq!(desk.order.standing(), Standing::Exported, "{how}");
    }
}

#[test]
fn only_the_money_of_the_part_is_at_stake_while_the_others_go() {
    let mut desk = Desk::with(three_parts());
    let intent = unknown_for_long(&mut desk);
    desk.found(1, unanswered(false));
    desk.book("7002");
    desk.book("7003");
    let rest = desk.rest();
    let [exception] = rest.exceptions.as_slice() else { panic!("one exception, not {:?}", rest.exceptions) };
    assert_eq!(exception.at_stake.unwrap().amount, intent.sales_order.control.total);
    assert_ne!(exception.at_stake, Some(three_parts().total));
}

#[test]
fn it_is_told_once_and_in_its_time_while_shopify_cannot_be_read_either() {
    let mut desk = Desk::with(image());
    let intent = unknown_for_long(&mut desk);
    desk.apply(Outcome::Unread { why: Some("currencyCode".to_owned()) });
    for _ in 0..2 {
        desk.found(1, unanswered(false));
        assert_eq!(desk.exceptions(), ["outcome_unknown", "order_unreadable"]);
        assert_eq!(desk.order.rest.until, Some(desk.now + desk.rules.policy.busy_retry));
        desk.wait(desk.rules.policy.busy_retry);
    }
    desk.found(1, FindAnswer::One(Box::new(booked(&intent.sales_order, "7001"))));
    assert_eq!(desk.exceptions(), ["order_unreadable"]);
}

/// A post whose answer is lost and of which nothing is found at its horizon: it never arrived, or was refused unseen.
fn lost_for_good(desk: &mut Desk) -> Vec<&'static str> {
    let send_by = desk.open().intent.send_by;
    desk.answer(1, PostAnswer::Unknown { why: "timeout".to_owned() });
    desk.now = desk.now.max(send_by);
    let told = desk.exceptions();
    desk.now = desk.order.next_probe().unwrap();
    desk.hand_over();
    assert!(matches!(desk.next(), Step::Do(Effect::FindSalesOrder { .. })));
    desk.found(1, FindAnswer::Nothing);
    assert_eq!(desk.next(), Step::Do(Effect::ReadOrder));
    desk.change(|_| ());
    told
}

#[test]
fn tries_that_are_lost_one_after_the_other_are_told_an_hour_after_the_first_should_have_been_known() {
    let mut desk = Desk::with(image());
    let send_by = desk.posting().intent.send_by;
    let patience = desk.rules.policy.horizon.after(send_by) + desk.rules.policy.patience;
    while desk.now < patience {
        assert!(lost_for_good(&mut desk).is_empty(), "at {}", desk.now);
    }
    assert_eq!(lost_for_good(&mut desk), ["outcome_unknown"]);
    let since = desk.order.rest.exceptions[0].since;
    assert_eq!(lost_for_good(&mut desk), ["outcome_unknown"]);
    assert_eq!(desk.order.rest.exceptions[0].since, since, "it keeps its age from try to try");
    desk.export();
    assert_eq!(desk.order.standing(), Standing::Exported);
}

#[test]
fn a_try_that_is_lost_is_looked_at_when_the_patience_with_the_first_is_over() {
    let mut desk = Desk::with(image());
    let send_by = desk.posting().intent.send_by;
    let patience = desk.rules.policy.horizon.after(send_by) + desk.rules.policy.patience;
    lost_for_good(&mut desk);
    desk.now = patience - SignedDuration::from_mins(3);
    assert!(desk.open().intent.send_by < patience);
    desk.answer(1, PostAnswer::Unknown { why: "timeout".to_owned() });
    assert_eq!(desk.rest().until, Some(patience), "before its own probe");
    desk.now = patience;
    assert_eq!(desk.exceptions(), ["outcome_unknown"]);
}

#[test]
fn a_rejection_ends_the_series_and_what_was_not_taken_does_not() {
    let busy = PostAnswer::NotDone { until: None, why: "busy".to_owned() };
    for (answer, told) in [(PostAnswer::Rejected(Vec::new()), &[][..]), (busy, &["outcome_unknown"])] {
        let mut desk = Desk::with(image());
        lost_for_good(&mut desk);
        desk.open();
        desk.answer(1, answer);
        desk.wait(SignedDuration::from_hours(3));
        desk.change(|image| image.name.0.push('B'));
        assert_eq!(lost_for_good(&mut desk), told);
    }
}

#[test]
fn what_was_told_of_a_series_stays_between_its_tries() {
    let mut desk = Desk::with(image());
    while lost_for_good(&mut desk).is_empty() {}
    let since = desk.order.rest.exceptions[0].since;
    desk.apply(Outcome::PutOff { until: None, why: "BlueCherry's window is closed".to_owned(), reading: false });
    assert_eq!(desk.exceptions(), ["outcome_unknown"], "nothing is under way, and nobody knows why it was lost");
    assert_eq!(desk.order.rest.exceptions[0].since, since);
    desk.now = desk.rest().until.unwrap();
    desk.hand_over();
    desk.change(|_| ());
    desk.export();
    assert_eq!(desk.order.standing(), Standing::Exported);
    assert!(desk.order.rest.exceptions.is_empty());
}

#[test]
fn a_post_that_is_on_its_way_is_not_told_of_because_one_before_it_was_lost() {
    let mut desk = Desk::with(image());
    lost_for_good(&mut desk);
    desk.wait(SignedDuration::from_hours(60));
    let send_by = desk.open().intent.send_by;
    assert_eq!(desk.exceptions(), [""; 0]);
    assert!(desk.order.rest.until.unwrap() <= send_by);
}

#[test]
fn nobody_is_woken_for_a_series_before_what_is_promised_now() {
    let mut desk = Desk::with(image());
    lost_for_good(&mut desk);
    desk.wait(SignedDuration::from_hours(3));
    desk.open();
    let morning = desk.now + SignedDuration::from_hours(9);
    let import = domain::import::ImportId::parse("Imp-0007").unwrap();
    desk.answer(1, PostAnswer::Staged { import, until: Some(morning) });
    let rest = desk.rest();
    assert!(rest.exceptions.is_empty(), "{:?}", rest.exceptions);
    assert!(rest.until.unwrap() >= morning);
}
