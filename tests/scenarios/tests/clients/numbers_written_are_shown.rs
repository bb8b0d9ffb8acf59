use std::time::Duration;

use domain::code::SalesOrderNumber;

use crate::shop::{ORDER, Shopify, id, order};

fn numbers(numbers: &[&str]) -> Vec<SalesOrderNumber> {
    numbers.iter().map(|number| SalesOrderNumber::parse(number).unwrap()).collect()
}

#[tokio::test]
async fn the_next_read_shows_the_numbers_that_were_written_last() {
    let shopify = Shopify::with(order(1)).await;
    let client = shopify.client();
    assert_eq!(client.read_order(id()).await.unwrap().image.numbers_shown, []);
    // Two parts, then the same again, then one of them: a number keeps its leading zeros.
    for written in [&["00041001", "00041002"][..], &["00041001", "00041002"], &["00041002"]] {
        shopify.pass(Duration::from_secs(1));
        client.set_order_numbers(id(), written).await.unwrap();
        assert_eq!(client.read_order(id()).await.unwrap().image.numbers_shown, numbers(written));
    }
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_write_makes_a_new_revision_and_changes_nothing_else_that_is_read() {
    let shopify = Shopify::with(order(3)).await;
    let client = shopify.client();
    let before = client.read_order(id()).await.unwrap();
    shopify.pass(Duration::from_secs(5));
    client.set_order_numbers(id(), &["00041001"]).await.unwrap();
    client.add_tag(id(), "in BlueCherry").await.unwrap();
    let mut after = client.read_order(id()).await.unwrap();
    assert_eq!(after.image.updated_at, before.image.updated_at + Duration::from_secs(5));
    assert_eq!(after.image.read_at, before.image.read_at + Duration::from_secs(5), "by Shopify's own clock");
    after.image.updated_at = before.image.updated_at;
    after.image.read_at = before.image.read_at;
    after.image.numbers_shown.clear();
    assert_eq!(after.image, before.image);
    assert_eq!(shopify.running.shop().order(ORDER).unwrap().tags, ["in BlueCherry"]);
    shopify.running.stop().await;
}
