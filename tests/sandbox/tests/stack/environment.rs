//! Functions see nothing of the environment that the sandbox runs in.

use serde_json::json;

use crate::probe::Probe;

#[tokio::test]
async fn a_function_inherits_no_variable_of_ours() {
    let probe = Probe::deploy().await;
    let seen = probe.invoke(json!({"do": "environment"})).await.unwrap();
    let ours: Vec<_> = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CARGO")).collect();
    assert!(!ours.is_empty(), "cargo sets some for every test");
    for name in ours {
        assert!(seen.get(&name).is_none(), "{name}");
    }
    // Its own, and a session of its role instead of the root's keys.
    assert_eq!(seen["AWS_LAMBDA_FUNCTION_NAME"], json!(probe.outputs["Function"]));
    assert!(seen["AWS_ACCESS_KEY_ID"].as_str().unwrap().starts_with("ASIA"));
}
