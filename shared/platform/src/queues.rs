//! The lanes' queues in SQS.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use domain::step::Lane;
use driver::hint::Hint;
use driver::ports::{QueueError, Queues};

/// As many messages as `SendMessageBatch` takes.
const BATCH: usize = 10;

/// The lanes' queues in SQS.
#[derive(Clone, Debug)]
pub struct SqsQueues {
    client: Client,
    export: String,
}

/// A batch was answered, but not all of it was taken.
#[derive(Debug, thiserror::Error)]
#[error("SQS refused a message: {code}")]
struct Refused {
    code: String,
}

/// A message's body is no hint. Its content is not shown: it may be anything.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "the message's body is no hint (line {line}, column {column}): a hint is JSON such as \
     {{\"order\": 123, \"cause\": \"orders/paid\"}}; look at the message in the dead-letter queue"
)]
pub struct NotAHint {
    /// The line at which it stops being one.
    pub line: usize,
    /// The column at which it stops being one.
    pub column: usize,
}

impl SqsQueues {
    /// The queues, each by its URL. Calls nobody yet.
    pub fn new(client: Client, export: impl Into<String>) -> Self {
        Self { client, export: export.into() }
    }

    fn url(&self, lane: Lane) -> &str {
        match lane {
            Lane::Export => &self.export,
        }
    }
}

/// Reads a message's body.
///
/// # Errors
/// When it is no hint.
pub fn parse(body: &str) -> Result<Hint, NotAHint> {
    serde_json::from_str(body).map_err(|error| NotAHint { line: error.line(), column: error.column() })
}

impl Queues for SqsQueues {
    async fn ring(&self, lane: Lane, hints: &[Hint]) -> Result<(), QueueError> {
        let mut failed = 0;
        let mut why: Option<Box<dyn std::error::Error + Send + Sync>> = None;
        for batch in hints.chunks(BATCH) {
            match self.send(lane, batch).await {
                Ok(refused) => {
                    failed += refused.len();
                    why = refused.into_iter().last().map(Into::into).or(why);
                }
                Err(error) => {
                    failed += batch.len();
                    why = Some(error);
                }
            }
        }
        if failed == 0 {
            return Ok(());
        }
        Err(QueueError { lane: lane.name(), sent: hints.len(), failed, source: why })
    }
}

impl SqsQueues {
    /// Sends a batch; SQS answers with success even when it took only some of it.
    async fn send(&self, lane: Lane, batch: &[Hint]) -> Result<Vec<Refused>, Box<dyn std::error::Error + Send + Sync>> {
        let mut request = self.client.send_message_batch().queue_url(self.url(lane));
        for (number, hint) in batch.iter().enumerate() {
            let body = serde_json::to_string(hint)?;
            request = request
                .entries(SendMessageBatchRequestEntry::builder().id(number.to_string()).message_body(body).build()?);
        }
        let answer = request.send().await?;
        Ok(answer.failed.into_iter().map(|entry| Refused { code: entry.code }).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use domain::id::OrderId;
    use domain::trail::Cause;

    use super::*;

    #[test]
    fn a_message_names_an_order_and_perhaps_its_revision() {
        let cause = Cause("orders/paid".to_owned());
        let hint = parse(r#"{"order": 820982911946154508, "cause": "orders/paid"}"#).unwrap();
        assert_eq!(hint, Hint { order: OrderId(820_982_911_946_154_508), updated_at: None, cause: cause.clone() });
        let hint = parse(r#"{"order": 1, "updated_at": "2026-11-24T10:00:00Z", "cause": "orders/paid"}"#).unwrap();
        let updated_at = Some("2026-11-24T10:00:00Z".parse().unwrap());
        assert_eq!(hint, Hint { order: OrderId(1), updated_at, cause });
    }

    #[test]
    fn what_is_no_hint_is_refused_and_not_shown() {
        for body in ["", "{", "[]", r#"{"order": "Jane Doe", "cause": "x"}"#, r#"{"order": 1.5, "cause": "x"}"#] {
            let error = parse(body).unwrap_err().to_string();
            assert!(!error.contains("Jane"), "{error}");
        }
    }
}
