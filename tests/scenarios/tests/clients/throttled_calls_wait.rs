use std::time::{Duration, Instant};

use sandbox::shopify::graphql::Bucket;
use sandbox::shopify::{ApiFaults, Outcome};
use shopify::Class;

use crate::shop::{ORDER, Shopify, id, order};

/// What `order_for_export.graphql` declares.
const COST: u64 = 137;

#[tokio::test]
async fn an_empty_bucket_is_not_called_by_those_who_know_and_says_how_long_to_those_who_do_not() {
    let shopify = Shopify::with_bucket(order(1), Bucket::new(COST, 1)).await;
    let regular = shopify.client();
    regular.read_order(id()).await.unwrap();
    let error = regular.read_order(id()).await.unwrap_err();
    let Class::NotDone { wait: Some(known) } = error.class() else { panic!("{error:?}") };
    assert!(known > Duration::from_secs(2), "{known:?}");
    assert_eq!(shopify.running.calls().all().len(), 1);

    let newcomer = shopify.client();
    let error = newcomer.read_order(id()).await.unwrap_err();
    let Class::NotDone { wait: Some(told) } = error.class() else { panic!("{error:?}") };
    // The one who knew counts the moments that have passed since.
    assert!(told >= known && told < known + Duration::from_secs(2), "{told:?}, not {known:?}");
    assert_eq!(shopify.running.calls().with(Outcome::Throttled), 1);
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_wait_that_was_told_is_enough() {
    let shopify = Shopify::with_bucket(order(1), Bucket::new(COST, 10)).await;
    shopify.client().read_order(id()).await.unwrap();
    let error = shopify.client().read_order(id()).await.unwrap_err();
    let Class::NotDone { wait: Some(wait) } = error.class() else { panic!("{error:?}") };
    let most_of_it = wait * 9 / 10;
    shopify.pass(most_of_it);
    assert!(shopify.client().read_order(id()).await.is_err());
    shopify.pass(wait.saturating_sub(most_of_it));
    shopify.client().read_order(id()).await.unwrap();
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_short_wait_is_slept_through() {
    let shopify = Shopify::with_bucket(order(1), Bucket::new(COST, 100)).await;
    let client = shopify.client();
    client.read_order(id()).await.unwrap();
    let started = Instant::now();
    shopify.pass(Duration::from_secs(1));
    client.read_order(id()).await.unwrap();
    assert!(started.elapsed() > Duration::from_millis(50), "{:?}", started.elapsed());
    let calls = shopify.running.calls();
    assert_eq!((calls.reads(ORDER), calls.with(Outcome::Throttled)), (2, 0));
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_throttled_write_is_certainly_not_done() {
    let shopify = Shopify::with(order(1)).await;
    shopify.running.set_faults(ApiFaults { throttled: 1.0, ..ApiFaults::default() });
    let error = shopify.client().set_order_numbers(id(), &["00041001"]).await.unwrap_err();
    assert_eq!(error.class(), Class::NotDone { wait: None }, "{error:?}");
    assert!(shopify.running.shop().order(ORDER).unwrap().metafields.is_empty());
    shopify.running.stop().await;
}
