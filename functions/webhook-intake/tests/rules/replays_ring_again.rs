use domain::id::OrderId;
use domain::step::Lane;
use driver::memory::MemoryQueues;
use webhook_intake::{Received, receive};

use crate::delivery::{Delivery, Secrets, admission};

/// Whether it was seen before is for whoever drives the order to know: here a table would be asked a thousand times. `receive`
/// is given none.
#[tokio::test]
async fn a_thousand_replays_ring_a_thousand_times() {
    let queues = MemoryQueues::default();
    let request = Delivery::new("orders/paid", r#"{"id":1001}"#).request();
    for _ in 0..1_000 {
        let received = receive(&request, &admission(), &Secrets::default(), &queues).await;
        assert!(matches!(received, Received::Rung(OrderId(1001))));
    }
    let rung = queues.take(Lane::Export);
    assert_eq!(rung.len(), 1_000);
    assert!(rung.iter().all(|hint| *hint == rung[0]));
}
