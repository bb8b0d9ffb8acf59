//! A server that gives the answers it was told to, in order, and remembers what it was asked. It knows nothing of Shopify.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use shopify::{Client, CredentialSource, Credentials, CredentialsError, Freshness, Settings};

/// One answer.
#[derive(Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

#[expect(clippy::needless_pass_by_value, reason = "the tests write their answers in place")]
pub fn reply(status: u16, body: impl ToString) -> Reply {
    Reply { status, headers: vec![("date", "Tue, 24 Nov 2026 10:00:05 GMT".to_owned())], body: body.to_string() }
}

impl Reply {
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// What came in at the GraphQL endpoint.
#[derive(Clone)]
pub struct Call {
    pub token: String,
    pub body: Value,
}

#[derive(Default)]
struct Script {
    replies: VecDeque<Reply>,
    grants: VecDeque<Reply>,
    calls: Vec<Call>,
    mints: Vec<Value>,
}

/// The server, with the client that calls it.
pub struct Server {
    script: Arc<Mutex<Script>>,
    reread: Arc<Mutex<Vec<Freshness>>>,
    pub client: Client<Secrets>,
}

/// Credentials whose secret is `old` until they are read anew.
#[derive(Default)]
pub struct Secrets(Arc<Mutex<Vec<Freshness>>>);

impl CredentialSource for Secrets {
    async fn credentials(&self, freshness: Freshness) -> Result<Credentials, CredentialsError> {
        self.0.lock().unwrap().push(freshness);
        let secret = match freshness {
            Freshness::Cached => "old",
            Freshness::Reread => "new",
        };
        Ok(Credentials { client_id: "id".to_owned(), client_secret: secret.into() })
    }
}

/// A server that gives these answers to GraphQL calls; tokens as [`grant`] does unless it is told otherwise.
pub async fn serve(replies: impl IntoIterator<Item = Reply>) -> Server {
    let script = Arc::new(Mutex::new(Script { replies: replies.into_iter().collect(), ..Script::default() }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state(Arc::clone(&script));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let reread = Arc::default();
    let settings = Settings::new(&url, Duration::from_millis(400)).unwrap();
    let client = Client::new(settings, Secrets(Arc::clone(&reread))).unwrap();
    Server { script, reread, client }
}

/// A token named `name`, good for so many seconds.
pub fn grant(name: &str, seconds: u64) -> Reply {
    reply(200, json!({"access_token": name, "scope": "read_orders,write_orders", "expires_in": seconds}))
}

impl Server {
    /// Answers of the token endpoint, in order.
    pub fn grants(self, grants: impl IntoIterator<Item = Reply>) -> Self {
        self.script.lock().unwrap().grants.extend(grants);
        self
    }

    pub fn calls(&self) -> Vec<Call> {
        self.script.lock().unwrap().calls.clone()
    }

    /// Bodies that came in at the token endpoint.
    pub fn mints(&self) -> Vec<Value> {
        self.script.lock().unwrap().mints.clone()
    }

    /// How the credentials were asked for.
    pub fn credentials_read(&self) -> Vec<Freshness> {
        self.reread.lock().unwrap().clone()
    }
}

async fn answer(State(script): State<Arc<Mutex<Script>>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let reply = {
        let mut script = script.lock().unwrap();
        match uri.path() {
            "/admin/oauth/access_token" => {
                script.mints.push(body);
                script.grants.pop_front().unwrap_or_else(|| grant("token", 86_399))
            }
            "/admin/api/2026-10/graphql.json" => {
                let token = headers.get("x-shopify-access-token").map(|value| value.to_str().unwrap().to_owned());
                script.calls.push(Call { token: token.unwrap_or_default(), body });
                script.replies.pop_front().unwrap_or_else(|| reply(599, "the test has no more answers"))
            }
            other => reply(404, other),
        }
    };
    if reply.body == HANG {
        tokio::time::sleep(Duration::from_mins(1)).await;
    }
    let mut response = (StatusCode::from_u16(reply.status).unwrap(), reply.body).into_response();
    for (name, value) in reply.headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

/// A body that is never sent.
pub const HANG: &str = "hang";
