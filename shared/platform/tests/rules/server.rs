//! A server that speaks AWS's JSON protocols: it remembers what it was asked and answers what it was told to, in turn.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use serde_json::{Value, json};

/// A call as it arrived: the operation and its input.
pub type Call = (String, Value);

/// What is asked and answered.
#[derive(Clone, Default)]
pub struct Aws(Arc<Mutex<(Vec<Call>, VecDeque<Answer>)>>);

type Answer = Box<dyn Fn(&[Call]) -> (u16, Value) + Send>;

impl Aws {
    /// Answers a call so, once those told before were given.
    pub fn answers(self, status: u16, body: Value) -> Self {
        self.answers_with(move |_| (status, body.clone()))
    }

    /// Answers a call by what was asked so far.
    pub fn answers_with(self, answer: impl Fn(&[Call]) -> (u16, Value) + Send + 'static) -> Self {
        self.0.lock().unwrap().1.push_back(Box::new(answer));
        self
    }

    /// Answers that an operation failed with this error.
    pub fn fails(self, error: &str, more: &Value) -> Self {
        let mut body = json!({ "__type": error, "message": "as the test says" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.answers(400, body)
    }

    /// The calls that arrived.
    pub fn calls(&self) -> Vec<Call> {
        self.0.lock().unwrap().0.clone()
    }

    /// The operations that were called.
    pub fn operations(&self) -> Vec<String> {
        self.calls().into_iter().map(|(operation, _)| operation).collect()
    }

    /// Serves, for as long as the test runs; clients of this configuration call it.
    pub async fn serve(&self) -> SdkConfig {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let credentials = Credentials::new("test", "test", None, None, "test");
        let retries = RetryConfig::standard().with_initial_backoff(std::time::Duration::from_millis(1));
        aws_config::defaults(BehaviorVersion::v2026_01_12())
            .region(Region::from_static("us-east-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .endpoint_url(url)
            .retry_config(retries)
            .load()
            .await
    }
}

async fn answer(State(aws): State<Aws>, headers: HeaderMap, body: String) -> impl IntoResponse {
    let target = headers["x-amz-target"].to_str().unwrap();
    let operation = target.rsplit('.').next().unwrap().to_owned();
    let mut held = aws.0.lock().unwrap();
    held.0.push((operation, serde_json::from_str(&body).unwrap()));
    let answer =
        held.1.pop_front().map_or((501, json!({ "message": "nothing more was told" })), |answer| answer(&held.0));
    (StatusCode::from_u16(answer.0).unwrap(), [("content-type", "application/x-amz-json-1.0")], answer.1.to_string())
}
