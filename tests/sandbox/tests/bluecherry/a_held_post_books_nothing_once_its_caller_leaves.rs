use std::time::Duration;

use sandbox::bluecherry::{Fault, Moment};

use crate::sample::Server;

#[tokio::test]
async fn held_before_the_booking_it_books_nothing_once_its_caller_leaves() {
    let server = Server::plain().await;
    server.script(&[Fault::Hold { moment: Moment::BeforeBooking, millis: 600 }]);
    let error = server.post().timeout(Duration::from_millis(200)).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert_eq!(server.booked(), 0);
    server.running.stop().await;
}

#[tokio::test]
async fn held_before_the_booking_it_books_when_its_caller_stays() {
    let server = Server::plain().await;
    server.script(&[Fault::Hold { moment: Moment::BeforeBooking, millis: 300 }]);
    assert_eq!(server.post().send().await.unwrap().status(), 201);
    assert_eq!(server.booked(), 1);
    server.running.stop().await;
}

#[tokio::test]
async fn held_after_the_booking_the_order_stands_whatever_the_caller_does() {
    let server = Server::plain().await;
    server.script(&[Fault::Hold { moment: Moment::AfterBooking, millis: 60_000 }]);
    let error = server.post().timeout(Duration::from_millis(300)).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(server.booked(), 1);
    server.running.stop().await;
}
