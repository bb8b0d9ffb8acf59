use domain::id::OrderId;
use domain::image::{ExtraKind, FinancialStatus};
use serde_json::json;

use crate::by_hand::{ORDER, answer, gbp};
use crate::server::{reply, serve};

#[tokio::test]
async fn a_plain_order_is_one_call_and_every_fact_of_it() {
    let server = serve([reply(200, answer(|_| {}))]).await;
    let read = server.client.read_order(OrderId(ORDER)).await.unwrap();
    let gbp = |amount| json!({"amount": amount, "currency": "GBP"});
    let facts = json!({
        "id": ORDER,
        "name": "#1001",
        "created_at": "2026-11-24T09:59:00Z",
        "updated_at": "2026-11-24T10:00:00Z",
        "read_at": "2026-11-24T10:00:05Z",
        "test": false,
        "cancelled_at": null,
        "financial": "paid",
        "taxes_included": true,
        "currency": "GBP",
        "has_address": true,
        "lines": [{
            "id": 1, "kind": "retail", "sku": "KNIT-001-NAVY-M", "ordered": 2, "current": 2, "ships": true,
            "unit_price": gbp("50.0"),
            "discounts": [
                {"source": "WELCOME10", "amount": gbp("10.0")},
                {"source": "Autumn", "amount": gbp("5.0")}
            ],
            "tax": gbp("14.17")
        }],
        "shipping": [{"source": "NEXT_DAY", "amount": gbp("4.95"), "tax": gbp("0.82")}],
        "extras": [],
        "total": gbp("89.95"),
        "tax": gbp("14.99"),
        "payments": [{"gateway": "shopify_payments", "amount": gbp("89.95")}],
        "routing": [{"line": 1, "location": 9_007_199_254_740_993_u64, "quantity": 2}],
        "numbers_shown": ["00041001"]
    });
    assert_eq!(serde_json::to_value(&read.image).unwrap(), facts);
    assert_eq!(domain::totals::untied(&read.image).unwrap(), []);
    assert!(read.image.is_routed());

    let ship_to = read.delivery.ship_to.unwrap();
    assert_eq!(ship_to.name, "Ada Lovelace");
    assert_eq!((ship_to.line1.as_str(), ship_to.line2.as_str()), ("12 St James's Square", ""));
    assert_eq!((ship_to.city.as_str(), ship_to.province.as_str()), ("London", "ENG"));
    assert_eq!((ship_to.postcode.as_str(), ship_to.country.as_str()), ("SW1Y 4JH", "GB"));
    assert_eq!((read.delivery.email.as_str(), read.delivery.phone.as_str()), ("ada@example.com", ""));
    assert_eq!(read.delivery.bill_to, None);

    let calls = server.calls();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].body["variables"], json!({"id": format!("gid://shopify/Order/{ORDER}")}));
    assert_eq!(calls[0].body["operationName"], "OrderForExport");
}

/// Shopify may add a status at any time; the order must still be read.
#[tokio::test]
async fn a_status_that_shopify_adds_survives() {
    for (status, expected) in [
        (json!("AUTHORIZED"), FinancialStatus::Authorized),
        (json!("EXPIRED"), FinancialStatus::Expired),
        (json!("PARTIALLY_PAID"), FinancialStatus::PartiallyPaid),
        (json!("PARTIALLY_REFUNDED"), FinancialStatus::PartiallyRefunded),
        (json!("PENDING"), FinancialStatus::Pending),
        (json!("REFUNDED"), FinancialStatus::Refunded),
        (json!("VOIDED"), FinancialStatus::Voided),
        (json!("PAID_IN_KIND"), FinancialStatus::Other("PAID_IN_KIND".to_owned())),
        (json!(null), FinancialStatus::Other("none".to_owned())),
    ] {
        let server = serve([reply(200, answer(|order| order["displayFinancialStatus"] = status.clone()))]).await;
        let read = server.client.read_order(OrderId(ORDER)).await.unwrap();
        assert_eq!(read.image.financial, expected);
    }
}

#[tokio::test]
async fn duties_fees_and_tips_are_extras_and_nothing_is_none() {
    let server = serve([reply(
        200,
        answer(|order| {
            order["currentTotalDutiesSet"] = gbp("12.34");
            order["currentTotalAdditionalFeesSet"] = gbp("0.50");
            order["totalTipReceivedSet"] = gbp("3.00");
        }),
    )])
    .await;
    let read = server.client.read_order(OrderId(ORDER)).await.unwrap();
    let extras: Vec<_> = read.image.extras.iter().map(|extra| (extra.kind, extra.amount.to_string())).collect();
    assert_eq!(
        extras,
        [
            (ExtraKind::Duty, "12.34 GBP".to_owned()),
            (ExtraKind::Fee, "0.50 GBP".to_owned()),
            (ExtraKind::Tip, "3.00 GBP".to_owned())
        ]
    );
}

/// An app without access to protected customer data gets an address of nothing but nulls.
#[tokio::test]
async fn an_empty_address_is_none() {
    let server = serve([reply(
        200,
        answer(|order| {
            for field in order["shippingAddress"].as_object_mut().unwrap().values_mut() {
                *field = json!(null);
            }
        }),
    )])
    .await;
    let read = server.client.read_order(OrderId(ORDER)).await.unwrap();
    assert!(!read.image.has_address);
    assert_eq!(read.delivery.ship_to, None);
}

/// Without a date of Shopify's the read must not claim to know anything later than the revision.
#[tokio::test]
async fn an_answer_without_a_date_was_read_at_its_own_revision() {
    let server = serve([reply(200, answer(|_| {})).header("date", "")]).await;
    let read = server.client.read_order(OrderId(ORDER)).await.unwrap();
    assert_eq!(read.image.read_at, read.image.updated_at);
}
