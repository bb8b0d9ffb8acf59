use due_work::Audited;

use crate::outside::{minutes, noon, seconds};
use crate::shop::{Shop, right_after, wrong_after};

#[tokio::test]
async fn an_audit_that_found_everything_right_is_the_only_one_for_an_hour() {
    let shop = Shop::in_order();
    let mut audits = 0;
    for minute in 0..180 {
        if shop.audits(noon() + minutes(minute)).await != Audited::NotDue {
            audits += 1;
            assert_eq!(minute % 60, 0);
        }
    }
    assert_eq!(audits, 3);
    assert_eq!(shop.calls.borrow().len(), 6, "two calls each");
}

#[tokio::test]
async fn an_audit_that_shopify_did_not_answer_is_tried_again_after_five_minutes() {
    let shop = Shop::in_order();
    shop.answers("list", "Shopify answered 502", false);
    let mut tried = Vec::new();
    for minute in 0..13 {
        if shop.audits(noon() + minutes(minute)).await == wrong_after(0) {
            tried.push(minute);
        }
    }
    assert_eq!(tried, [0, 5, 10]);
    shop.instead.borrow_mut().clear();
    assert_eq!(shop.audits(noon() + minutes(15)).await, right_after(0));
    assert_eq!(shop.audits(noon() + minutes(74)).await, Audited::NotDue);
    assert_eq!(shop.audits(noon() + minutes(75)).await, right_after(0));
}

#[tokio::test]
async fn two_runs_of_one_minute_audit_once() {
    let shop = Shop::default();
    let (one, other) = tokio::join!(shop.audits(noon()), shop.audits(noon() + seconds(1)));
    assert_eq!((one, other), (right_after(5), Audited::NotDue));
    assert_eq!(shop.standing().len(), 5);
}

#[tokio::test]
async fn a_clock_that_was_an_hour_ahead_does_not_put_the_next_audit_off() {
    let shop = Shop::in_order();
    assert_eq!(shop.audits(noon() + minutes(60)).await, right_after(0));
    assert_eq!(shop.audits(noon()).await, right_after(0));
    assert_eq!(shop.audits(noon() + minutes(1)).await, Audited::NotDue);
}
