//! A function may do what its role in the template lists, and nothing else.

use serde_json::json;

use crate::probe::Probe;

#[tokio::test]
async fn an_action_that_the_role_does_not_list_is_denied() {
    let probe = Probe::deploy().await;
    let table = &probe.outputs["Table"];
    assert_eq!(probe.invoke(json!({"do": "read", "table": table})).await, Ok(json!(200)));
    let denied = probe.invoke(json!({"do": "write", "table": table})).await.unwrap_err();
    let message = denied["errorMessage"].as_str().unwrap();
    assert!(message.contains("AccessDenied") && message.contains("dynamodb:PutItem"), "{message}");
}
