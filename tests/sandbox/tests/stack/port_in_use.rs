//! A port that somebody listens on is refused in one sentence.

use std::net::TcpListener;

use sandbox::stack::{MiniStack, Progress, python};

#[test]
fn a_port_in_use_is_told_with_its_remedy() {
    let progress = Progress::plain();
    let python = python::python(&progress).unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let refused = MiniStack::start(&python, Some(port), &progress).unwrap_err();
    let sentence = format!("port {port} is in use: end the program that listens there, or choose another port");
    assert_eq!(refused.to_string(), sentence);

    drop(taken);
    let started = MiniStack::start(&python, Some(port), &progress).unwrap();
    assert_eq!(started.port(), port);
    drop(started);
    TcpListener::bind(("127.0.0.1", port)).unwrap();
}
