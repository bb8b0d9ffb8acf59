use std::path::PathBuf;
use std::process::{Command, Output};

use crate::sample::texts;

/// Runs the program with nothing of our environment but what is given.
fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cherrycycle"))
        .args(arguments)
        .env_clear()
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

const TABLES: [(&str, &str); 3] =
    [("ORDERS_TABLE", "orders"), ("MAPPINGS_TABLE", "mappings"), ("OPERATIONS_TABLE", "operations")];

/// Nobody listens on port 1.
const NOBODY: [(&str, &str); 4] = [
    ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
    ("AWS_REGION", "us-east-1"),
    ("AWS_ACCESS_KEY_ID", "test"),
    ("AWS_SECRET_ACCESS_KEY", "test"),
];

fn folder(name: &str, tender: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    for (kind, text) in texts() {
        let text = if kind == "tender" { tender } else { &text };
        std::fs::write(folder.join(format!("{kind}.csv")), text).unwrap();
    }
    folder
}

#[test]
fn good_mappings_exit_with_0_and_need_no_aws() {
    let good = folder("good", "source,tender\npaypal,PAYPL\n");
    let output = run(&["mappings", "check", good.to_str().unwrap()], &[]);
    assert_eq!((output.status.code(), said(&output).as_str()), (Some(0), "12 rows, 0 errors, 0 warnings\n"));
}

#[test]
fn mistakes_exit_with_1_and_stand_there_as_file_and_line() {
    let bad = folder("bad", "source,tender\npaypal,\n");
    let path = bad.to_str().unwrap();
    let output = run(&["mappings", "check", path], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("bad/tender.csv:2: error: malformed: tender: ``"), "{}", said(&output));
    let json = run(&["mappings", "check", path, "--json"], &[]);
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((json.status.code(), &report["findings"][0]["line"]), (Some(1), &serde_json::json!(2)));
    // Nothing is loaded, so that nobody is asked where the tables are.
    let load = run(&["mappings", "load", path, "--author", "kim"], &[]);
    assert_eq!(load.status.code(), Some(1), "{}", said(&load));
}

#[test]
fn a_wrong_call_or_wrong_settings_exit_with_2_and_say_what_to_do() {
    let good = folder("good-too", "source,tender\npaypal,PAYPL\n");
    let good = good.to_str().unwrap();
    for (arguments, expected) in [
        (vec!["mappings", "check", "no/such/folder"], "`no/such/folder` cannot be read"),
        (vec!["mappings", "check", env!("CARGO_MANIFEST_DIR")], "holds no mapping file"),
        (vec!["mappings", "load", good], "say who you are with --author"),
        (vec!["mappings", "load", good, "--author", "kim"], "ORDERS_TABLE is not set"),
        (vec!["exceptions", "list"], "name the deployed stack with --stack"),
        (vec!["exceptions", "list", "--owner", "nobody"], "possible values: operations, finance"),
        (vec!["order", "show"], "<WHICH>"),
        (vec!["mappings", "put", "colour", "A", "b=c"], "possible values: division"),
        (vec!["mappings", "put", "carrier", "A", "UPSG"], "such as `ship_via=UPSG`"),
        (vec!["mappings", "put", "--author", "kim", "carrier", "A", "via=X"], "a carrier mapping has no column `via`"),
        (vec!["mappings", "put", "--author", "kim", "carrier", "A", "ship_via=X", "ship_via=Y"], "it is given twice"),
    ] {
        let output = run(&arguments, &[]);
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {}", said(&output));
        assert!(said(&output).contains(expected), "{arguments:?} {}", said(&output));
    }
}

#[test]
fn an_aws_that_does_not_answer_exits_with_3() {
    let environment = [TABLES.as_slice(), NOBODY.as_slice()].concat();
    for arguments in [
        vec!["exceptions", "list"],
        vec!["feed", "list"],
        vec!["order", "show", "#1001"],
        vec!["--stack", "sample", "order", "show", "#1001"],
        vec!["mappings", "put", "--author", "kim", "--", "carrier", "-odd-", "ship_via=UPSG"],
    ] {
        let output = run(&arguments, &environment);
        assert_eq!(output.status.code(), Some(3), "{arguments:?} {}", said(&output));
        assert!(output.stdout.is_empty(), "{}", said(&output));
    }
}

#[test]
fn the_help_of_every_command_teaches_by_examples() {
    for command in [
        vec![],
        vec!["mappings", "check"],
        vec!["mappings", "load"],
        vec!["mappings", "put"],
        vec!["exceptions", "list"],
        vec!["feed", "list"],
        vec!["order", "show"],
    ] {
        let output = run(&[command.as_slice(), &["--help"]].concat(), &[]);
        assert_eq!(output.status.code(), Some(0));
        assert!(said(&output).contains("Examples:\n  cherrycycle "), "{command:?}");
    }
    let top = said(&run(&["--help"], &[]));
    assert!(top.contains("Exit codes:\n  0  ") && top.contains("AWS_ENDPOINT_URL"), "{top}");
}
