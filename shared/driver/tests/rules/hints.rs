use domain::id::OrderId;
use domain::image::OrderImage;
use domain::order::Reading;
use domain::trail::Cause;
use driver::hint::{DUE, Hint, Meaning, RELEASED, coalesce, meaning};
use jiff::SignedDuration;

use crate::sample::{at, image};
use crate::world::{ORDER, hint};

const GO_ON: Meaning = Meaning::GoOn(Reading::Outdated);
const HELD: Meaning = Meaning::GoOn(Reading::Held);

/// An image of the revision of 12:00:00, read so many seconds later by Shopify's clock.
fn held(seconds: i64) -> OrderImage {
    let updated_at = at("2026-11-24T12:00:00Z");
    OrderImage { updated_at, read_at: updated_at + SignedDuration::from_secs(seconds), ..image() }
}

#[test]
fn a_hint_is_skipped_when_it_is_older_or_safely_equal_and_never_else() {
    let told = |time: &str| hint("orders/updated", at(time));
    let cases = [
        ("older", told("2026-11-24T11:59:59Z"), held(0), false, Meaning::OldNews),
        ("newer", told("2026-11-24T12:00:01Z"), held(60), false, GO_ON),
        ("equal, read in the same second", told("2026-11-24T12:00:00Z"), held(0), false, GO_ON),
        ("equal, read two seconds later", told("2026-11-24T12:00:00Z"), held(2), false, GO_ON),
        ("equal, read three seconds later", told("2026-11-24T12:00:00Z"), held(3), false, Meaning::OldNews),
        ("older, but what is held is known to be stale", told("2026-11-24T11:59:59Z"), held(60), true, GO_ON),
        (
            "a stub without its revision",
            Hint { updated_at: None, ..told("2026-11-24T12:00:00Z") },
            held(60),
            false,
            GO_ON,
        ),
    ];
    for (name, hint, image, stale, expected) in cases {
        assert_eq!(meaning(&hint, Some(&image), stale), expected, "{name}");
        assert_eq!(meaning(&hint, None, stale), GO_ON, "{name}, nothing held");
    }
}

#[test]
fn a_hint_of_due_work_goes_on_from_what_is_held() {
    for hint in [Hint::due(ORDER), Hint::released(ORDER)] {
        for stale in [false, true] {
            assert_eq!(meaning(&hint, Some(&held(0)), stale), HELD);
        }
        assert_eq!(meaning(&hint, None, true), HELD, "it could not be read: the wait decides");
        assert_eq!(meaning(&hint, None, false), GO_ON);
    }
}

#[test]
fn the_hints_of_one_invocation_are_one_for_each_order() {
    let told = |seconds: i64| hint("orders/updated", at("2026-11-24T12:00:00Z") + SignedDuration::from_secs(seconds));
    let stub = || Hint { updated_at: None, ..hint("orders/edited", at("2026-11-24T12:00:00Z")) };
    let other = |hint: Hint| Hint { order: OrderId(7), ..hint };
    let cases = [
        ("nothing", vec![], vec![]),
        ("the newest revision counts", vec![told(1), told(3), told(2)], vec![told(3)]),
        ("one that cannot say hides the others", vec![told(1), stub()], vec![Hint { updated_at: None, ..told(1) }]),
        ("and stays hidden", vec![stub(), told(9)], vec![stub()]),
        ("news beat due work", vec![Hint::due(ORDER), told(1)], vec![told(1)]),
        ("in either order", vec![told(1), Hint::due(ORDER)], vec![told(1)]),
        ("due work twice is due work", vec![Hint::due(ORDER), Hint::released(ORDER)], vec![Hint::released(ORDER)]),
        ("orders are kept apart", vec![told(1), other(told(2)), told(3)], vec![told(3), other(told(2))]),
    ];
    for (name, hints, expected) in cases {
        assert_eq!(coalesce(hints), expected, "{name}");
    }
}

#[test]
fn a_message_holds_identities_only() {
    let hint = hint("orders/paid", at("2026-11-24T10:00:00Z"));
    let text = serde_json::to_string(&hint).unwrap();
    assert_eq!(text, r#"{"order":9007199254740995,"updated_at":"2026-11-24T10:00:00Z","cause":"orders/paid"}"#);
    assert_eq!(serde_json::from_str::<Hint>(&text).unwrap(), hint);
    let due = Hint::due(ORDER);
    assert_eq!(serde_json::to_string(&due).unwrap(), r#"{"order":9007199254740995,"cause":"due"}"#);
    assert_eq!((due.cause, Hint::released(ORDER).cause), (Cause(DUE.to_owned()), Cause(RELEASED.to_owned())));
}
