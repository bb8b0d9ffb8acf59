use std::time::Duration;

use jiff::Timestamp;
use sandbox::shopify::{ApiFaults, Order};
use shopify::{ChangedOrdersError, Class};

use crate::shop::{ORDER, Shopify, noon, order};

/// A shop of 600 more orders: 1 to 200 changed at noon, 201 to 600 a second later.
async fn busy() -> Shopify {
    let shopify = Shopify::with(order(1)).await;
    for id in 1..=600 {
        let mut placed = order(1);
        placed.id = id;
        let later = Duration::from_secs(u64::from(id > 200));
        shopify.running.shop().place(placed, noon() + later);
    }
    shopify
}

#[tokio::test]
async fn three_pages_hold_each_order_once_though_equal_times_stand_across_their_edges() {
    let shopify = busy().await;
    let client = shopify.client();
    let (mut read, mut sizes, mut after) = (Vec::new(), Vec::new(), None::<String>);
    loop {
        let page = client.changed_orders(noon(), after.as_deref()).await.unwrap();
        assert_eq!(page.at, noon(), "by the shop's clock");
        sizes.push(page.orders.len());
        read.extend(page.orders);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(sizes, [250, 250, 101]);
    let later = noon() + Duration::from_secs(1);
    let mut expected: Vec<(u64, Timestamp)> = (1..=200).map(|id| (id, noon())).collect();
    expected.push((ORDER, noon()));
    expected.extend((201..=600).map(|id| (id, later)));
    assert_eq!(read, expected);
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_change_of_the_very_second_is_listed_and_one_before_is_not() {
    let shopify = busy().await;
    let within = noon() + Duration::from_millis(1_500);
    let page = shopify.client().changed_orders(within, None).await.unwrap();
    assert_eq!(page.orders.first(), Some(&(201, noon() + Duration::from_secs(1))));
    let page = shopify.client().changed_orders(within + Duration::from_secs(1), None).await.unwrap();
    assert_eq!((page.orders.len(), page.next), (0, None));
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_cancelled_order_is_listed_and_a_draft_is_not() {
    let shopify = Shopify::with(order(1)).await;
    let at = noon() + Duration::from_secs(5);
    shopify.running.shop().cancel(ORDER, at).unwrap();
    shopify.running.shop().draft(Order { id: 8, ..order(1) });
    let page = shopify.client().changed_orders(noon(), None).await.unwrap();
    assert_eq!(page.orders, [(ORDER, at)]);
    assert_eq!(shopify.running.calls().reads(ORDER), 0, "a list is no read");
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_page_that_failed_is_had_from_the_same_cursor_and_a_cursor_that_is_none_is_refused() {
    let shopify = busy().await;
    let client = shopify.client();
    let first = client.changed_orders(noon(), None).await.unwrap();
    shopify.running.set_faults(ApiFaults { server_error: 1.0, ..ApiFaults::default() });
    let error = client.changed_orders(noon(), first.next.as_deref()).await.unwrap_err();
    assert_eq!(error.class(), Class::Unknown, "{error:?}");
    shopify.running.set_faults(ApiFaults::default());
    let second = client.changed_orders(noon(), first.next.as_deref()).await.unwrap();
    assert_eq!(second.orders.len(), 250);
    let error = client.changed_orders(noon(), Some("stale")).await.unwrap_err();
    assert!(matches!(error, ChangedOrdersError::CursorRefused { .. }), "{error:?}");
    shopify.running.stop().await;
}

#[tokio::test]
async fn a_scope_that_is_missing_denies_the_list() {
    let shopify = Shopify::with(order(1)).await;
    shopify.running.miss_scopes(["read_orders".to_owned()]);
    let error = shopify.client().changed_orders(noon(), None).await.unwrap_err();
    assert_eq!(error.class(), Class::Denied, "{error:?}");
    shopify.running.stop().await;
}
