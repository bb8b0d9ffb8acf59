use rust_decimal::Decimal;
use sandbox::shopify::Presentment;
use sandbox::shopify::graphql::{Api, Bucket};
use serde_json::json;

use crate::{ask, gid, order, shop_with, wider};

const QUERY: &str = "query Q($id: ID!) { order(id: $id) { currencyCode presentmentCurrencyCode currentTotalPriceSet { ...Both } lineItems(first: 1) { nodes { originalUnitPriceSet { ...Both } } } transactions(first: 1) { amountSet { ...Both } } } }
    fragment Both on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }";

#[test]
fn every_amount_stands_in_the_shops_currency_and_in_the_customers() {
    let additions = [("Order", "presentmentCurrencyCode: CurrencyCode!"), ("MoneyBag", "presentmentMoney: MoneyV2!")];
    let mut api = Api::new(&wider(&additions, ""), Bucket::new(2000, 100)).unwrap();
    let euro = Presentment { currency: "EUR".to_owned(), rate: Decimal::new(11735, 4) };
    // Two units at 10.00: a half cent goes up.
    for (presentment, currency, unit, total) in [(None, "GBP", "10.0", "20.0"), (Some(euro), "EUR", "11.74", "23.47")] {
        let mut order = order(5, 1);
        order.presentment = presentment;
        let answer = ask(&mut api, &mut shop_with(order), QUERY, &gid(5));
        let both = |shop: &str, seen: &str| {
            json!({
                "shopMoney": { "amount": shop, "currencyCode": "GBP" },
                "presentmentMoney": { "amount": seen, "currencyCode": currency },
            })
        };
        let shown = &answer["data"]["order"];
        assert_eq!((&shown["currencyCode"], &shown["presentmentCurrencyCode"]), (&json!("GBP"), &json!(currency)));
        assert_eq!(shown["currentTotalPriceSet"], both("20.0", total), "{answer}");
        assert_eq!(shown["lineItems"]["nodes"][0]["originalUnitPriceSet"], both("10.0", unit));
        assert_eq!(shown["transactions"][0]["amountSet"], both("20.0", total));
    }
}
