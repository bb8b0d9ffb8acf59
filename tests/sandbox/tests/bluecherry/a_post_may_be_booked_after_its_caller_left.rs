use std::time::Duration;

use sandbox::bluecherry::Fault;

use crate::sample::Server;

#[tokio::test]
async fn a_caller_who_leaves_does_not_take_the_post_away() {
    let server = Server::plain().await;
    server.script(&[Fault::BookedLater { millis: 600 }]);
    let error = server.post().timeout(Duration::from_millis(200)).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(server.booked(), 0, "not yet");
    server.wait_for_booked(1).await;
    server.running.stop().await;
}

#[tokio::test]
async fn a_caller_who_stays_is_answered() {
    let server = Server::plain().await;
    server.script(&[Fault::BookedLater { millis: 100 }]);
    assert_eq!(server.post().send().await.unwrap().status(), 201);
    assert_eq!(server.booked(), 1);
    server.running.stop().await;
}

#[tokio::test]
async fn a_server_that_goes_down_books_nothing_later() {
    let mut server = Server::plain().await;
    server.script(&[Fault::BookedLater { millis: 400 }]);
    server.post().timeout(Duration::from_millis(100)).send().await.unwrap_err();
    server.running.down().await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(server.booked(), 0);
}
