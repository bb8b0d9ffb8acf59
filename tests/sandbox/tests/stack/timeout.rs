//! A function that does not answer within its time is killed, and the next invocation has a new process.

use std::path::Path;

use sandbox::stack::printed;
use serde_json::{Value, json};

use crate::probe::Probe;

#[tokio::test]
async fn a_function_past_its_timeout_is_killed() {
    let probe = Probe::deploy().await;
    let failure = probe.invoke(json!({"do": "hold"})).await.unwrap_err();
    assert_eq!(failure["errorType"], "Sandbox.Timedout");

    let lines = printed::lines(probe.ground.ministack.folder(), &probe.outputs["Function"]).unwrap();
    let line: Value = serde_json::from_str(&lines[0]).unwrap();
    assert!(!Path::new(&format!("/proc/{}", line["pid"])).exists(), "{line}");
    assert_eq!(probe.invoke(json!({"do": "nothing"})).await, Ok(Value::Null));
}
