use std::time::Duration;

use bluecherry::StatusAnswer;
use domain::import::ImportId;
use domain::step::{FindAnswer, ImportAnswer, PostAnswer};
use sandbox::bluecherry::GatewaySettings;

use crate::erp::{Erp, company, noon};
use crate::sample::{delivery, reference, sales_order};

#[tokio::test]
async fn whatever_was_asked_a_quota_that_is_used_up_says_until_when_and_nothing_was_done() {
    let erp = Erp::with(company(), GatewaySettings { quota: Some(1), ..GatewaySettings::default() }).await;
    let client = erp.client();
    assert!(matches!(client.status().await, StatusAnswer::Status(_)));
    // It is 17:00 UTC.
    let tomorrow = Some(noon() + Duration::from_hours(7));

    let answer = client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::NotDone { until, .. } if until == tomorrow), "{answer:?}");
    let answer = client.find(&reference()).await;
    assert!(matches!(answer, FindAnswer::Unanswered { until, .. } if until == tomorrow), "{answer:?}");
    let answer = client.import(&ImportId::parse("I0000000001").unwrap()).await;
    assert!(matches!(answer, ImportAnswer::Unanswered { until, .. } if until == tomorrow), "{answer:?}");
    let answer = client.status().await;
    assert!(matches!(answer, StatusAnswer::NotNow { until, .. } if until == tomorrow), "{answer:?}");
    assert_eq!((erp.running.counts().out_of_quota, erp.booked().len()), (4, 0));

    erp.pass(Duration::from_hours(7));
    let answer = client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::Booked(_)), "{answer:?}");
    erp.running.stop().await;
}
