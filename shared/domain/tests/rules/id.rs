use domain::id::{LineId, LocationId, OrderId};
use domain::image::sku_source;
use proptest::prelude::*;

proptest! {
    #[test]
    fn an_id_is_the_same_in_each_of_its_forms(id in any::<u64>()) {
        let order = OrderId(id);
        prop_assert_eq!(OrderId::parse(&order.gid()), Ok(order));
        prop_assert_eq!(OrderId::parse(&id.to_string()), Ok(order));
        let stored = serde_json::to_string(&order).unwrap();
        prop_assert_eq!(&stored, &id.to_string());
        prop_assert_eq!(serde_json::from_str::<OrderId>(&stored).unwrap(), order);
    }

    #[test]
    fn whatever_is_no_id_is_refused(text in "\\PC{0,12}") {
        let is_id = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        prop_assert_eq!(OrderId::parse(&text).is_ok(), is_id, "{}", text);
    }
}

#[test]
fn an_id_beyond_2_to_the_53_loses_nothing() {
    let id = OrderId::parse("gid://shopify/Order/9007199254740993").unwrap();
    assert_eq!(id.0, 9_007_199_254_740_993);
    assert_eq!(format!("{id} {id:?}"), "9007199254740993 9007199254740993");
}

#[test]
fn a_global_id_of_another_kind_is_refused() {
    for text in [
        "gid://shopify/LineItem/1",
        "gid://shopify/Order/",
        "gid://shopify/Order/+1",
        "gid://shopify/Order/1.0",
        "gid://shopify/Order/-1",
        "+1",
        "-1",
        "1?x=2",
        " 1",
        "18446744073709551616",
    ] {
        let refused = OrderId::parse(text).unwrap_err();
        assert_eq!(refused.to_string(), format!("`{text}` is not an id of a Shopify Order"));
    }
    assert_eq!(LineId::parse("gid://shopify/LineItem/1?x=2"), Ok(LineId(1)), "a global id may carry a query");
    assert_eq!(LocationId::parse("gid://shopify/Location/7"), Ok(LocationId(7)));
}

#[test]
fn an_article_is_looked_up_by_sku_else_by_variant_else_by_title() {
    for (sku, variant, source) in [
        (Some(" TEE-M "), Some(5), "TEE-M"),
        (Some("  "), Some(5), "variant:5"),
        (None, Some(5), "variant:5"),
        (None, None, "title:Tee"),
    ] {
        assert_eq!(sku_source(sku, variant, " Tee "), source);
    }
}
