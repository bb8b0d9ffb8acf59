use domain::step::Lane;
use driver::hint::Hint;
use driver::ports::{QueueError, Queues};
use webhook_intake::answer;

use crate::delivery::{Delivery, Secrets, admission, deliver_to};

const BODY: &str = r#"{"id":1001}"#;

struct BrokenQueues;

impl Queues for BrokenQueues {
    async fn ring(&self, lane: Lane, hints: &[Hint]) -> Result<(), QueueError> {
        Err(QueueError { lane: lane.name(), sent: hints.len(), failed: hints.len(), source: None })
    }
}

#[tokio::test]
async fn what_the_queue_does_not_take_is_answered_503() {
    let request = Delivery::new("orders/paid", BODY).request();
    let response = answer(&request, &admission(), &Secrets::default(), &BrokenQueues).await;
    assert_eq!((response.status, response.body.as_str()), (503, "try again later"));
}

#[tokio::test]
async fn a_signature_that_cannot_be_checked_is_answered_503_and_rings_nothing() {
    let secrets = Secrets { out_of_order: true, ..Secrets::default() };
    let (status, text, rung) = deliver_to(&secrets, Delivery::new("orders/paid", BODY)).await;
    assert_eq!((status, text.as_str(), rung.len()), (503, "try again later", 0));
}
