use domain::id::OrderId;
use domain::image::OrderImage;
use serde_json::{Value, json};
use shopify::Class;

use crate::by_hand::{ORDER, answer, transaction};
use crate::server::{reply, serve};

async fn read(change: impl FnOnce(&mut Value)) -> OrderImage {
    let server = serve([reply(200, answer(change))]).await;
    server.client.read_order(OrderId(ORDER)).await.unwrap().image
}

fn payments(image: &OrderImage) -> Vec<(String, String)> {
    image.payments.iter().map(|payment| (payment.gateway.clone(), payment.amount.to_string())).collect()
}

#[tokio::test]
async fn only_what_succeeded_counts_and_what_was_paid_back_is_taken_off() {
    let card = Some("card");
    let held = |gateway: &str, amount: &str| (gateway.to_owned(), amount.to_owned());
    for (transactions, expected) in [
        (vec![transaction("SALE", "SUCCESS", card, "10.0")], vec![held("card", "10.00 GBP")]),
        (vec![transaction("SALE", "PENDING", card, "10.0")], vec![]),
        (vec![transaction("SALE", "FAILURE", card, "10.0")], vec![]),
        (vec![transaction("SALE", "HALF_DONE", card, "10.0")], vec![]),
        (vec![transaction("AUTHORIZATION", "SUCCESS", card, "10.0")], vec![held("card", "10.00 GBP")]),
        (
            vec![transaction("AUTHORIZATION", "SUCCESS", card, "10.0"), transaction("CAPTURE", "SUCCESS", card, "7.5")],
            vec![held("card", "7.50 GBP")],
        ),
        (
            vec![transaction("AUTHORIZATION", "SUCCESS", card, "10.0"), transaction("VOID", "SUCCESS", card, "10.0")],
            vec![],
        ),
        (
            vec![transaction("SALE", "SUCCESS", card, "10.0"), transaction("REFUND", "SUCCESS", card, "2.5")],
            vec![held("card", "7.50 GBP")],
        ),
        (vec![transaction("SALE", "SUCCESS", card, "10.0"), transaction("REFUND", "SUCCESS", card, "10.0")], vec![]),
        (
            vec![
                transaction("SALE", "SUCCESS", Some("cash"), "20.0"),
                transaction("CHANGE", "SUCCESS", Some("cash"), "5.05"),
            ],
            vec![held("cash", "14.95 GBP")],
        ),
        (
            vec![
                transaction("SALE", "SUCCESS", card, "10.0"),
                transaction("SUGGESTED_REFUND", "SUCCESS", card, "10.0"),
            ],
            vec![held("card", "10.00 GBP")],
        ),
        (
            vec![transaction("SALE", "SUCCESS", card, "10.0"), transaction("BLESSING", "SUCCESS", card, "1.0")],
            vec![held("card", "10.00 GBP")],
        ),
        // Paid back as store credit, or by hand: by a gateway that took nothing.
        (
            vec![
                transaction("SALE", "SUCCESS", card, "10.0"),
                transaction("REFUND", "SUCCESS", Some("shopify_store_credit"), "2.5"),
            ],
            vec![held("card", "10.00 GBP"), held("shopify_store_credit", "-2.50 GBP")],
        ),
        (
            vec![transaction("AUTHORIZATION", "SUCCESS", card, "10.0"), transaction("REFUND", "SUCCESS", card, "2.5")],
            vec![held("card", "7.50 GBP")],
        ),
        (
            vec![transaction("SALE", "SUCCESS", Some("gift_card"), "3.0"), transaction("SALE", "SUCCESS", None, "7.0")],
            vec![held("gift_card", "3.00 GBP"), held("none", "7.00 GBP")],
        ),
    ] {
        let image = read(|order| order["transactions"] = json!(transactions)).await;
        assert_eq!(payments(&image), expected, "{transactions:?}");
    }
}

/// A transaction that Shopify gave to Microsoft's connector, unchanged, in an order written by hand around it.
#[tokio::test]
async fn a_recorded_transaction_is_read() {
    let recorded: Value = serde_json::from_str(include_str!("../fixtures/bcapps/order-transactions.json")).unwrap();
    let image = read(|order| {
        *order = serde_json::from_str(&order.to_string().replace("GBP", "DKK")).unwrap();
        order["transactions"] = recorded["data"]["order"]["transactions"].clone();
    })
    .await;
    assert_eq!(payments(&image), [("bogus".to_owned(), "679.00 DKK".to_owned())]);
}

/// Shopify's list of transactions has no second page, so that a full one may be cut.
#[tokio::test]
async fn a_list_that_may_be_cut_is_not_summed() {
    let many: Vec<Value> = (0..50).map(|_| transaction("SALE", "SUCCESS", None, "1.0")).collect();
    let server = serve([reply(200, answer(|order| order["transactions"] = json!(many)))]).await;
    assert_eq!(server.client.read_order(OrderId(ORDER)).await.unwrap_err().class(), Class::Unreadable);
}
