use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::{api, ask, gid, noon, shop};

/// A payload whose total is written as a number or as text.
fn payload(total: Decimal, as_number: bool) -> Value {
    let total: Value =
        if as_number { serde_json::from_str(&total.to_string()).unwrap() } else { total.to_string().into() };
    json!({ "id": 5, "currency": "GBP", "financial_status": "paid", "total_price": total, "line_items": [] })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn an_amount_is_served_as_it_was_sent(units in 0_i64..=i64::MAX, scale in 0_u32..=6, as_number: bool) {
        let total = Decimal::new(units, scale);
        let mut shop = shop();
        shop.place_rest(&payload(total, as_number), None, noon()).unwrap();
        let query = "query Q($id: ID!) { order(id: $id) { currentTotalPriceSet { shopMoney { amount } } } }";
        let answer = ask(&mut api(), &mut shop, query, &gid(5));
        let served = answer["data"]["order"]["currentTotalPriceSet"]["shopMoney"]["amount"].as_str().unwrap();
        prop_assert_eq!(served.parse::<Decimal>().unwrap(), total);
        prop_assert!(served.contains('.'), "Shopify always writes a fraction: {}", served);
    }
}
