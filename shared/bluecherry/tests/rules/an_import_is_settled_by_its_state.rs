use bluecherry::answer::{Reply, import};
use domain::import::ImportId;
use domain::step::{ImportAnswer, PostAnswer};
use serde_json::{Value, json};

use crate::by_hand::{
    FORBIDDEN, MISSING_KEY, NOT_FOUND, PAGE, QUOTA, SERVER_ERROR, THROTTLED, rejection, reply, with_header,
};
use crate::sample;
use crate::server::Server;

#[derive(PartialEq, Debug)]
enum Meaning {
    Staged,
    Posted(String),
    Rejected(Vec<String>),
    Nothing,
    Refused,
    Unanswered,
}

fn meaning(reply: &Reply) -> Meaning {
    match import::read(reply, &sample::zone()) {
        ImportAnswer::Staged { .. } => Meaning::Staged,
        ImportAnswer::Posted(number) => Meaning::Posted(number.to_string()),
        ImportAnswer::Rejected(errors) => Meaning::Rejected(errors.into_iter().map(|error| error.code).collect()),
        ImportAnswer::Nothing => Meaning::Nothing,
        ImportAnswer::Refused { .. } => Meaning::Refused,
        ImportAnswer::Unanswered { .. } => Meaning::Unanswered,
    }
}

fn rejected(codes: &[&str]) -> Meaning {
    Meaning::Rejected(codes.iter().map(|&code| code.to_owned()).collect())
}

#[test]
fn every_answer_has_its_meaning() {
    let state = |state: &str| json!({ "import_id": "I-7", "state": state, "ord_num": null, "errors": [] });
    let with = |name: &str, field: &str, value: Value| {
        let mut body = state(name);
        body[field] = value;
        body.to_string()
    };
    let errors = json!([{ "code": "BC_SKU_UNKNOWN" }, { "code": "BC_TERMS", "severity": "WARN" }]);
    let posted = || Meaning::Posted("0004711".to_owned());
    let unknown = |code: &str| rejection(code).to_string();
    for (what, status, body, expected) in [
        ("it waits", 200, state("STAGED").to_string(), Meaning::Staged),
        ("it waits, padded and in small letters", 200, state("staged  ").to_string(), Meaning::Staged),
        ("it is booked", 200, with("POSTED", "ord_num", json!("0004711")), posted()),
        ("booked, padded", 200, with("Posted    ", "ord_num", json!("0004711   ")), posted()),
        ("booked, but under which number", 200, state("POSTED").to_string(), Meaning::Unanswered),
        ("booked under a blank number", 200, with("POSTED", "ord_num", json!("  ")), Meaning::Unanswered),
        ("it is rejected", 200, with("REJECTED", "errors", errors.clone()), rejected(&["BC_SKU_UNKNOWN"])),
        ("rejected without a reason", 200, state("REJECTED").to_string(), rejected(&["BC_BAD_REQUEST"])),
        ("rejected with a number", 200, with("REJECTED", "ord_num", json!("0004711")), Meaning::Unanswered),
        ("booked with errors", 200, with("POSTED", "errors", errors.clone()), Meaning::Unanswered),
        ("waits with a number", 200, with("STAGED", "ord_num", json!("0004711")), Meaning::Unanswered),
        ("waits with errors", 200, with("STAGED", "errors", errors), Meaning::Unanswered),
        ("another state", 200, with("RUNNING", "ord_num", json!("0004711")), Meaning::Unanswered),
        ("no state", 200, json!({ "ord_num": "0004711" }).to_string(), Meaning::Unanswered),
        ("nothing at all", 200, String::new(), Meaning::Unanswered),
        ("a page in a 200", 200, PAGE.to_owned(), Meaning::Unanswered),
        ("a state that is no success", 500, with("POSTED", "ord_num", json!("0004711")), Meaning::Unanswered),
        ("no such import", 404, unknown("BC_IMPORT_UNKNOWN"), Meaning::Nothing),
        ("no such import, in a 200", 200, unknown("BC_IMPORT_UNKNOWN"), Meaning::Nothing),
        ("no such order", 404, unknown("BC_ORD_UNKNOWN"), Meaning::Unanswered),
        ("a 404 for another reason", 404, unknown("BC_CUSTOMER"), Meaning::Unanswered),
        ("the gateway's 404", 404, NOT_FOUND.to_owned(), Meaning::Unanswered),
        ("an empty 404", 404, String::new(), Meaning::Unanswered),
        ("closed", 503, unknown("BC_WINDOW_CLOSED"), Meaning::Unanswered),
        ("throttled", 429, THROTTLED.to_owned(), Meaning::Unanswered),
        ("out of quota", 403, QUOTA.to_owned(), Meaning::Unanswered),
        ("no permission", 403, FORBIDDEN.to_owned(), Meaning::Refused),
        ("no key", 401, MISSING_KEY.to_owned(), Meaning::Refused),
        ("500", 500, SERVER_ERROR.to_owned(), Meaning::Unanswered),
        ("502", 502, PAGE.to_owned(), Meaning::Unanswered),
    ] {
        assert_eq!(meaning(&reply(status, body)), expected, "{what}");
    }
}

#[test]
fn a_rejection_keeps_code_line_and_field() {
    let mut body = rejection("BC_SKU_UNKNOWN");
    body["state"] = json!("REJECTED");
    let ImportAnswer::Rejected(errors) = import::read(&reply(200, body), &sample::zone()) else {
        panic!("not rejected");
    };
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].line, errors[0].field.as_deref()), (Some(2), Some("color_code")));
}

#[test]
fn until_when_to_wait_is_read_from_the_answer() {
    let time = |text: &str| Some(format!("2026-11-24T{text}Z").parse().unwrap());
    for (what, reply, expected) in [
        ("waits", reply(200, json!({ "state": "STAGED", "next_at": "2026-11-24T10:05:00" })), time("15:05:00")),
        ("waits", reply(200, json!({ "state": "STAGED" })), None),
        ("throttled", with_header(reply(429, THROTTLED), "retry-after", "7"), time("15:00:07")),
        ("out of quota", reply(403, QUOTA), time("16:02:03")),
        ("a page", with_header(reply(503, PAGE), "retry-after", "60"), time("15:01:00")),
    ] {
        match import::read(&reply, &sample::zone()) {
            ImportAnswer::Staged { until } | ImportAnswer::Unanswered { until, .. } => {
                assert_eq!(until, expected, "{what}");
            }
            other => panic!("{what}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn what_a_post_was_staged_under_is_asked_for() {
    let staged = json!({ "import_id": "Ab/1", "state": "STAGED", "next_at": "2026-11-24T10:05:00" });
    let posted = json!({ "import_id": "Ab/1", "state": "POSTED", "ord_num": "0004711" });
    let server = Server::start([reply(202, staged), reply(200, posted)]).await;
    let answer = server.client.post(&sample::sales_order(), &sample::delivery(), jiff::Timestamp::MAX).await;
    let import = ImportId::parse("Ab/1").unwrap();
    let until = Some("2026-11-24T15:05:00Z".parse().unwrap());
    assert_eq!(answer, PostAnswer::Staged { import: import.clone(), until });
    let answer = server.client.import(&import).await;
    let ImportAnswer::Posted(number) = answer else { panic!("{answer:?}") };
    assert_eq!(number.as_str(), "0004711");
    assert_eq!(server.calls()[1].path, "/SAMPLE/STG/orders/imports/Ab%2F1");
}
