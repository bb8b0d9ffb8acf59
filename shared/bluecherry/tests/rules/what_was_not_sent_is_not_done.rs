use std::time::Duration;

use bluecherry::StatusAnswer;
use domain::step::{FindAnswer, PostAnswer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::sample;
use crate::server::Server;

async fn post_to(url: String) -> PostAnswer {
    let server = Server::start_with([], ["key", "key"], |settings| settings.url = url).await;
    server.client.post(&sample::sales_order(), &sample::delivery(), jiff::Timestamp::MAX).await
}

/// A server that takes the request and answers with these bytes, then closes.
async fn raw(answer: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut request = [0; 64];
        connection.read_exact(&mut request).await.unwrap();
        // The client may have had enough before the end.
        let _ = connection.write_all(&answer).await;
    });
    url
}

#[tokio::test]
async fn no_connection_means_not_done() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for url in [url, "https://no-such-host.invalid".to_owned()] {
        let answer = post_to(url).await;
        assert!(matches!(answer, PostAnswer::NotDone { until: None, .. }), "{answer:?}");
    }
}

#[tokio::test]
async fn a_post_that_may_have_arrived_is_unknown() {
    let cut_off = b"HTTP/1.1 201 Created\r\ncontent-length: 5000\r\n\r\n{\"ord_num\":\"0004711\"".to_vec();
    let endless = [b"HTTP/1.1 201 Created\r\n\r\n".to_vec(), vec![b' '; 5 * 1024 * 1024]].concat();
    for answer in [Vec::new(), b"SSH-2.0-OpenSSH\r\n".to_vec(), cut_off, endless] {
        let answer = post_to(raw(answer).await).await;
        assert!(matches!(answer, PostAnswer::Unknown { .. }), "{answer:?}");
    }
}

#[tokio::test]
async fn no_answer_in_time_is_unknown() {
    let quick = |settings: &mut bluecherry::Settings| settings.timeout = Duration::from_millis(300);
    let server = Server::start_with([], ["key", "key"], quick).await;
    let answer = server.client.post(&sample::sales_order(), &sample::delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::Unknown { .. }), "{answer:?}");
    assert_eq!(server.calls().len(), 1);
    let answer = server.client.find(&sample::reference()).await;
    assert!(matches!(answer, FindAnswer::Unanswered { .. }), "{answer:?}");
    let answer = server.client.status().await;
    assert!(matches!(answer, StatusAnswer::NotNow { .. }), "{answer:?}");
}

#[tokio::test]
async fn a_post_that_is_ready_too_late_does_not_leave() {
    let server = Server::start_with([], ["key", "key"], |_| ()).await;
    let answer = server.client.post(&sample::sales_order(), &sample::delivery(), jiff::Timestamp::MIN).await;
    assert!(matches!(answer, PostAnswer::NotDone { until: None, .. }), "{answer:?}");
    assert!(server.calls().is_empty(), "the gateway has seen nothing of it");
}
