use bluecherry::{ReferenceField, Settings};
use domain::address::{Address, Delivery};
use domain::exception::ErpError;
use domain::step::PostAnswer;
use serde_json::Value;

use crate::by_hand::{booked, reply};
use crate::sample;
use crate::server::Server;

async fn sent(delivery: &Delivery, change: impl FnOnce(&mut Settings)) -> Value {
    let server = Server::start_with([reply(201, booked())], ["key", "key"], change).await;
    let answer = server.client.post(&sample::sales_order(), delivery, jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::Booked(_)), "{answer:?}");
    server.calls()[0].body.clone()
}

#[tokio::test]
async fn one_order_whole() {
    let server = Server::start([reply(201, booked())]).await;
    server.client.post(&sample::sales_order(), &sample::delivery(), jiff::Timestamp::MAX).await;
    let [call] = &server.calls()[..] else { panic!("not one call") };
    assert_eq!((call.method.as_str(), call.path.as_str()), ("POST", "/SAMPLE/STG/orders"));
    insta::assert_snapshot!(serde_json::to_string_pretty(&call.body).unwrap());
}

#[tokio::test]
async fn the_reference_travels_in_the_field_that_is_kept_free_for_it() {
    let fields = ["cust_po", "ref_num2", "aux_ref_num"];
    for (field, expected) in [
        (ReferenceField::CustPo, ["SO-1MKZ9A2B3C-1", "", ""]),
        (ReferenceField::RefNum2, ["#1001", "SO-1MKZ9A2B3C-1", ""]),
        (ReferenceField::AuxRefNum, ["#1001", "", "SO-1MKZ9A2B3C-1"]),
    ] {
        let body = sent(&sample::delivery(), |settings| settings.reference_field = field).await;
        assert_eq!(fields.map(|field| body[field].as_str().unwrap_or_default()), expected, "{field:?}");
        assert_eq!(body["ext_ref"], "SO-1MKZ9A2B3C-1");
    }
}

#[tokio::test]
async fn an_order_without_an_address_goes_to_the_house() {
    let house = Address { name: "Shop".to_owned(), line1: "1 Main Street".to_owned(), ..Address::default() };
    let nowhere = Delivery { ship_to: None, ..sample::delivery() };
    let body = sent(&nowhere, |settings| settings.house_address = Some(house.clone())).await;
    assert_eq!(body["ship_to"]["addr1"], "1 Main Street");
    let body = sent(&sample::delivery(), |settings| settings.house_address = Some(house)).await;
    assert_eq!(body["ship_to"]["addr2"], "12 High Street");
}

#[tokio::test]
async fn the_invoice_names_whom_shopify_names() {
    let payer = Address { name: "Payer".to_owned(), ..Address::default() };
    let delivery = Delivery { bill_to: Some(payer), ..sample::delivery() };
    let body = sent(&delivery, |settings| settings.ship_complete = true).await;
    assert_eq!(body["bill_to"]["name"], "Payer");
    assert_eq!(body["ship_complete"], "Y");
}

#[tokio::test]
async fn what_would_certainly_be_refused_is_not_sent() {
    let mut long = sample::sales_order();
    long.reference = serde_json::from_str(r#""SO-1MKZ9A2B3C4D5E6F7G8H9-1""#).unwrap();
    let nowhere = Delivery { ship_to: None, ..sample::delivery() };
    for (sales_order, delivery, code, field) in [
        (long, sample::delivery(), "BC_FIELD_LENGTH", "cust_po"),
        (sample::sales_order(), nowhere, "ADDRESS_MISSING", "ship_to"),
    ] {
        let server = Server::start([]).await;
        let answer = server.client.post(&sales_order, &delivery, jiff::Timestamp::MAX).await;
        let error = ErpError { code: code.to_owned(), line: None, field: Some(field.to_owned()) };
        assert_eq!(answer, PostAnswer::Rejected(vec![error]));
        assert!(server.calls().is_empty());
    }
}
