//! Functions behind an HTTP API (payload format 2.0: docs.aws.amazon.com, "Create AWS Lambda proxy integrations for HTTP
//! APIs"). The event is read here, since whoever calls decides what stands in it: nothing of it may make the function panic.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Failure, serve};

/// A request, with its body's bytes as they came. Its `Debug` shows neither headers nor body.
pub struct HttpRequest {
    /// The method, such as `POST`.
    pub method: String,
    /// The path.
    pub path: String,
    /// The body, byte for byte.
    pub body: Vec<u8>,
    headers: BTreeMap<String, String>,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} [{} bytes]", self.method, self.path, self.body.len())
    }
}

impl HttpRequest {
    /// A request, as tests make it. The case of the headers' names does not matter.
    pub fn new(
        method: impl Into<String>,
        path: impl Into<String>,
        headers: impl IntoIterator<Item = (String, String)>,
        body: Vec<u8>,
    ) -> Self {
        let headers = headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
        Self { method: method.into(), path: path.into(), body, headers }
    }

    /// A header, whatever the case of its name; several of one name are joined by commas, as the HTTP API does.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(&name.to_ascii_lowercase()).map(String::as_str)
    }
}

/// An answer: a status and a short text that tells the caller nothing it does not know.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpResponse {
    /// The status.
    #[serde(rename = "statusCode")]
    pub status: u16,
    /// The text.
    pub body: String,
}

impl HttpResponse {
    /// An answer of this status.
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, body: body.into() }
    }
}

/// Serves HTTP requests. The handler gets each with the moment at which Lambda ends the invocation. A body that claims to be
/// base64 and is not is answered 400 before the handler sees it.
///
/// # Errors
/// When Lambda cannot be reached.
pub async fn http(handler: impl AsyncFn(HttpRequest, Timestamp) -> HttpResponse) -> Result<(), Failure> {
    let handler = &handler;
    serve(async move |event: HttpEvent, deadline: Timestamp| {
        Ok(match event.request() {
            Some(request) => handler(request, deadline).await,
            None => HttpResponse::new(400, "the body is not what it claims to be"),
        })
    })
    .await
}

/// What is read of the event. Everything may be missing, so that no request can fail an invocation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct HttpEvent {
    raw_path: Option<String>,
    headers: Option<BTreeMap<String, String>>,
    body: Option<String>,
    is_base64_encoded: Option<bool>,
    request_context: Option<RequestContext>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RequestContext {
    http: Option<HttpContext>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct HttpContext {
    method: Option<String>,
}

impl HttpEvent {
    /// None when the body claims to be base64 and is not.
    fn request(self) -> Option<HttpRequest> {
        let body = self.body.unwrap_or_default();
        let body =
            if self.is_base64_encoded.unwrap_or(false) { STANDARD.decode(body).ok()? } else { body.into_bytes() };
        let method = self.request_context.and_then(|context| context.http).and_then(|http| http.method);
        let path = self.raw_path.unwrap_or_default();
        Some(HttpRequest::new(method.unwrap_or_default(), path, self.headers.unwrap_or_default(), body))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn request(event: Value) -> Option<HttpRequest> {
        serde_json::from_value::<HttpEvent>(event).unwrap().request()
    }

    #[test]
    fn a_request_is_read_whole() {
        let request = request(json!({
            "version": "2.0", "routeKey": "POST /webhooks/shopify", "rawPath": "/webhooks/shopify", "rawQueryString": "",
            "headers": { "X-Shopify-Topic": "orders/paid" }, "isBase64Encoded": false, "body": "{\"id\": 1}",
            "requestContext": { "http": { "method": "POST", "path": "/webhooks/shopify", "sourceIp": "192.0.2.1" } }
        }))
        .unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/webhooks/shopify"));
        assert_eq!(request.header("x-shopify-TOPIC"), Some("orders/paid"));
        assert_eq!(request.header("x-shopify-hmac-sha256"), None);
        assert_eq!(request.body, br#"{"id": 1}"#);
        assert_eq!(format!("{request:?}"), "POST /webhooks/shopify [9 bytes]");
    }

    #[test]
    fn a_body_that_claims_to_be_base64_and_is_not_is_no_request() {
        for body in ["%%%", "AAA", "AAAA\n", "{}"] {
            assert!(request(json!({ "body": body, "isBase64Encoded": true })).is_none(), "{body}");
        }
    }

    #[test]
    fn an_empty_event_is_an_empty_request() {
        for event in
            [json!({}), json!({ "headers": null, "body": null, "isBase64Encoded": null, "requestContext": {} })]
        {
            assert!(request(event).unwrap().body.is_empty());
        }
    }

    #[test]
    fn an_answer_is_what_the_http_api_expects() {
        let answer = serde_json::to_value(HttpResponse::new(401, "no")).unwrap();
        assert_eq!(answer, json!({ "statusCode": 401, "body": "no" }));
    }

    proptest! {
        #[test]
        fn the_bytes_are_those_that_were_sent(bytes: Vec<u8>, text: String) {
            let encoded = json!({ "body": STANDARD.encode(&bytes), "isBase64Encoded": true });
            prop_assert_eq!(request(encoded).unwrap().body, bytes);
            let plain = json!({ "body": text, "isBase64Encoded": false });
            prop_assert_eq!(request(plain).unwrap().body, text.into_bytes());
        }
    }
}
