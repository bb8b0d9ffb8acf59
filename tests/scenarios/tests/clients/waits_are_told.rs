use std::time::Duration;

use bluecherry::StatusAnswer;
use domain::step::{FindAnswer, PostAnswer};
use sandbox::bluecherry::GatewaySettings;

use crate::erp::{Erp, company, noon};
use crate::sample::{delivery, reference, sales_order};

#[tokio::test]
async fn whatever_was_asked_a_429_says_until_when_and_nothing_was_done() {
    let one_a_minute = GatewaySettings { calls: 1, window: Duration::from_mins(1), ..GatewaySettings::default() };
    let erp = Erp::with(company(), one_a_minute).await;
    let client = erp.client();
    client.status().await;
    let told = Some(noon() + Duration::from_mins(1));

    let answer = client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await;
    let PostAnswer::NotDone { until, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(until, told);
    let answer = client.find(&reference()).await;
    let FindAnswer::Unanswered { until, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(until, told);
    let answer = client.status().await;
    let StatusAnswer::NotNow { until, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(until, told);

    assert_eq!((erp.running.counts().throttled, erp.booked().len()), (3, 0));
    erp.running.stop().await;
}

#[tokio::test]
async fn an_order_that_could_not_be_sent_is_certainly_not_done() {
    let mut erp = Erp::start().await;
    let client = erp.client();
    erp.running.down().await;
    let answer = client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::NotDone { until: None, .. }), "{answer:?}");
    erp.running.up().await.unwrap();
    let answer = client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::Booked(_)), "{answer:?}");
    erp.running.stop().await;
}

#[tokio::test]
async fn a_company_that_is_away_behind_its_gateway_leaves_a_post_unknown() {
    let erp = Erp::start().await;
    erp.company().switches.unavailable = true;
    let answer = erp.client().post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::Unknown { .. }), "{answer:?}");
    erp.running.stop().await;
}
