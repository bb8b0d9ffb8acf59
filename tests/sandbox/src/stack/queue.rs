//! Looks into queues without taking anything from them.

use serde::Deserialize;
use serde_json::Value;

use super::call::{CallError, doing};

/// A message as it lies in its queue, visible or in flight.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct QueuedMessage {
    /// As it was sent.
    pub body: String,
    /// How often it was handed out.
    pub receive_count: u32,
    /// False while a receiver holds it, or it is delayed.
    pub is_visible: bool,
    /// The sender's attributes, by name.
    pub message_attributes: Value,
    /// The system's.
    pub attributes: Value,
}

/// How much lies in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Depth {
    /// Ready to be received.
    pub visible: usize,
    /// Held by a receiver, or delayed.
    pub in_flight: usize,
}

impl Depth {
    /// Whether nothing is there at all.
    pub fn is_empty(self) -> bool {
        self.visible + self.in_flight == 0
    }
}

/// How much lies in the queue now, exactly (AWS counts approximately).
///
/// # Errors
/// When the local stack does not answer.
pub async fn depth(endpoint: &str, queue_url: &str) -> Result<Depth, CallError> {
    let messages = messages(endpoint, queue_url).await?;
    let visible = messages.iter().filter(|message| message.is_visible).count();
    Ok(Depth { visible, in_flight: messages.len() - visible })
}

/// All messages of the queue; receive counts and visibility stay as they are. From `/_ministack/sqs/messages`, which is
/// MiniStack's own.
///
/// # Errors
/// When the local stack does not answer.
pub async fn messages(endpoint: &str, queue_url: &str) -> Result<Vec<QueuedMessage>, CallError> {
    let looking = format!("looking into the queue {queue_url}");
    // Without the proxy that the environment may name.
    let client = reqwest::Client::builder().no_proxy().build().map_err(doing(&looking))?;
    let request = client.get(format!("{endpoint}/_ministack/sqs/messages?QueueUrl={queue_url}"));
    let answer = request.send().await.and_then(reqwest::Response::error_for_status).map_err(doing(&looking))?;
    let mut found = answer.json::<Value>().await.map_err(doing(&looking))?;
    // By account, by region, by queue: of which there is one each.
    for _ in 0..3 {
        found = match found.get_mut("messages").map(Value::take).unwrap_or(found) {
            Value::Object(map) => map.into_iter().next().map_or(Value::Array(Vec::new()), |(_, inner)| inner),
            other => other,
        };
    }
    serde_json::from_value(found).map_err(doing(looking))
}
