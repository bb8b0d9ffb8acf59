use bluecherry::Freshness;
use domain::step::{FindAnswer, PostAnswer};

use crate::by_hand::{MISSING_KEY, booked, reply};
use crate::sample;
use crate::server::Server;

fn keys(server: &Server) -> Vec<String> {
    server.calls().into_iter().map(|call| call.key).collect()
}

#[tokio::test]
async fn a_401_reads_the_key_anew_and_sends_again() {
    let server = Server::start([reply(401, MISSING_KEY), reply(201, booked())]).await;
    let answer = server.client.post(&sample::sales_order(), &sample::delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::Booked(_)), "{answer:?}");
    assert_eq!(keys(&server), ["old", "new"]);
    assert_eq!(server.keys_asked(), [Freshness::Cached, Freshness::Reread]);
}

#[tokio::test]
async fn a_second_401_is_a_refusal() {
    let server = Server::start([reply(401, MISSING_KEY), reply(401, MISSING_KEY)]).await;
    let answer = server.client.post(&sample::sales_order(), &sample::delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::Refused { .. }), "{answer:?}");
    assert_eq!(keys(&server), ["old", "new"]);
}

#[tokio::test]
async fn the_same_key_is_not_sent_again() {
    let server = Server::start_with([reply(401, MISSING_KEY)], ["old", "old"], |_| {}).await;
    let answer = server.client.find(&sample::reference()).await;
    assert!(matches!(answer, FindAnswer::Refused { .. }), "{answer:?}");
    assert_eq!(keys(&server), ["old"]);
}

#[tokio::test]
async fn a_key_that_cannot_be_read_anew_leaves_the_refusal() {
    let server = Server::start_with([reply(401, MISSING_KEY)], ["old", ""], |_| {}).await;
    let answer = server.client.post(&sample::sales_order(), &sample::delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::Refused { .. }), "{answer:?}");
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    for key in ["", "two\nlines"] {
        let server = Server::start_with([], [key, ""], |_| {}).await;
        let answer = server.client.post(&sample::sales_order(), &sample::delivery(), jiff::Timestamp::MAX).await;
        assert!(matches!(answer, PostAnswer::NotDone { .. }), "{answer:?}");
        assert!(server.calls().is_empty());
    }
}
