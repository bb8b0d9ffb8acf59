use std::time::Duration;

use domain::id::OrderId;
use sandbox::shopify::ApiFaults;
use shopify::Class;

use crate::shop::{ORDER, Shopify, TIMEOUT, id, order};

#[tokio::test]
async fn a_scope_that_is_missing_denies_what_it_covers() {
    // A read without the scope of fulfilment orders would look like an order that is not routed yet.
    for (scope, read, write) in [
        ("read_orders", false, true),
        ("read_merchant_managed_fulfillment_orders", false, true),
        ("write_orders", true, false),
    ] {
        let shopify = Shopify::with(order(1)).await;
        shopify.running.miss_scopes([scope.to_owned()]);
        let client = shopify.client();
        let class = client.read_order(id()).await.err().map(|error| error.class());
        assert_eq!(class, (!read).then_some(Class::Denied), "a read without {scope}");
        let class = client.set_order_numbers(id(), &["00041001"]).await.err().map(|error| error.class());
        assert_eq!(class, (!write).then_some(Class::Denied), "a write without {scope}");
        assert_eq!(shopify.running.shop().order(ORDER).unwrap().metafields.len(), usize::from(write), "{scope}");
        shopify.running.stop().await;
    }
}

#[tokio::test]
async fn an_order_that_shopify_does_not_show_is_not_found() {
    let shopify = Shopify::with(order(1)).await;
    let error = shopify.client().read_order(OrderId(ORDER + 1)).await.unwrap_err();
    assert_eq!(error.class(), Class::NotFound, "{error:?}");
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_shop_that_fails_or_does_not_answer_leaves_a_write_unknown() {
    let late = ApiFaults { slow: 1.0, delay: TIMEOUT + Duration::from_secs(1), ..ApiFaults::default() };
    for faults in [ApiFaults { server_error: 1.0, ..ApiFaults::default() }, late] {
        let shopify = Shopify::with(order(1)).await;
        shopify.running.set_faults(faults);
        let client = shopify.client();
        let (read, write) = tokio::join!(client.read_order(id()), client.set_order_numbers(id(), &["00041001"]));
        assert_eq!(read.unwrap_err().class(), Class::Unknown, "{faults:?}");
        assert_eq!(write.unwrap_err().class(), Class::Unknown, "{faults:?}");
        shopify.running.stop().await;
    }
}

#[tokio::test]
async fn a_shop_that_cannot_be_reached_was_certainly_not_asked() {
    let shopify = Shopify::with(order(1)).await;
    let client = shopify.client();
    shopify.running.stop().await;
    let error = client.set_order_numbers(id(), &["00041001"]).await.unwrap_err();
    assert_eq!(error.class(), Class::NotDone { wait: None }, "{error:?}");
}
