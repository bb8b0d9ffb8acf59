//! Shopify deletes a subscription after hours of failed deliveries, and tells nobody (peers' issue 4, laravel-shopify#936).

use due_work::{Audited, SUBSCRIPTION_REFUSED, WEBHOOK_VERSION};
use shopify::{API_VERSION, Subscription, Topic};

use crate::outside::{minutes, noon};
use crate::shop::{ADDRESS, Shop, right_after, wrong_after};

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
async fn what_was_made_is_looked_at_within_minutes_and_then_each_hour() {
    let shop = Shop::in_order();
    shop.subscriptions.borrow_mut().pop();
    assert_eq!(shop.audits(noon()).await, right_after(1));
    assert_eq!(shop.audits(noon() + minutes(4)).await, Audited::NotDue);
    "2026-07".clone_into(&mut shop.subscriptions.borrow_mut()[4].api_version);
    assert_eq!(shop.audits(noon() + minutes(5)).await, wrong_after(0));
    assert_eq!(shop.exceptions().await[0].kind, WEBHOOK_VERSION);
    API_VERSION.clone_into(&mut shop.subscriptions.borrow_mut()[4].api_version);
    assert_eq!(shop.audits(noon() + minutes(10)).await, right_after(0));
    assert_eq!(shop.audits(noon() + minutes(69)).await, Audited::NotDue);
    assert_eq!(shop.audits(noon() + minutes(70)).await, right_after(0));
}

#[tokio::test]
async fn what_was_moved_is_looked_at_within_minutes_too() {
    let shop = Shop::in_order();
    assert_eq!(shop.audits_for(EARLIER, noon()).await, right_after(5));
    assert_eq!(shop.audits_for(EARLIER, noon() + minutes(5)).await, right_after(0));
    assert_eq!(shop.audits_for(ADDRESS, noon() + minutes(15)).await, right_after(5));
    assert_eq!(shop.audits_for(ADDRESS, noon() + minutes(20)).await, right_after(0));
    assert_eq!(shop.audits_for(ADDRESS, noon() + minutes(25)).await, Audited::NotDue);
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

/// What a person may have done to a subscription in passing, each of which loses webhooks in silence.
const CUTS: [fn(&mut Subscription); 3] = [
    |one| one.filter = Some("financial_status:paid".to_owned()),
    |one| one.include_fields = vec!["name".to_owned()],
    |one| "XML".clone_into(&mut one.format),
];

#[tokio::test]
async fn a_subscription_that_does_not_tell_everything_is_made_whole_where_it_stands() {
    for cut in CUTS {
        let shop = Shop::in_order();
        cut(&mut shop.subscriptions.borrow_mut()[1]);
        let topic = shop.subscriptions.borrow()[1].topic.clone();
        assert_eq!(shop.audits(noon()).await, right_after(1), "{topic}");
        assert_eq!(shop.calls.borrow()[2..], ["move orders/paid"]);
        assert_eq!(*shop.subscriptions.borrow(), *Shop::in_order().subscriptions.borrow());
        assert!(shop.told().await.is_empty());
    }
}

#[tokio::test]
async fn a_filter_beside_a_whole_subscription_or_at_somebody_elses_address_is_left_alone() {
    for uri in [ADDRESS, STRANGER] {
        let shop = Shop::in_order();
        shop.stands(Topic::Paid, uri);
        CUTS[0](shop.subscriptions.borrow_mut().last_mut().unwrap());
        assert_eq!(shop.audits(noon()).await, right_after(0), "{uri}");
    }
}

#[tokio::test]
async fn a_filter_that_shopify_leaves_on_is_told_until_it_is_gone() {
    let shop = Shop::in_order();
    CUTS[0](&mut shop.subscriptions.borrow_mut()[1]);
    let why = "Shopify confirmed the webhook subscription and shows it otherwise: it has a filter; delete it";
    shop.answers("move orders/paid", why, true);
    assert_eq!(shop.audits(noon()).await, wrong_after(0));
    let told = shop.exceptions().await.remove(0);
    assert_eq!(told.kind, SUBSCRIPTION_REFUSED);
    assert!(told.text.contains("orders/paid") && told.text.contains(why), "{}", told.text);

    shop.subscriptions.borrow_mut().remove(1);
    assert_eq!(shop.audits(noon() + minutes(5)).await, right_after(1));
    assert!(shop.told().await.is_empty());
}
