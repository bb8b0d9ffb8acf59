//! Whatever ends the process that started it, nothing of the local stack stays behind.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::probe::Probe;

/// The parent, which runs as a program of its own: starts the local stack with a function in the middle of an
/// invocation, says so, and lingers.
#[tokio::test]
#[ignore = "run by the rules below as a program of its own"]
async fn parent() {
    let probe = Probe::deploy().await;
    probe.invoke(json!({"do": "nothing"})).await.unwrap();
    let ministack = &probe.ground.ministack;
    let said = json!({"port": ministack.port(), "folder": ministack.folder()});
    writeln!(std::io::stdout(), "\n{said}").unwrap();
    let _ = probe.invoke(json!({"do": "hold"})).await;
    std::future::pending::<()>().await;
}

struct Parent {
    program: Child,
    port: u16,
    folder: String,
}

fn start_parent() -> Parent {
    let mut program = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "parent_killed::parent", "--ignored", "--nocapture"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines().map_while(Result::ok);
    let said: Value = lines.filter_map(|line| serde_json::from_str(&line).ok()).find(Value::is_object).unwrap();
    let port = u16::try_from(said["port"].as_u64().unwrap()).unwrap();
    Parent { program, port, folder: said["folder"].as_str().unwrap().to_owned() }
}

/// Ids and command lines of the processes that were told of this folder: the supervisor by an argument, server and
/// bootstraps by a variable.
fn processes_of(folder: &str) -> Vec<(u32, String)> {
    let ids = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    let read = |id, file: &str| fs::read(format!("/proc/{id}/{file}")).unwrap_or_default();
    let told = |id: &u32| [read(*id, "cmdline"), read(*id, "environ")].concat();
    let ours = ids.filter(|id| String::from_utf8_lossy(&told(id)).contains(folder));
    ours.map(|id| (id, String::from_utf8_lossy(&read(id, "cmdline")).into_owned())).collect()
}

fn wait_until_none_is_left(folder: &str) {
    let deadline = Instant::now() + Duration::from_secs(5);
    while !processes_of(folder).is_empty() {
        assert!(Instant::now() < deadline, "still there: {:?}", processes_of(folder));
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn signal(name: &str, id: u32) {
    assert!(Command::new("kill").args(["-s", name, &id.to_string()]).status().unwrap().success());
}

#[test]
fn a_parent_killed_or_interrupted_leaves_no_process_no_port_and_no_scratch_file() {
    for name in ["KILL", "INT"] {
        let mut parent = start_parent();
        let found = processes_of(&parent.folder);
        assert!(found.len() >= 3, "supervisor, server and a bootstrap: {found:?}");
        assert!(TcpListener::bind(("127.0.0.1", parent.port)).is_err());

        signal(name, parent.program.id());
        parent.program.wait().unwrap();
        wait_until_none_is_left(&parent.folder);
        TcpListener::bind(("127.0.0.1", parent.port)).unwrap();
        assert!(!Path::new(&parent.folder).join("scratch").exists());
        assert!(Path::new(&parent.folder).join("ministack.log").exists(), "its log stays for the reader");
    }
}

#[test]
fn a_server_that_dies_by_itself_takes_its_functions_along() {
    let mut parent = start_parent();
    let found = processes_of(&parent.folder);
    let (server, _) = found.iter().find(|(_, words)| words.contains("serve.py")).unwrap();
    signal("KILL", *server);
    wait_until_none_is_left(&parent.folder);
    parent.program.kill().unwrap();
    parent.program.wait().unwrap();
}
