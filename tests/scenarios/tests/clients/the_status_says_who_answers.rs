use std::time::Duration;

use bluecherry::{Settings, Status, StatusAnswer, Window};
use domain::step::{FindAnswer, PostAnswer};
use sandbox::bluecherry::{ClosedWindow, Environment, Features, WindowState};

use crate::erp::{Erp, noon};
use crate::sample::{delivery, reference, sales_order};

fn status(company: &str, environment: &str, window: Window) -> StatusAnswer {
    let (company, environment) = (company.to_owned(), environment.to_owned());
    StatusAnswer::Status(Status { company, environment, window, imports: None })
}

#[tokio::test]
async fn the_company_and_environment_that_answer_can_be_told_from_those_that_are_pinned() {
    for padded_codes in [false, true] {
        let erp = Erp::start().await;
        erp.company().switches.features = Features { padded_codes, ..Features::default() };
        let client = erp.client();
        assert_eq!(client.pinned(), ("SAMPLE", "STG"));
        assert_eq!(client.status().await, status("SAMPLE", "STG", Window::Open));
        erp.company().switches.answers_for = Some(Environment::Prd);
        assert_eq!(client.status().await, status("SAMPLE", "PRD", Window::Open), "whatever the address says");
        erp.running.stop().await;
    }
}

#[tokio::test]
async fn a_closed_window_says_until_when_and_takes_no_order() {
    let until = noon() + Duration::from_mins(90);
    for state in [WindowState::Batch, WindowState::Maint, WindowState::CloseFreeze] {
        let erp = Erp::start().await;
        erp.company().switches.window = Some(ClosedWindow { state, until });
        let client = erp.client();
        assert_eq!(client.status().await, status("SAMPLE", "STG", Window::Closed { until: Some(until) }), "{state:?}");
        let answer = client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await;
        let PostAnswer::NotDone { until: told, .. } = answer else { panic!("{answer:?}") };
        assert_eq!(told, Some(until), "{state:?}, in the company's local time");
        assert_eq!(client.find(&reference()).await, FindAnswer::Nothing, "what was booked is shown");
        erp.running.stop().await;
    }
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_a_refusal_and_never_an_empty_answer() {
    let erp = Erp::start().await;
    for (company, environment) in [("OTHER", "STG"), ("SAMPLE", "PRD")] {
        let (company, environment) = (company.to_owned(), environment.to_owned());
        let client = erp.client_with(Settings { company, environment, ..erp.settings() });
        assert!(matches!(client.status().await, StatusAnswer::Refused { .. }));
        assert!(matches!(client.find(&reference()).await, FindAnswer::Refused { .. }));
        assert!(matches!(
            client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await,
            PostAnswer::Refused { .. }
        ));
    }
    assert_eq!(erp.booked().len(), 0);
    erp.running.stop().await;
}

#[tokio::test]
async fn a_company_that_is_away_has_no_status() {
    let mut erp = Erp::start().await;
    let client = erp.client();
    erp.company().switches.unavailable = true;
    let answer = client.status().await;
    assert!(matches!(answer, StatusAnswer::NotNow { until: None, .. }), "{answer:?}");
    erp.running.down().await;
    let answer = client.status().await;
    assert!(matches!(answer, StatusAnswer::NotNow { until: None, .. }), "{answer:?}");
    erp.running.stop().await;
}
