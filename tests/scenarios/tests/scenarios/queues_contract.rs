//! The queues in SQS do what those in memory do.

use std::time::Duration;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{MessageSystemAttributeName, QueueAttributeName};
use domain::step::Lane;
use driver::contract::queues::{self, QueueUnderTest, RECEIVES, Rung};
use driver::hint::Hint;
use driver::ports::Queues;
use platform::queues::{SqsQueues, parse};
use sandbox::stack::Stack;

/// Long enough for a machine that is busy, between a receive and the next.
const VISIBILITY_SECONDS: i32 = 4;

#[tokio::test]
async fn a_queue_of_sqs_keeps_the_contract() {
    let stack = Stack::shared().await.unwrap();
    let queue = SqsQueue::create(Client::new(&stack.ministack().sdk()), "queues-contract").await;
    queues::all(&queue).await.unwrap();
    for url in [&queue.url, &queue.dead_letters] {
        queue.client.delete_queue().queue_url(url).send().await.unwrap();
    }
}

/// A queue and its dead letters, rung as the functions ring.
struct SqsQueue {
    client: Client,
    lanes: SqsQueues,
    url: String,
    dead_letters: String,
}

/// SQS did not answer, or answered what cannot be read.
type Failure = Box<dyn std::error::Error + Send + Sync>;

impl SqsQueue {
    async fn create(client: Client, name: &str) -> Self {
        let made = client.create_queue().queue_name(format!("{name}-dead-letters")).send().await.unwrap();
        let dead_letters = made.queue_url.unwrap();
        let arn = QueueAttributeName::QueueArn;
        let asked = client.get_queue_attributes().queue_url(&dead_letters).attribute_names(arn.clone()).send().await;
        let target = &asked.unwrap().attributes.unwrap()[&arn];
        let redrive = serde_json::json!({ "deadLetterTargetArn": target, "maxReceiveCount": RECEIVES }).to_string();
        let made = client
            .create_queue()
            .queue_name(name)
            .attributes(QueueAttributeName::VisibilityTimeout, VISIBILITY_SECONDS.to_string())
            .attributes(QueueAttributeName::RedrivePolicy, redrive)
            .send()
            .await
            .unwrap();
        let url = made.queue_url.unwrap();
        Self { lanes: SqsQueues::new(client.clone(), &url), client, url, dead_letters }
    }

    async fn receive_from(&self, url: &str) -> Result<Vec<Rung<String>>, Failure> {
        let count = MessageSystemAttributeName::ApproximateReceiveCount;
        let request = self.client.receive_message().queue_url(url).max_number_of_messages(10);
        let answer = request.message_system_attribute_names(count.clone()).send().await?;
        let mut received = Vec::new();
        for message in answer.messages() {
            let said = message.attributes().and_then(|attributes| attributes.get(&count));
            received.push(Rung {
                hint: parse(message.body().unwrap_or_default())?,
                receive_count: said.ok_or("no receive count")?.parse()?,
                receipt: message.receipt_handle().ok_or("no receipt")?.to_owned(),
            });
        }
        Ok(received)
    }
}

impl QueueUnderTest for SqsQueue {
    type Receipt = String;
    type Error = Failure;

    async fn ring(&self, hints: &[Hint]) -> Result<(), Failure> {
        Ok(self.lanes.ring(Lane::Export, hints).await?)
    }

    async fn ring_later(&self, hint: &Hint) -> Result<(), Failure> {
        let body = serde_json::to_string(hint)?;
        let request = self.client.send_message().queue_url(&self.url).message_body(body);
        request.delay_seconds(VISIBILITY_SECONDS).send().await?;
        Ok(())
    }

    async fn receive(&self) -> Result<Vec<Rung<String>>, Failure> {
        self.receive_from(&self.url).await
    }

    async fn delete(&self, receipt: &String) -> Result<(), Failure> {
        let request = self.client.delete_message().queue_url(&self.url).receipt_handle(receipt);
        request.send().await?;
        Ok(())
    }

    async fn give_back(&self, receipt: &String) -> Result<(), Failure> {
        let request = self.client.change_message_visibility().queue_url(&self.url).receipt_handle(receipt);
        request.visibility_timeout(0).send().await?;
        Ok(())
    }

    async fn pass(&self) {
        // A little longer: the queue's clock is read in whole seconds here and there.
        let seconds = u64::try_from(VISIBILITY_SECONDS).unwrap();
        tokio::time::sleep(Duration::from_secs(seconds) + Duration::from_millis(500)).await;
    }

    async fn dead_letters(&self) -> Result<Vec<Hint>, Failure> {
        let received = self.receive_from(&self.dead_letters).await?;
        Ok(received.into_iter().map(|rung| rung.hint).collect())
    }
}
