use serde_json::json;
use shopify::Class;

use crate::server::{reply, serve};

#[tokio::test]
async fn each_scope_is_told_by_its_handle() {
    let scopes = json!([{"handle": "write_orders"}, {"handle": "read_orders"}]);
    let server = serve([reply(200, json!({"data": {"currentAppInstallation": {"accessScopes": scopes}}}))]).await;
    assert_eq!(server.client.granted_scopes().await.unwrap(), ["write_orders", "read_orders"]);
}

/// No scopes would be an alarm: an answer that fails must not look like it.
#[tokio::test]
async fn an_answer_without_an_installation_is_not_an_app_without_scopes() {
    for (answer, class) in [
        (reply(200, json!({"data": {"currentAppInstallation": null}})), Class::Unreadable),
        (reply(502, ""), Class::Unknown),
    ] {
        let server = serve([answer]).await;
        assert_eq!(server.client.granted_scopes().await.unwrap_err().class(), class);
    }
}
