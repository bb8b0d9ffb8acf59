use domain::id::OrderId;
use domain::image::{Line, LineKind};
use serde_json::{Value, json};

use crate::by_hand::{ORDER, answer, gbp, line};
use crate::server::{reply, serve};

async fn read(change: impl FnOnce(&mut Value)) -> Line {
    let mut changed = line(1);
    change(&mut changed);
    let server = serve([reply(200, answer(|order| order["lineItems"]["nodes"] = json!([changed])))]).await;
    server.client.read_order(OrderId(ORDER)).await.unwrap().image.lines.remove(0)
}

/// A rental must never be booked as a sale, whatever else its line says.
#[tokio::test]
async fn the_cycle_property_makes_a_line_circular() {
    let cycle = json!([{"key": "colour"}, {"key": "_cycle"}]);
    assert_eq!(read(|line| line["customAttributes"] = cycle.clone()).await.kind, LineKind::Circular);
    let gift_with_cycle = |line: &mut Value| {
        line["customAttributes"] = cycle.clone();
        line["isGiftCard"] = json!(true);
    };
    assert_eq!(read(gift_with_cycle).await.kind, LineKind::Circular);
    assert_eq!(read(|line| line["isGiftCard"] = json!(true)).await.kind, LineKind::GiftCard);
    assert_eq!(read(|line| line["customAttributes"] = json!([])).await.kind, LineKind::Retail);
}

#[tokio::test]
async fn a_line_without_a_sku_is_looked_up_by_variant_or_title() {
    assert_eq!(read(|line| line["sku"] = json!("")).await.sku, "variant:44001");
    let bare = |line: &mut Value| {
        line["sku"] = json!(null);
        line["variant"] = json!(null);
    };
    assert_eq!(read(bare).await.sku, "title:Merino jumper");
}

#[tokio::test]
async fn every_kind_of_discount_names_its_source() {
    for (application, source) in [
        (json!({"__typename": "DiscountCodeApplication", "code": "WELCOME10"}), "WELCOME10"),
        (json!({"__typename": "AutomaticDiscountApplication", "title": "Autumn"}), "Autumn"),
        (json!({"__typename": "ManualDiscountApplication", "title": "Goodwill"}), "Goodwill"),
        (json!({"__typename": "ScriptDiscountApplication", "title": "Script"}), "Script"),
        (json!({"__typename": "LoyaltyDiscountApplication"}), "unknown discount"),
    ] {
        let allocation = json!([{"allocatedAmountSet": gbp("1.0"), "discountApplication": application}]);
        let line = read(|line| line["discountAllocations"] = allocation.clone()).await;
        assert_eq!(line.discounts[0].source, source);
    }
}

#[tokio::test]
async fn tax_lines_are_summed() {
    let line = read(|line| line["taxLines"] = json!([{"priceSet": gbp("1.10")}, {"priceSet": gbp("0.05")}])).await;
    assert_eq!(line.tax.to_string(), "1.15 GBP");
    assert!(read(|line| line["taxLines"] = json!([])).await.tax.is_zero());
}

#[tokio::test]
async fn a_removed_line_keeps_what_was_ordered() {
    let line = read(|line| line["currentQuantity"] = json!(0)).await;
    assert_eq!((line.ordered.0, line.current.0), (2, 0));
}

#[tokio::test]
async fn a_shipping_line_without_a_code_goes_by_its_title() {
    for code in [json!(null), json!(" ")] {
        let change = |order: &mut Value| order["shippingLines"]["nodes"][0]["code"] = code.clone();
        let server = serve([reply(200, answer(change))]).await;
        let read = server.client.read_order(OrderId(ORDER)).await.unwrap();
        assert_eq!(read.image.shipping[0].source, "Next day");
    }
}
