use domain::event::Event;
use domain::export::apply_outcome;
use domain::order::Order;
use domain::part::{Answer, IllegalTransition};
use domain::step::{FindAnswer, Outcome, PostAnswer};

use crate::desk::{Desk, Posting};
use crate::sample::{ORDER, booked, image, number, policy};

fn opened(posting: &Posting) -> Event {
    Event::IntentOpened { part: posting.part, key: posting.key.clone(), intent: Box::new(posting.intent.clone()) }
}

#[test]
fn no_intent_is_opened_on_what_stands_or_may_stand() {
    type Prepare = fn(&mut Desk);
    let states: [(&str, bool, Prepare); 6] = [
        ("open", true, |desk| desk.answer(1, PostAnswer::NotDone { until: None, why: String::new() })),
        ("rejected", true, |desk| desk.answer(1, PostAnswer::Rejected(Vec::new()))),
        ("sending", false, |_| ()),
        ("accepted", false, |desk| {
            let posted = desk.order.parts[0].posted().unwrap().clone();
            desk.answer(1, PostAnswer::Booked(Box::new(booked(&posted, "7001"))));
        }),
        ("booked differently", false, |desk| {
            let posted = desk.order.parts[0].posted().unwrap().clone();
            let mut echo = booked(&posted, "7001");
            echo.lines.clear();
            desk.answer(1, PostAnswer::Booked(Box::new(echo)));
        }),
        ("found twice", false, |desk| desk.found(1, FindAnswer::Several(vec![number("1"), number("2")]))),
    ];
    for (state, is_legal, prepare) in states {
        let mut desk = Desk::with(image());
        let posting = desk.open();
        prepare(&mut desk);
        assert_eq!(desk.state(1).name(), state);
        let after = desk.order.clone().after(&opened(&posting), desk.now);
        if is_legal {
            assert_eq!(after.unwrap().parts[0].state.name(), "sending");
        } else {
            let illegal = after.unwrap_err();
            assert_eq!(illegal, IllegalTransition { part: 1, event: "open an intent", state });
            assert!(illegal.to_string().contains(state));
        }
    }
}

#[test]
fn an_answer_to_a_part_that_never_was_is_refused() {
    let desk = Desk::with(image());
    let outcome = Outcome::Posted { part: 4, attempt: 1, answer: PostAnswer::Unknown { why: String::new() } };
    let illegal = apply_outcome(desk.order, outcome, &policy(), desk.now).unwrap_err();
    assert_eq!((illegal.part, illegal.state), (4, "unknown"));
}

#[test]
fn a_number_for_a_part_that_never_sent_is_refused() {
    let mut desk = Desk::with(image());
    let posting = desk.open();
    let mut part = desk.order.parts[0].clone();
    part.state = domain::part::PartState::Open { not_before: None };
    part.last = None;
    let before = part.clone();
    for answer in [
        Answer::Accepted { number: number("7001"), differs: None, probed: false },
        Answer::FoundTwice { numbers: vec![number("7001"), number("7002")] },
    ] {
        part.take(posting.intent.attempt, &answer, desk.now).unwrap_err();
        assert_eq!(part, before, "a refusal changes nothing");
    }
    part.take(1, &Answer::FoundNothing, desk.now).unwrap();
    assert_eq!(part, before, "that there is nothing is no news");
}

#[test]
fn an_altered_trail_does_not_fold() {
    let mut desk = Desk::with(image());
    desk.export();
    let whole = domain::trail::fold(ORDER, &desk.trail).unwrap();
    assert_eq!(whole.parts, desk.order.parts);
    let without_intent: Vec<_> =
        desk.trail.iter().filter(|entry| !matches!(entry.event, Event::IntentOpened { .. })).cloned().collect();
    domain::trail::fold(ORDER, &without_intent).unwrap_err();
    let mut twice = desk.trail.clone();
    twice.extend(desk.trail.iter().filter(|entry| matches!(entry.event, Event::IntentOpened { .. })).cloned());
    domain::trail::fold(ORDER, &twice).unwrap_err();
    assert_eq!(domain::trail::fold(ORDER, &[]).unwrap(), Order::new(ORDER));
}
