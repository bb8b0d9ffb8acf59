//! Functions that a queue rings.

use std::collections::HashSet;

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};
use domain::id::OrderId;
use driver::hint::Hint;
use jiff::Timestamp;

use super::{Failure, chain, serve};
use crate::queues;

/// Serves batches of hints. The handler gets them with the moment at which Lambda ends the invocation, and answers with the
/// orders whose messages are to be given back; a message that is no hint is given back by itself.
///
/// # Errors
/// When Lambda cannot be reached.
pub async fn sqs(handler: impl AsyncFn(Vec<Hint>, Timestamp) -> Vec<OrderId>) -> Result<(), Failure> {
    let handler = &handler;
    serve(async move |event: SqsEvent, deadline: Timestamp| {
        let batch = Batch::of(event);
        let given_back = handler(batch.hints(), deadline).await;
        Ok(batch.response(given_back))
    })
    .await
}

/// The messages of an invocation: each with its hint, or none if it is no hint.
struct Batch(Vec<(String, Option<Hint>)>);

impl Batch {
    fn of(event: SqsEvent) -> Self {
        Self(event.records.into_iter().map(message).collect())
    }

    fn hints(&self) -> Vec<Hint> {
        self.0.iter().filter_map(|(_, hint)| hint.clone()).collect()
    }

    fn response(self, given_back: Vec<OrderId>) -> SqsBatchResponse {
        let given_back: HashSet<OrderId> = given_back.into_iter().collect();
        let failed = self.0.into_iter().filter(|(_, hint)| match hint {
            Some(hint) => given_back.contains(&hint.order),
            None => true,
        });
        let mut response = SqsBatchResponse::default();
        response.batch_item_failures = failed.map(|(id, _)| failure(id)).collect();
        response
    }
}

/// An id that is missing becomes an empty one, by which Lambda gives back the whole batch.
fn message(record: SqsMessage) -> (String, Option<Hint>) {
    let id = record.message_id.unwrap_or_default();
    match queues::parse(record.body.as_deref().unwrap_or_default()) {
        Ok(hint) => (id, Some(hint)),
        Err(error) => {
            tracing::error!(message_id = id, error = chain(&error), "given back");
            (id, None)
        }
    }
}

fn failure(id: String) -> BatchItemFailure {
    let mut failure = BatchItemFailure::default();
    failure.item_identifier = id;
    failure
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use serde_json::json;

    use super::*;

    fn batch(bodies: &[(&str, &str)]) -> Batch {
        let records: Vec<_> = bodies.iter().map(|(id, body)| json!({ "messageId": id, "body": body })).collect();
        Batch::of(serde_json::from_value(json!({ "Records": records })).unwrap())
    }

    fn given_back(response: &SqsBatchResponse) -> Vec<&str> {
        response.batch_item_failures.iter().map(|failure| failure.item_identifier.as_str()).collect()
    }

    #[test]
    fn a_message_that_is_no_hint_is_given_back_alone() {
        let batch = batch(&[("a", r#"{"order": 1, "cause": "orders/paid"}"#), ("b", "hello")]);
        assert_eq!(batch.hints().len(), 1);
        assert_eq!(given_back(&batch.response(vec![])), ["b"]);
    }

    #[test]
    fn every_message_of_an_order_is_given_back_with_it() {
        let one = r#"{"order": 1, "cause": "orders/paid"}"#;
        let two = r#"{"order": 2, "cause": "orders/paid"}"#;
        let batch = batch(&[("a", one), ("b", two), ("c", one)]);
        assert_eq!(given_back(&batch.response(vec![OrderId(1)])), ["a", "c"]);
    }

    #[test]
    fn a_message_without_an_id_gives_the_whole_batch_back() {
        let event = serde_json::from_value(json!({ "Records": [{ "body": "hello" }] })).unwrap();
        assert_eq!(given_back(&Batch::of(event).response(vec![])), [""]);
    }

    #[test]
    fn the_answer_is_what_lambda_expects() {
        let response = batch(&[("a", "hello")]).response(vec![]);
        let expected = json!({ "batchItemFailures": [{ "itemIdentifier": "a" }] });
        assert_eq!(serde_json::to_value(response).unwrap(), expected);
    }
}
