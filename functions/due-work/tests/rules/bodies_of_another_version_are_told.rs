use domain::exception::Owner;
use due_work::WEBHOOK_VERSION;
use shopify::API_VERSION;

use crate::outside::{minutes, noon};
use crate::shop::{Shop, right_after, wrong_after};

#[tokio::test]
async fn the_version_is_the_apps_so_a_person_mends_it_and_the_audit_settles_it() {
    let shop = Shop::in_order();
    shop.subscriptions.borrow_mut()[1].api_version = "2026-01".to_owned();
    assert_eq!(shop.audits(noon()).await, wrong_after(0));
    let told = shop.exceptions().await.remove(0);
    assert_eq!((told.kind.as_str(), told.owner), (WEBHOOK_VERSION, Owner::Engineering));
    assert!(told.text.contains("2026-01") && told.text.contains(API_VERSION), "{}", told.text);
    assert_eq!(shop.calls.borrow()[..], ["scopes", "list"], "nothing is written");

    shop.subscriptions.borrow_mut()[1].api_version = API_VERSION.to_owned();
    assert_eq!(shop.audits(noon() + minutes(5)).await, right_after(0));
    assert!(shop.told().await.is_empty());
}

#[tokio::test]
async fn the_version_of_somebody_elses_topic_is_not_ours_to_tell() {
    let shop = Shop::in_order();
    shop.stands(shopify::Topic::Paid, "https://crm.example.com");
    let mut stranger = shop.subscriptions.borrow_mut().pop().unwrap();
    stranger.topic = "PRODUCTS_UPDATE".to_owned();
    stranger.api_version = "2025-01".to_owned();
    shop.subscriptions.borrow_mut().push(stranger);
    assert_eq!(shop.audits(noon()).await, right_after(0));
}
