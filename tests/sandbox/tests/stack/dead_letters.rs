//! Records that a batch reports as failed come back, and end as dead letters; the others of the batch are gone.

use sandbox::stack::queue::{self, Depth};

use crate::probe::{Probe, eventually};

#[tokio::test]
async fn only_the_failed_records_of_a_batch_become_dead_letters() {
    let probe = Probe::deploy().await;
    let endpoint = probe.ground.ministack.endpoint();
    for body in ["ok", "fail", "ok", "fail", "ok"] {
        probe.send(body).await;
    }
    let letters = eventually(async || {
        let letters = queue::messages(&endpoint, &probe.outputs["DeadLetters"]).await.unwrap();
        (letters.len() == 2).then_some(letters)
    })
    .await;
    assert!(letters.iter().all(|letter| letter.body == "fail"), "{letters:?}");
    let left = queue::depth(&endpoint, &probe.outputs["Queue"]).await.unwrap();
    assert_eq!(left, Depth { visible: 0, in_flight: 0 });
    let dead = queue::depth(&endpoint, &probe.outputs["DeadLetters"]).await.unwrap();
    assert_eq!(dead, Depth { visible: 2, in_flight: 0 });
}
