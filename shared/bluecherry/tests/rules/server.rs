//! A server that gives the answers it was told to, in order, and remembers what it was asked. It knows nothing of BlueCherry.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use bluecherry::answer::Reply;
use bluecherry::{Client, Freshness, KeyError, KeySource, Settings};
use secrecy::SecretString;
use serde_json::Value;

use crate::{by_hand, sample};

/// What came in.
#[derive(Clone)]
pub struct Call {
    pub method: Method,
    pub path: String,
    pub key: String,
    pub body: Value,
}

#[derive(Default)]
struct Script {
    replies: VecDeque<Reply>,
    calls: Vec<Call>,
}

/// The server, with the client that calls it.
pub struct Server {
    script: Arc<Mutex<Script>>,
    asked: Arc<Mutex<Vec<Freshness>>>,
    pub client: Client<Keys>,
}

/// Keys, the first of which is at hand until the key is read anew.
pub struct Keys {
    asked: Arc<Mutex<Vec<Freshness>>>,
    first: &'static str,
    anew: &'static str,
}

impl KeySource for Keys {
    async fn key(&self, freshness: Freshness) -> Result<SecretString, KeyError> {
        self.asked.lock().unwrap().push(freshness);
        let key = if freshness == Freshness::Cached { self.first } else { self.anew };
        if key.is_empty() { Err("Secrets Manager is away".into()) } else { Ok(key.into()) }
    }
}

impl Server {
    /// Serves these answers to a client with plain settings.
    pub async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::start_with(replies, ["old", "new"], |_| {}).await
    }

    /// Serves these answers to a client with these keys (at hand, and anew) and changed settings.
    pub async fn start_with(
        replies: impl IntoIterator<Item = Reply>,
        [first, anew]: [&'static str; 2],
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let script = Arc::new(Mutex::new(Script { replies: replies.into_iter().collect(), calls: Vec::new() }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut settings = sample::settings(&format!("http://{}", listener.local_addr().unwrap()));
        change(&mut settings);
        let router = Router::new().fallback(answer).with_state(Arc::clone(&script));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let asked = Arc::<Mutex<Vec<Freshness>>>::default();
        let client = Client::new(settings, Keys { asked: Arc::clone(&asked), first, anew }, by_hand::at).unwrap();
        Self { script, asked, client }
    }

    pub fn calls(&self) -> Vec<Call> {
        self.script.lock().unwrap().calls.clone()
    }

    pub fn keys_asked(&self) -> Vec<Freshness> {
        self.asked.lock().unwrap().clone()
    }
}

/// When the script is at its end, no answer comes.
async fn answer(
    State(script): State<Arc<Mutex<Script>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let reply = {
        let mut script = script.lock().unwrap();
        script.calls.push(Call {
            method,
            path: uri.path().to_owned(),
            key: headers.get("ocp-apim-subscription-key").unwrap().to_str().unwrap().to_owned(),
            body: serde_json::from_slice(&body).unwrap_or_default(),
        });
        script.replies.pop_front()
    };
    let Some(reply) = reply else {
        tokio::time::sleep(Duration::from_mins(10)).await;
        return StatusCode::IM_A_TEAPOT.into_response();
    };
    (StatusCode::from_u16(reply.status).unwrap(), reply.headers, reply.body).into_response()
}
