use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use sandbox::bluecherry::{Fault, Moment};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::time::timeout;

use crate::sample::{KEY, Server, order_json};

const CALLER: &str = "
import sys, urllib.request
headers = {'Ocp-Apim-Subscription-Key': sys.argv[2], 'Content-Type': 'application/json'}
request = urllib.request.Request(sys.argv[1], sys.stdin.buffer.read(), headers)
urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30)
";

/// Posts from a process of its own, and tells how it ended.
async fn post_from_another_process(server: &Server) -> (Option<u32>, ExitStatus) {
    let mut caller = Command::new("python3")
        .args(["-c", CALLER, &server.url("/orders"), KEY])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let process = caller.id();
    let mut input = caller.stdin.take().unwrap();
    input.write_all(order_json().to_string().as_bytes()).await.unwrap();
    drop(input);
    (process, timeout(Duration::from_secs(20), caller.wait()).await.unwrap().unwrap())
}

#[tokio::test]
async fn killed_before_the_booking_the_caller_leaves_no_order() {
    let server = Server::plain().await;
    server.script(&[Fault::KillCaller(Moment::BeforeBooking)]);
    let (process, status) = post_from_another_process(&server).await;
    assert_eq!(status.signal(), Some(9), "{:?}", server.running.counts());
    assert_eq!(server.booked(), 0);
    assert_eq!(server.running.counts().killed, Vec::from_iter(process));
    server.running.stop().await;
}

#[tokio::test]
async fn killed_after_the_booking_the_caller_leaves_an_order_that_it_knows_nothing_of() {
    let server = Server::plain().await;
    server.script(&[Fault::KillCaller(Moment::AfterBooking)]);
    let (_, status) = post_from_another_process(&server).await;
    assert_eq!(status.signal(), Some(9), "{:?}", server.running.counts());
    assert_eq!(server.booked(), 1);
    server.running.stop().await;
}

#[tokio::test]
async fn the_process_of_the_simulator_itself_is_never_killed() {
    let server = Server::plain().await;
    server.script(&[Fault::KillCaller(Moment::AfterBooking)]);
    let error = server.post().timeout(Duration::from_secs(2)).send().await.unwrap_err();
    assert!(error.is_timeout(), "nothing is answered either: {error:?}");
    let counts = server.running.counts();
    assert!(counts.killed.is_empty());
    assert!(counts.not_killed[0].contains("no other process"), "{:?}", counts.not_killed);
    server.running.stop().await;
}
