use domain::exception::Owner;
use due_work::SCOPE_MISSING;

use crate::outside::{minutes, noon};
use crate::shop::{Shop, right_after, wrong_after};

const ROUTING: &str = "read_merchant_managed_fulfillment_orders";

#[tokio::test]
async fn scopes_count_in_any_order_and_to_write_includes_to_read() {
    for (granted, missing) in [
        (vec!["read_orders", "write_orders", ROUTING], vec![]),
        // Scopes that were compared in their order made a connector ask for approval for ever (microsoft/BCApps#5724).
        (vec![ROUTING, "write_orders", "read_products", "read_orders"], vec![]),
        (vec!["write_orders", ROUTING], vec![]),
        (vec!["write_orders", "write_merchant_managed_fulfillment_orders"], vec![]),
        (vec!["read_orders", ROUTING], vec!["`write_orders`"]),
        (vec!["write_orders"], vec![ROUTING]),
        (vec![], vec!["`read_orders`", "`write_orders`", ROUTING]),
        (vec!["read_all_orders", "write_order_edits"], vec!["`read_orders`", "`write_orders`", ROUTING]),
    ] {
        let shop = Shop::in_order();
        *shop.scopes.borrow_mut() = granted.iter().map(ToString::to_string).collect();
        let audited = shop.audits(noon()).await;
        let told = shop.exceptions().await;
        assert_eq!(audited == right_after(0), missing.is_empty(), "{granted:?}");
        assert_eq!(told.len(), usize::from(!missing.is_empty()), "{granted:?}: {told:?}");
        for exception in told {
            assert_eq!((exception.kind.as_str(), exception.owner), (SCOPE_MISSING, Owner::Engineering));
            for scope in ["`read_orders`", "`write_orders`", ROUTING] {
                assert_eq!(exception.text.contains(scope), missing.contains(&scope), "{scope} in {}", exception.text);
            }
        }
    }
}

#[tokio::test]
async fn it_is_settled_by_the_audit_that_finds_it_granted_and_keeps_its_age_until_then() {
    let shop = Shop::in_order();
    let granted = shop.scopes.take();
    assert_eq!(shop.audits(noon()).await, wrong_after(0));
    *shop.scopes.borrow_mut() = granted[..1].to_vec();
    assert_eq!(shop.audits(noon() + minutes(5)).await, wrong_after(0));
    let told = shop.exceptions().await.remove(0);
    assert_eq!(told.since, noon());
    assert!(!told.text.contains("`read_orders`"), "it names what is missing now: {}", told.text);
    *shop.scopes.borrow_mut() = granted;
    assert_eq!(shop.audits(noon() + minutes(10)).await, right_after(0));
    assert!(shop.told().await.is_empty());
}
