//! Subscriptions were not installed because the approval for protected customer data was missing, and no log said so
//! (peers' issue 9, `Shopify/shopify_app#1699`).

use domain::exception::Owner;
use due_work::SUBSCRIPTION_REFUSED;

use crate::outside::{minutes, noon};
use crate::shop::{ADDRESS, Shop, right_after, wrong_after};

const WORDS: &str = "This app is not approved to subscribe to webhook topics containing protected customer data";

#[tokio::test]
async fn a_topic_that_is_not_approved_is_told_with_shopifys_words_and_the_others_are_created() {
    let shop = Shop::default();
    shop.answers("create orders/paid", WORDS, true);
    assert_eq!(shop.audits(noon()).await, wrong_after(4));
    let told = shop.exceptions().await.remove(0);
    assert_eq!((told.kind.as_str(), told.owner, told.since), (SUBSCRIPTION_REFUSED, Owner::Engineering, noon()));
    for part in ["orders/paid", WORDS, ADDRESS, "protected customer data"] {
        assert!(told.text.contains(part), "{part} in {}", told.text);
    }
    assert!(!told.text.contains("orders/updated"), "{}", told.text);

    shop.instead.borrow_mut().clear();
    assert_eq!(shop.audits(noon() + minutes(5)).await, right_after(1));
    assert!(shop.told().await.is_empty());
}

#[tokio::test]
async fn a_list_or_a_move_that_is_refused_is_told_too() {
    for call in ["list", "move orders/edited"] {
        let shop = Shop::in_order();
        for one in shop.subscriptions.borrow_mut().iter_mut() {
            one.uri = one.uri.replace("new", "old");
        }
        shop.answers(call, "ACCESS_DENIED", true);
        let repaired = if call == "list" { 0 } else { 4 };
        assert_eq!(shop.audits(noon()).await, wrong_after(repaired), "{call}");
        assert_eq!(shop.told().await, [SUBSCRIPTION_REFUSED], "{call}");
        assert!(shop.exceptions().await[0].text.contains("ACCESS_DENIED"));
    }
}

#[tokio::test]
async fn an_answer_that_did_not_come_is_nobodys_to_mend_and_settles_nothing() {
    let shop = Shop::default();
    shop.answers("create orders/paid", WORDS, true);
    shop.scopes.borrow_mut().clear();
    shop.audits(noon()).await;
    let before = shop.exceptions().await;
    assert_eq!(before.len(), 2);
    for (number, call) in (1..).zip(["scopes", "list", "create orders/paid"]) {
        for unanswered in ["scopes", "create orders/paid", call] {
            shop.answers(unanswered, "Shopify answered 502", false);
        }
        assert_eq!(shop.audits(noon() + minutes(5 * number)).await, wrong_after(0), "{call}");
        assert_eq!(shop.exceptions().await, before, "{call}");
        shop.instead.borrow_mut().clear();
    }
    let unscathed = Shop::default();
    unscathed.answers("create orders/paid", "Shopify answered 502", false);
    assert_eq!(unscathed.audits(noon()).await, wrong_after(4));
    assert!(unscathed.told().await.is_empty());
}
