//! Shopify deletes a subscription after hours of failed deliveries, and tells nobody (peers' issue 4, laravel-shopify#936).

use shopify::Topic;

use crate::outside::{minutes, noon};
use crate::shop::{ADDRESS, Shop, right_after};

const EARLIER: &str = "https://old.execute-api.us-east-1.amazonaws.com/webhooks/shopify";
const STRANGER: &str = "https://crm.example.com/shopify/orders";

#[tokio::test]
async fn whatever_stood_before_every_topic_rings_at_our_address_afterwards_and_nobody_elses_was_touched() {
    // What stands for `orders/paid`; whether the audit creates or moves one; what stands for it then.
    let table: &[(&[&str], &str, &[&str])] = &[
        (&[], "create orders/paid", &[ADDRESS]),
        (&[ADDRESS], "", &[ADDRESS]),
        (&[ADDRESS, ADDRESS], "", &[ADDRESS, ADDRESS]),
        (&[EARLIER], "move orders/paid", &[ADDRESS]),
        (&["https://custom.example.com/live/webhooks/shopify/"], "move orders/paid", &[ADDRESS]),
        (&[STRANGER], "create orders/paid", &[STRANGER, ADDRESS]),
        (&[STRANGER, EARLIER], "move orders/paid", &[STRANGER, ADDRESS]),
        (&[EARLIER, ADDRESS], "", &[ADDRESS, EARLIER]),
        (
            &["https://example.com/webhooks/shopify/more"],
            "create orders/paid",
            &["https://example.com/webhooks/shopify/more", ADDRESS],
        ),
        (&["pubsub://project:topic"], "create orders/paid", &["pubsub://project:topic", ADDRESS]),
    ];
    for (before, repair, after) in table {
        let shop = Shop::in_order();
        shop.subscriptions.borrow_mut().retain(|one| one.topic != "ORDERS_PAID");
        before.iter().for_each(|uri| shop.stands(Topic::Paid, uri));
        let repaired = u64::from(!repair.is_empty());
        assert_eq!(shop.audits(noon()).await, right_after(repaired), "{before:?}");
        let writes: Vec<String> = shop.calls.borrow()[2..].to_vec();
        assert_eq!(writes.concat(), *repair, "{before:?}");
        let mut paid: Vec<String> = shop.standing();
        paid.retain(|one| one.starts_with("ORDERS_PAID "));
        let mut expected: Vec<String> = after.iter().map(|uri| format!("ORDERS_PAID {uri}")).collect();
        expected.sort();
        assert_eq!(paid, expected, "{before:?}");
        assert!(shop.told().await.is_empty(), "what was mended needs nobody");
    }
}

#[tokio::test]
async fn an_empty_shop_gets_a_subscription_of_each_topic_that_intake_takes() {
    let shop = Shop::default();
    assert_eq!(shop.audits(noon()).await, right_after(5));
    let expected: Vec<String> =
        ["CANCELLED", "CREATE", "EDITED", "PAID", "UPDATED"].map(|topic| format!("ORDERS_{topic} {ADDRESS}")).to_vec();
    assert_eq!(shop.standing(), expected);
}

#[tokio::test]
async fn a_subscription_that_was_deleted_is_back_within_the_hour() {
    let shop = Shop::in_order();
    assert_eq!(shop.audits(noon()).await, right_after(0));
    shop.subscriptions.borrow_mut().pop();
    assert_eq!(shop.audits(noon() + minutes(60)).await, right_after(1));
    assert_eq!(shop.standing().len(), 5);
}

#[tokio::test]
async fn an_address_that_an_earlier_audit_kept_is_ours_whatever_its_path() {
    let behind_a_domain = "https://hooks.example.com/";
    let shop = Shop::default();
    assert_eq!(shop.audits_for(behind_a_domain, noon()).await, right_after(5));
    assert_eq!(
        shop.audits_for(ADDRESS, noon() + minutes(6)).await,
        right_after(5),
        "a move does not wait for the hour"
    );
    assert!(shop.standing().iter().all(|one| one.ends_with(ADDRESS)), "{:?}", shop.standing());
    assert_eq!(shop.standing().len(), 5);
}
