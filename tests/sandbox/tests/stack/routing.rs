//! An HTTP API is told apart by its `Host` header.

use serde_json::{Value, json};

use crate::probe::Probe;

#[tokio::test]
async fn the_host_header_says_whose_request_it_is() {
    let (probe, other) = (Probe::deploy().await, Probe::deploy().await);
    let ministack = &probe.ground.ministack;
    assert_ne!(probe.outputs["Api"], other.outputs["Api"]);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let post =
        |host: String, path: &str| client.post(format!("{}{path}", ministack.endpoint())).header("Host", host).send();
    let host = format!("{}.execute-api.localhost:{}", probe.outputs["Api"], ministack.port());

    let answer = post(host.clone(), "/rings").await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.json::<Value>().await.unwrap(), json!({"path": "/rings", "method": "POST"}));
    assert_eq!(post(host, "/elsewhere").await.unwrap().status(), 404);
    let nobody = format!("00000000.execute-api.localhost:{}", ministack.port());
    assert_eq!(post(nobody, "/rings").await.unwrap().status(), 404);
}
