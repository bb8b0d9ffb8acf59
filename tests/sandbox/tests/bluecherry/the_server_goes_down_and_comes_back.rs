use std::net::TcpListener;
use std::time::Duration;

use sandbox::bluecherry::{Fault, Moment, Silence};

use crate::sample::Server;

#[tokio::test]
async fn while_it_is_down_connections_are_refused_and_the_books_stay() {
    let mut server = Server::plain().await;
    server.post().send().await.unwrap();
    server.running.down().await;
    let error = server.post().send().await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    let address = server.running.address();
    server.running.up().await.unwrap();
    assert_eq!(server.running.address(), address, "it comes back on the same port");
    assert_eq!(server.post().send().await.unwrap().status(), 201);
    assert_eq!(server.booked(), 2);
    server.running.stop().await;
}

#[tokio::test]
async fn going_down_cuts_the_calls_that_are_open() {
    let mut server = Server::plain().await;
    server.script(&[Fault::Unanswered(Silence::Held), Fault::Hold { moment: Moment::BeforeBooking, millis: 60_000 }]);
    let (first, second) = (server.post().send(), server.post().send());
    let (first, second) = (tokio::spawn(first), tokio::spawn(second));
    server.wait_for_booked(1).await;
    server.running.down().await;
    for call in [first, second] {
        let error = call.await.unwrap().unwrap_err();
        assert!(!error.is_timeout(), "{error:?}");
    }
    assert_eq!(server.booked(), 1);
}

#[tokio::test]
async fn everything_may_be_answered_503_with_a_page_instead() {
    let server = Server::plain().await;
    server.company().switches.unavailable = true;
    for call in [server.get("/status"), server.post()] {
        let response = call.send().await.unwrap();
        assert_eq!(response.status(), 503);
        assert!(response.text().await.unwrap().starts_with("<html>"));
    }
    server.company().switches.unavailable = false;
    assert_eq!(server.post().send().await.unwrap().status(), 201);
    server.running.stop().await;
}

#[tokio::test]
async fn a_simulator_that_was_stopped_leaves_its_port_free() {
    let server = Server::plain().await;
    server.script(&[Fault::Unanswered(Silence::Held)]);
    let error = server.post().timeout(Duration::from_millis(200)).send().await.unwrap_err();
    assert!(error.is_timeout());
    let address = server.running.address();
    server.running.stop().await;
    TcpListener::bind(address).unwrap();
}
