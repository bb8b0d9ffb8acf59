use std::time::Duration;

use domain::id::OrderId;
use futures_util::future::join_all;
use serde_json::json;
use shopify::{CallError, Class, Freshness, ReadError, TokenError};

use crate::by_hand::{ORDER, answer};
use crate::server::{Reply, grant, reply, serve};

fn unauthorised() -> Reply {
    reply(401, json!({"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}))
}

fn order() -> Reply {
    reply(200, answer(|_| {}))
}

#[tokio::test]
async fn a_token_is_asked_for_once_and_kept() {
    let server = serve([order(), order()]).await;
    server.client.read_order(OrderId(ORDER)).await.unwrap();
    server.client.read_order(OrderId(ORDER)).await.unwrap();
    let asked = json!({"client_id": "id", "client_secret": "old", "grant_type": "client_credentials"});
    assert_eq!(server.mints(), [asked]);
    assert!(server.calls().iter().all(|call| call.token == "token"));
}

#[tokio::test]
async fn many_callers_at_once_ask_for_one_token() {
    let server = serve((0..20).map(|_| order())).await;
    let reads = join_all((0..20).map(|_| server.client.read_order(OrderId(ORDER)))).await;
    assert!(reads.iter().all(Result::is_ok));
    assert_eq!(server.mints().len(), 1);
}

#[tokio::test]
async fn a_token_is_replaced_before_it_runs_out() {
    let server = serve([order(), order()]).await.grants([grant("first", 2), grant("second", 86_399)]);
    server.client.read_order(OrderId(ORDER)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_050)).await;
    server.client.read_order(OrderId(ORDER)).await.unwrap();
    let tokens: Vec<String> = server.calls().into_iter().map(|call| call.token).collect();
    assert_eq!(tokens, ["first", "second"]);
}

#[tokio::test]
async fn a_refused_token_is_replaced_with_credentials_read_anew() {
    let server = serve([unauthorised(), order()]).await.grants([grant("first", 86_399), grant("second", 86_399)]);
    server.client.read_order(OrderId(ORDER)).await.unwrap();
    let tokens: Vec<String> = server.calls().into_iter().map(|call| call.token).collect();
    assert_eq!(tokens, ["first", "second"]);
    assert_eq!(server.credentials_read(), [Freshness::Cached, Freshness::Reread]);
    assert_eq!(server.mints()[1]["client_secret"], "new");
}

#[tokio::test]
async fn a_second_refusal_is_final() {
    let server = serve([unauthorised(), unauthorised()]).await;
    let error = server.client.read_order(OrderId(ORDER)).await.unwrap_err();
    assert!(matches!(error, ReadError::Call { source: CallError::Unauthorised, .. }), "{error:?}");
    assert_eq!(error.class(), Class::Denied);
    assert_eq!((server.calls().len(), server.mints().len()), (2, 2));
}

#[tokio::test]
async fn a_secret_that_was_rotated_is_read_anew() {
    let server =
        serve([order()]).await.grants([reply(400, json!({"error": "invalid_client"})), grant("second", 86_399)]);
    server.client.read_order(OrderId(ORDER)).await.unwrap();
    assert_eq!(server.credentials_read(), [Freshness::Cached, Freshness::Reread]);
}

/// Without a token nothing was asked of the order, so that nothing was done, whatever became of the token's call.
#[tokio::test]
async fn no_token_means_certainly_not_done() {
    let refused = || reply(401, json!({"error": "invalid_client"}));
    let wait = Some(Duration::from_secs(3));
    for (grants, expected) in [
        (vec![refused(), refused()], Class::Denied),
        (vec![reply(429, "").header("retry-after", "3.0")], Class::NotDone { wait }),
        (vec![reply(503, "<html>")], Class::NotDone { wait: None }),
        (vec![reply(200, "<html>")], Class::NotDone { wait: None }),
        (vec![reply(200, json!({"expires_in": 1}))], Class::NotDone { wait: None }),
    ] {
        let server = serve([]).await.grants(grants);
        let error = server.client.set_order_numbers(OrderId(ORDER), &["100"]).await.unwrap_err();
        assert_eq!(error.class(), expected, "{error:?}");
        assert_eq!(server.calls().len(), 0);
    }
}

#[test]
fn an_unreadable_store_of_credentials_is_no_answer_of_shopifys() {
    let error = TokenError::Credentials("the secret is gone".into());
    assert_eq!(error.class(), Class::NotDone { wait: None });
}
