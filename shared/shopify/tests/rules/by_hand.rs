//! Answers written by hand from Shopify's schema of 2026-10 and its documentation; no simulator made them.

use serde_json::{Value, json};

/// An id beyond 2^53, as Shopify's own samples have them.
pub const ORDER: u64 = 820_982_911_946_154_508;

pub fn gbp(amount: &str) -> Value {
    json!({"shopMoney": {"amount": amount, "currencyCode": "GBP"}})
}

pub fn last_page() -> Value {
    json!({"hasNextPage": false, "endCursor": null})
}

pub fn page_before(cursor: &str) -> Value {
    json!({"hasNextPage": true, "endCursor": cursor})
}

/// A line of two units at 50.00, with a code and a shop's discount, VAT included.
pub fn line(id: u64) -> Value {
    json!({
        "id": format!("gid://shopify/LineItem/{id}"),
        "sku": "KNIT-001-NAVY-M",
        "title": "Merino jumper",
        "quantity": 2,
        "currentQuantity": 2,
        "requiresShipping": true,
        "isGiftCard": false,
        "variant": {"legacyResourceId": "44001"},
        "customAttributes": [{"key": "engraving"}],
        "originalUnitPriceSet": gbp("50.0"),
        "discountAllocations": [
            {"allocatedAmountSet": gbp("10.0"),
             "discountApplication": {"__typename": "DiscountCodeApplication", "code": "WELCOME10"}},
            {"allocatedAmountSet": gbp("5.0"),
             "discountApplication": {"__typename": "AutomaticDiscountApplication", "title": "Autumn"}}
        ],
        "taxLines": [{"priceSet": gbp("14.17")}]
    })
}

pub fn routed_line(line: u64, total: u32, remaining: u32) -> Value {
    json!({
        "totalQuantity": total,
        "remainingQuantity": remaining,
        "lineItem": {"id": format!("gid://shopify/LineItem/{line}")}
    })
}

pub fn fulfilment_order(id: u64, status: &str, location: Option<u64>, lines: &[Value]) -> Value {
    json!({
        "id": format!("gid://shopify/FulfillmentOrder/{id}"),
        "status": status,
        "assignedLocation": {"location": location.map(|id| json!({"legacyResourceId": id.to_string()}))},
        "lineItems": {"pageInfo": last_page(), "nodes": lines}
    })
}

pub fn transaction(kind: &str, status: &str, gateway: Option<&str>, amount: &str) -> Value {
    json!({"kind": kind, "status": status, "gateway": gateway, "amountSet": gbp(amount)})
}

/// The order itself, without `data` around it: one line, paid, routed, all sums tying at 89.95 with 14.99 of VAT in it.
pub fn order() -> Value {
    json!({
        "legacyResourceId": ORDER.to_string(),
        "name": "#1001",
        "createdAt": "2026-11-24T09:59:00Z",
        "updatedAt": "2026-11-24T10:00:00Z",
        "cancelledAt": null,
        "test": false,
        "displayFinancialStatus": "PAID",
        "taxesIncluded": true,
        "currencyCode": "GBP",
        "email": "ada@example.com",
        "phone": null,
        "shippingAddress": {
            "name": "Ada Lovelace", "company": null, "address1": "12 St James's Square", "address2": null,
            "city": "London", "provinceCode": "ENG", "zip": "SW1Y 4JH", "countryCodeV2": "GB", "phone": "+44 20 7946 0001"
        },
        "billingAddress": null,
        "currentTotalPriceSet": gbp("89.95"),
        "currentTotalTaxSet": gbp("14.99"),
        "currentTotalDutiesSet": null,
        "currentTotalAdditionalFeesSet": null,
        "totalTipReceivedSet": gbp("0.0"),
        "shippingLines": {"pageInfo": {"hasNextPage": false}, "nodes": [{
            "title": "Next day", "code": "NEXT_DAY",
            "currentDiscountedPriceSet": gbp("4.95"),
            "taxLines": [{"priceSet": gbp("0.82")}]
        }]},
        "lineItems": {"pageInfo": last_page(), "nodes": [line(1)]},
        "fulfillmentOrders": {"pageInfo": last_page(), "nodes": [
            fulfilment_order(7, "OPEN", Some(9_007_199_254_740_993), &[routed_line(1, 2, 2)])
        ]},
        "salesOrders": {"value": "[\"00041001\"]"},
        "transactions": [transaction("SALE", "SUCCESS", Some("shopify_payments"), "89.95")]
    })
}

/// An answer with the order as changed by the test, and plenty of points left.
pub fn answer(change: impl FnOnce(&mut Value)) -> Value {
    let mut order = order();
    change(&mut order);
    json!({"data": {"order": order}, "extensions": points_left("1900")})
}

/// `extensions` that leave so many points; numbers as Shopify writes them, whole or not.
pub fn points_left(points: &str) -> Value {
    let text = format!(
        r#"{{"cost": {{"requestedQueryCost": 129, "actualQueryCost": 22, "throttleStatus":
            {{"maximumAvailable": 2000.0, "currentlyAvailable": {points}, "restoreRate": 100.0}}}}}}"#
    );
    serde_json::from_str(&text).unwrap()
}

/// A top-level error as Shopify sends them, with status 200.
pub fn refusal(code: &str) -> Value {
    json!({"errors": [{"message": "said by Shopify", "extensions": {"code": code}}]})
}
