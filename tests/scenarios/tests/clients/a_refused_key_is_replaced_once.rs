use bluecherry::StatusAnswer;
use domain::step::PostAnswer;

use crate::erp::Erp;
use crate::sample::{delivery, sales_order};

#[tokio::test]
async fn a_key_that_was_rotated_is_read_anew_and_the_order_is_posted_once() {
    let erp = Erp::start().await;
    let client = erp.client();
    erp.running.take_keys(vec!["second key".to_owned()]);
    *erp.stored.lock().unwrap() = "second key";
    let answer = client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::Booked(_)), "{answer:?}");
    let counts = erp.running.counts();
    assert_eq!((counts.unauthorised, counts.total(), erp.booked().len()), (1, 2, 1));

    client.status().await;
    assert_eq!(erp.running.counts().unauthorised, 1, "the new key is kept");
    erp.running.stop().await;
}

#[tokio::test]
async fn a_key_that_is_refused_for_good_is_a_persons_to_mend() {
    let erp = Erp::start().await;
    let client = erp.client();
    erp.running.take_keys(vec!["second key".to_owned()]);
    let answer = client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::Refused { .. }), "{answer:?}");
    assert_eq!(erp.running.counts().total(), 1, "the same key is not tried twice");
    let answer: StatusAnswer = client.status().await;
    assert!(matches!(answer, StatusAnswer::Refused { .. }), "{answer:?}");
    assert_eq!(erp.booked().len(), 0);
    erp.running.stop().await;
}
