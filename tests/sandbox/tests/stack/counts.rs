//! Invocations are counted whichever way they come, and failures among them.

use sandbox::stack::printed::{self, Counts};
use serde_json::json;

use crate::probe::{Probe, eventually};

#[tokio::test]
async fn direct_queued_and_failed_invocations_are_counted() {
    let probe = Probe::deploy().await;
    let folder = probe.ground.ministack.folder();
    let counts = || printed::counts(folder, &probe.outputs["Function"]).unwrap();
    assert_eq!(counts(), Counts { invocations: 0, errors: 0 });

    probe.invoke(json!({"do": "nothing"})).await.unwrap();
    assert_eq!(counts(), Counts { invocations: 1, errors: 0 });
    probe.invoke(json!({"do": "write", "table": "none"})).await.unwrap_err();
    assert_eq!(counts(), Counts { invocations: 2, errors: 1 });
    probe.send("ok").await;
    eventually(async || (counts() == Counts { invocations: 3, errors: 1 }).then_some(())).await;
}
