use bluecherry::{ReferenceField, Settings};
use domain::step::{FindAnswer, PostAnswer};
use sandbox::bluecherry::{CompanySettings, Features, GatewaySettings};

use crate::erp::{Erp, company};
use crate::sample::{delivery, reference, sales_order};

async fn post(client: &bluecherry::Client<crate::erp::Key>) -> domain::sales_order::Booked {
    match client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await {
        PostAnswer::Booked(booked) => *booked,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nothing_then_one_then_several_are_found_under_a_reference() {
    for padded_codes in [false, true] {
        let erp = Erp::start().await;
        erp.company().switches.features = Features { padded_codes, ..Features::default() };
        let client = erp.client();
        assert_eq!(client.find(&reference()).await, FindAnswer::Nothing);
        let first = post(&client).await;
        assert_eq!(client.find(&reference()).await, FindAnswer::One(Box::new(first.clone())));
        let second = post(&client).await;
        let both = FindAnswer::Several(vec![first.number, second.number]);
        assert_eq!(client.find(&reference()).await, both, "a blind retry makes a second one");
        erp.running.stop().await;
    }
}

#[tokio::test]
async fn an_order_is_found_by_whichever_field_keeps_the_reference() {
    for (theirs, ours) in [
        (sandbox::bluecherry::ReferenceField::CustPo, ReferenceField::CustPo),
        (sandbox::bluecherry::ReferenceField::RefNum2, ReferenceField::RefNum2),
        (sandbox::bluecherry::ReferenceField::AuxRefNum, ReferenceField::AuxRefNum),
    ] {
        let kept_there = CompanySettings { reference_field: theirs, ..company() };
        let erp = Erp::with(kept_there, GatewaySettings::default()).await;
        let client = erp.client_with(Settings { reference_field: ours, ..erp.settings() });
        let booked = post(&client).await;
        assert_eq!(client.find(&reference()).await, FindAnswer::One(Box::new(booked)), "{ours:?}");
        erp.running.stop().await;
    }
}

#[tokio::test]
async fn a_company_that_is_away_proves_nothing() {
    let mut erp = Erp::start().await;
    let client = erp.client();
    erp.company().switches.unavailable = true;
    let answer = client.find(&reference()).await;
    assert!(matches!(answer, FindAnswer::Unanswered { .. }), "{answer:?}");
    erp.running.down().await;
    let answer = client.find(&reference()).await;
    assert!(matches!(answer, FindAnswer::Unanswered { .. }), "{answer:?}");
    erp.running.stop().await;
}
