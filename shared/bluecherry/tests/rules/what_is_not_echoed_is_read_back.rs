use bluecherry::Echo;
use bluecherry::answer::Reply;
use domain::step::PostAnswer;
use serde_json::json;

use crate::by_hand::{PAGE, booked, rejection, reply};
use crate::sample;
use crate::server::Server;

const BARE: &str = r#"{"ord_num":"0004711 ","ext_ref":"SO-1MKZ9A2B3C-1"}"#;

async fn post(replies: impl IntoIterator<Item = Reply>) -> (PostAnswer, Vec<String>) {
    let server = Server::start_with(replies, ["key", "key"], |settings| settings.echo = Echo::ReadBack).await;
    let answer = server.client.post(&sample::sales_order(), &sample::delivery(), jiff::Timestamp::MAX).await;
    (answer, server.calls().into_iter().map(|call| format!("{} {}", call.method, call.path)).collect())
}

#[tokio::test]
async fn by_number_with_one_more_call() {
    let (answer, calls) = post([reply(201, BARE), reply(200, booked())]).await;
    let PostAnswer::Booked(read) = answer else { panic!("{answer:?}") };
    assert_eq!(sample::sales_order().difference_from(&read), None);
    assert_eq!(calls, ["POST /SAMPLE/STG/orders", "GET /SAMPLE/STG/orders/0004711"]);
}

#[tokio::test]
async fn what_cannot_be_read_back_is_unknown() {
    let mut other = booked();
    other["ord_num"] = json!("0004712");
    for back in [reply(200, other), reply(500, booked()), reply(502, PAGE), reply(404, rejection("BC_ORD_UNKNOWN"))] {
        let (answer, _) = post([reply(201, BARE), back]).await;
        assert!(matches!(answer, PostAnswer::Unknown { .. }), "{answer:?}");
    }
}

#[tokio::test]
async fn what_was_not_accepted_is_not_read_back() {
    for (first, rejected) in [
        (reply(200, rejection("BC_QTY")), true),
        (reply(200, json!({ "ord_num": "0004711", "status": "REJECTED" })), false),
        (reply(201, "{}"), false),
        (reply(500, BARE), false),
    ] {
        let (answer, calls) = post([first]).await;
        assert_eq!(matches!(answer, PostAnswer::Rejected(_)), rejected, "{answer:?}");
        assert_eq!(matches!(answer, PostAnswer::Unknown { .. }), !rejected, "{answer:?}");
        assert_eq!(calls, ["POST /SAMPLE/STG/orders"]);
    }
}
