use bluecherry::Echo;
use domain::code::WarehouseCode;
use domain::exception::ErpError;
use domain::sales_order::Booked;
use domain::step::PostAnswer;
use sandbox::bluecherry::{Call, Features};

use crate::erp::Erp;
use crate::sample::{delivery, sales_order};

/// What the answer must be when it is booked.
fn booked(answer: PostAnswer) -> Booked {
    match answer {
        PostAnswer::Booked(booked) => *booked,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_posted_is_booked_and_what_is_booked_is_echoed() {
    for (echo, reads) in [(Echo::Answer, 0), (Echo::ReadBack, 1)] {
        let erp = Erp::start().await;
        let client = erp.client_with(bluecherry::Settings { echo, ..erp.settings() });
        let echoed = booked(client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await);
        let books = erp.booked();
        assert_eq!(books.len(), 1);
        assert_eq!(echoed.number.as_str(), books[0].ord_num, "with its leading zeros");
        assert_eq!(sales_order().difference_from(&echoed), None);
        assert_eq!(books[0].ext_ref, sales_order().reference.as_str());
        assert_eq!(books[0].posted.ship_to.addr1, "Acme Ltd", "the company takes the first line");
        let calls = erp.running.counts().calls;
        assert_eq!(calls.get(&Call::PostOrder), Some(&1));
        assert_eq!(calls.get(&Call::OrderByNumber).copied().unwrap_or_default(), reads, "{echo:?}");
        erp.running.stop().await;
    }
}

#[tokio::test]
async fn codes_that_come_back_padded_and_in_another_case_are_the_same_codes() {
    for echo in [Echo::Answer, Echo::ReadBack] {
        let erp = Erp::start().await;
        erp.company().switches.features = Features { padded_codes: true, ..Features::default() };
        let client = erp.client_with(bluecherry::Settings { echo, ..erp.settings() });
        let echoed = booked(client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await);
        assert_eq!(echoed.number.as_str(), erp.booked()[0].ord_num);
        assert_eq!(sales_order().difference_from(&echoed), None);
        erp.running.stop().await;
    }
}

#[tokio::test]
async fn a_code_that_the_company_does_not_know_is_a_rejection_that_names_it() {
    for rejections_as_200 in [false, true] {
        let erp = Erp::start().await;
        erp.company().switches.features = Features { rejections_as_200, ..Features::default() };
        let mut order = sales_order();
        order.warehouse = WarehouseCode::parse("NJ9").unwrap();
        order.lines[1].sku.color_code = "RED".to_owned();
        let error =
            |code: &str, line, field: &str| ErpError { code: code.to_owned(), line, field: Some(field.to_owned()) };
        let expected = vec![error("BC_LOCATION", None, "location"), error("BC_SKU_UNKNOWN", Some(2), "color_code")];
        let answer = erp.client().post(&order, &delivery(), jiff::Timestamp::MAX).await;
        assert_eq!(answer, PostAnswer::Rejected(expected), "as 200: {rejections_as_200}");
        assert_eq!(erp.booked().len(), 0);
        erp.running.stop().await;
    }
}

#[tokio::test]
async fn totals_that_do_not_tie_are_a_rejection() {
    let erp = Erp::start().await;
    let mut order = sales_order();
    order.control.total += rust_decimal::Decimal::new(1, 2);
    let answer = erp.client().post(&order, &delivery(), jiff::Timestamp::MAX).await;
    let PostAnswer::Rejected(errors) = answer else { panic!("{answer:?}") };
    assert_eq!(errors[0].code, "BC_CONTROL_TOTAL");
    assert_eq!(erp.booked().len(), 0);
    erp.running.stop().await;
}

#[tokio::test]
async fn a_provider_that_refuses_duplicates_tells_of_the_one_that_stands() {
    let erp = Erp::start().await;
    erp.company().switches.features = Features { refuses_duplicates: true, ..Features::default() };
    let client = erp.client();
    let first = booked(client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await);
    assert_eq!(
        booked(client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await),
        first,
        "the same content is the same order"
    );
    let mut other = sales_order();
    other.payments[0].amount += rust_decimal::Decimal::ONE;
    let answer = client.post(&other, &delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::Unknown { .. }), "{answer:?}");
    assert_eq!(erp.booked().len(), 1);
    erp.running.stop().await;
}
