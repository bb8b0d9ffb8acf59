use domain::image::OrderImage;
use domain::import::Course;
use domain::order::Standing;
use domain::part::PartState;
use domain::step::{Effect, FindAnswer, Outcome, PostAnswer, Step};
use jiff::SignedDuration;

use crate::desk::Desk;
use crate::sample::{LONDON, booked, codes_without, image, key, line, mark, number, order_of, routed, three_parts};
use domain::mapping::MappingKind;

fn unknown() -> PostAnswer {
    PostAnswer::Unknown { why: "502".to_owned() }
}

#[test]
fn an_intent_says_until_when_it_may_leave_and_when_a_probe_proves_something() {
    let desk = Desk::with(image());
    let intent = desk.posting().intent;
    assert_eq!(intent.attempt, 1);
    assert_eq!(intent.send_by, desk.now + SignedDuration::from_secs(10));
    // Client 30 s, gateway 30 s, twice a clock margin of 60 s, read lag 30 s.
    assert_eq!(intent.probe_at, intent.send_by + SignedDuration::from_secs(210));
    assert_eq!(intent.hash, intent.sales_order.hash());
    let mut staged = Desk::with(image());
    staged.rules.policy.horizon.import_cycle = SignedDuration::from_mins(15);
    assert_eq!(staged.posting().intent.probe_at, intent.probe_at + SignedDuration::from_mins(15));
}

#[test]
fn an_open_intent_waits_and_is_probed_at_its_horizon_not_before() {
    let mut desk = Desk::with(image());
    let intent = desk.open().intent;
    desk.answer(1, unknown());
    for (before, probes) in [(1, false), (0, true)] {
        desk.now = intent.probe_at - SignedDuration::from_secs(before);
        match desk.next() {
            Step::Do(Effect::FindSalesOrder { part: 1, attempt: 1, reference }) if probes => {
                assert_eq!(reference, intent.sales_order.reference);
            }
            Step::Rest(rest) if !probes => assert_eq!(rest.until, Some(intent.probe_at)),
            other => panic!("{before} s before the horizon: {other:?}"),
        }
    }
    assert_eq!(desk.order.standing(), Standing::Waiting);
}

#[test]
fn what_a_probe_says_decides() {
    type Case = (&'static str, fn(&domain::sales_order::SalesOrder) -> FindAnswer, &'static str);
    let cases: [Case; 4] = [
        ("found once: it is ours", |posted| FindAnswer::One(Box::new(booked(posted, "7001"))), "accepted"),
        ("nothing after the horizon: plan anew", |_| FindAnswer::Nothing, "open"),
        ("found twice: alarm", |_| FindAnswer::Several(vec![number("7001"), number("7002")]), "found twice"),
        ("no answer: ask again", |_| FindAnswer::Unanswered { until: None, why: "503".to_owned() }, "sending"),
    ];
    for (rule, answer, state) in cases {
        let mut desk = Desk::with(image());
        let intent = desk.open().intent;
        desk.answer(1, unknown());
        desk.now = intent.probe_at;
        desk.found(1, answer(&intent.sales_order));
        assert_eq!(desk.state(1).name(), state, "{rule}");
    }
}

#[test]
fn after_nothing_was_found_the_payload_is_planned_anew_under_the_same_reference() {
    let mut desk = Desk::with(image());
    let first = desk.open().intent;
    desk.answer(1, unknown());
    desk.change(|image| image.name.0 = "#1001-b".to_owned());
    desk.now = first.probe_at;
    desk.found(1, FindAnswer::Nothing);
    let second = desk.open().intent;
    assert_eq!((second.attempt, &second.sales_order.reference), (2, &first.sales_order.reference));
    assert_ne!(second.hash, first.hash);
}

#[test]
fn a_probe_without_an_answer_is_asked_again_when_it_says_or_as_the_policy_says() {
    for (said, waits) in [(None, 60), (Some(300), 300), (Some(-5), 60)] {
        let mut desk = Desk::with(image());
        desk.now = desk.open().intent.probe_at;
        let until = said.map(|seconds| desk.now + SignedDuration::from_secs(seconds));
        desk.found(1, FindAnswer::Unanswered { until, why: "busy".to_owned() });
        assert_eq!(desk.rest().until, Some(desk.now + SignedDuration::from_secs(waits)), "{said:?}");
    }
}

#[test]
fn what_is_certainly_not_done_rests_until_it_may_be_tried_again() {
    // A time that is over already would be tried again at once, and again.
    for (said, waits) in [(None, 60), (Some(30), 30), (Some(0), 60), (Some(-5), 60)] {
        let mut desk = Desk::with(image());
        desk.open();
        let until = said.map(|seconds| desk.now + SignedDuration::from_secs(seconds));
        desk.answer(1, PostAnswer::NotDone { until, why: "429".to_owned() });
        let until = desk.now + SignedDuration::from_secs(waits);
        let rest = desk.rest();
        assert_eq!((rest.until, rest.exceptions.len()), (Some(until), 0), "{said:?}");
        desk.now = until;
        assert_eq!(desk.posting().intent.attempt, 2, "{said:?}");
    }
}

#[test]
fn what_is_put_off_by_the_gate_waits_without_an_intent() {
    let mut desk = Desk::with(image());
    let until = desk.now + SignedDuration::from_mins(30);
    desk.apply(Outcome::PutOff { until: Some(until), why: "window closed".to_owned(), reading: false });
    assert_eq!(desk.rest().until, Some(until));
    assert!(desk.order.parts.is_empty());
    desk.now = until;
    assert_eq!(desk.posting().intent.attempt, 1);
}

#[test]
fn a_late_number_after_another_try_means_found_twice() {
    let mut desk = Desk::with(image());
    let first = desk.open().intent;
    desk.answer(1, unknown());
    desk.now = first.probe_at;
    desk.found(1, FindAnswer::Nothing);
    let second = desk.open().intent;
    let late = |under| Outcome::Posted {
        part: 1,
        attempt: 1,
        answer: PostAnswer::Booked(Box::new(booked(&first.sales_order, under))),
    };
    desk.apply(late("7001"));
    assert!(matches!(desk.state(1), PartState::Sending(intent) if intent.also == [number("7001")]));
    desk.answer(1, PostAnswer::Booked(Box::new(booked(&second.sales_order, "7002"))));
    assert_eq!(*desk.state(1), PartState::FoundTwice { numbers: vec![number("7001"), number("7002")] });
    let exception = desk.rest().exceptions[0].clone();
    assert_eq!((exception.problem.kind(), exception.at_stake), ("found_twice", Some(image().total)));
    desk.apply(late("7003"));
    assert!(matches!(desk.state(1), PartState::FoundTwice { numbers } if numbers.len() == 3), "no number is ever lost");
}

type Prepare = fn(&mut Desk);

#[test]
fn a_late_answer_counts_in_every_state_if_it_brings_a_number() {
    let book = |desk: &mut Desk, attempt: u32, under: &str| {
        let posted = desk.order.parts[0].posted().unwrap().clone();
        let answer = PostAnswer::Booked(Box::new(booked(&posted, under)));
        desk.apply(Outcome::Posted { part: 1, attempt, answer });
    };
    let several = |desk: &mut Desk, attempt: u32, numbers: &[&str]| {
        let answer = FindAnswer::Several(numbers.iter().map(|text| number(text)).collect());
        desk.apply(Outcome::Found { part: 1, attempt, answer, course: Course::default() });
    };
    let states: [(&str, Prepare); 5] = [
        ("open", |desk| desk.answer(1, PostAnswer::NotDone { until: None, why: "429".to_owned() })),
        ("rejected", |desk| desk.answer(1, PostAnswer::Rejected(Vec::new()))),
        ("sending", |desk| {
            desk.answer(1, PostAnswer::NotDone { until: None, why: "too late".to_owned() });
            desk.now += desk.rules.policy.busy_retry;
            desk.open();
        }),
        ("accepted", |desk| {
            let posted = desk.order.parts[0].posted().unwrap().clone();
            desk.answer(1, PostAnswer::Booked(Box::new(booked(&posted, "7009"))));
        }),
        ("found twice", |desk| desk.found(1, FindAnswer::Several(vec![number("7001"), number("7009")]))),
    ];
    for (state, prepare) in states {
        let prepared = || {
            let mut desk = Desk::with(image());
            desk.open();
            prepare(&mut desk);
            assert_eq!(desk.state(1).name(), state);
            desk
        };
        let mut one = prepared();
        book(&mut one, 1, "7001");
        let expected = match state {
            "open" | "rejected" => "accepted",
            "sending" => "sending",
            _ => "found twice",
        };
        assert_eq!(one.state(1).name(), expected, "{state}: a number comes late");
        assert!(one.order.parts[0].posted().is_some(), "{state}: what was posted is not forgotten");
        if let PartState::Sending(intent) = one.state(1) {
            assert_eq!(intent.also, [number("7001")]);
        }
        let mut two = prepared();
        several(&mut two, 7, &["7001", "7002"]);
        let PartState::FoundTwice { numbers } = two.state(1) else { panic!("{state}: two numbers come late") };
        assert!(numbers.contains(&number("7001")) && numbers.contains(&number("7002")), "{state}");
        assert!(two.order.parts[0].posted().is_some(), "{state}: what was posted is not forgotten");
    }
}

#[test]
fn a_late_answer_without_a_number_changes_nothing() {
    let answers = [
        PostAnswer::NotDone { until: None, why: "429".to_owned() },
        PostAnswer::Rejected(Vec::new()),
        PostAnswer::Unknown { why: "timeout".to_owned() },
    ];
    for answer in answers {
        let mut desk = Desk::exported(image());
        let before = desk.order.parts.clone();
        desk.apply(Outcome::Posted { part: 1, attempt: 9, answer: answer.clone() });
        assert_eq!(desk.order.parts, before, "{answer:?}");
    }
    let mut desk = Desk::with(image());
    desk.answer_unknown_then_reopen();
    let before = desk.order.parts.clone();
    desk.apply(Outcome::Found { part: 1, attempt: 1, answer: FindAnswer::Nothing, course: Course::default() });
    assert_eq!(desk.order.parts, before, "a probe of an old try says nothing of the new one");
}

#[test]
fn an_earlier_try_that_was_booked_is_looked_for_until_it_is_found() {
    let mut desk = Desk::with(image());
    let posted = desk.answer_unknown_then_reopen();
    let booking = booked(&posted, "7001");
    desk.apply(Outcome::Posted { part: 1, attempt: 1, answer: PostAnswer::Booked(Box::new(booking.clone())) });
    desk.answer(1, PostAnswer::NotDone { until: None, why: "429".to_owned() });
    assert!(matches!(desk.next(), Step::Do(Effect::FindSalesOrder { attempt: 2, .. })), "never posted again");
    desk.found(1, FindAnswer::Nothing);
    assert_eq!(desk.rest().until, Some(desk.now + desk.rules.policy.busy_retry), "reads lag: it is looked for again");
    desk.wait(desk.rules.policy.busy_retry);
    desk.found(1, FindAnswer::One(Box::new(booking)));
    assert_eq!(desk.state(1).name(), "accepted");
}

/// The order of three parts with one cap less, in sums that tie.
fn fewer_caps() -> OrderImage {
    let mut lines = three_parts().lines;
    lines[1] = line(12, "CAP", 1, "15.00", "3.00");
    order_of(lines, vec![routed(11, LONDON, 2), routed(12, LONDON, 1)])
}

#[test]
fn while_a_part_is_unknown_nothing_is_posted_of_another_revision() {
    let mut desk = Desk::with(three_parts());
    let probe_at = desk.open().intent.probe_at;
    desk.answer(1, unknown());
    desk.change(|image| image.cancelled_at = Some(image.updated_at));
    let rest = desk.rest();
    assert_eq!((rest.until, rest.exceptions.len()), (Some(probe_at), 0), "nothing is known to be exported yet");
    assert_eq!(rest.ineligible, None, "and nothing is known not to be");
    desk.read(fewer_caps(), mark());
    assert_eq!(desk.rest().until, Some(probe_at));
    desk.now = probe_at;
    desk.found(1, FindAnswer::Nothing);
    let posted = desk.export();
    assert_eq!(posted.len(), 2, "all of the new revision");
    assert_eq!(
        posted.iter().map(|order| order.control.total).sum::<rust_decimal::Decimal>(),
        fewer_caps().total.amount
    );
}

#[test]
fn an_unknown_part_does_not_block_the_others() {
    let mut desk = Desk::with(three_parts());
    let first = desk.open().intent;
    desk.answer(1, unknown());
    desk.book("7002");
    desk.book("7003");
    assert_eq!(desk.rest().until, Some(first.probe_at), "the numbers are shown all at once, when the last is known");
    desk.now = first.probe_at;
    desk.found(1, FindAnswer::One(Box::new(booked(&first.sales_order, "7001"))));
    assert!(matches!(desk.next(), Step::Do(Effect::WriteNumbers { numbers }) if numbers.len() == 3));
}

#[test]
fn a_code_that_goes_missing_does_not_touch_an_open_intent() {
    let mut desk = Desk::with(image());
    let probe_at = desk.open().intent.probe_at;
    desk.rules.codes = codes_without(&[key(MappingKind::Sku, "TEE-M")]);
    let rest = desk.rest();
    assert_eq!((rest.until, rest.exceptions.len()), (Some(probe_at), 0));
}

impl Desk {
    /// The first try comes to nothing as far as we know, and a second is open; what was posted.
    fn answer_unknown_then_reopen(&mut self) -> domain::sales_order::SalesOrder {
        let intent = self.open().intent;
        self.answer(1, unknown());
        self.now = intent.probe_at;
        self.found(1, FindAnswer::Nothing);
        std::sync::Arc::unwrap_or_clone(self.open().intent.sales_order)
    }
}
