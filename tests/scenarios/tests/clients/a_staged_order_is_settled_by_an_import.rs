use std::time::Duration;

use bluecherry::{Client, StatusAnswer, Window};
use domain::code::WarehouseCode;
use domain::exception::ErpError;
use domain::import::{ImportId, Imports};
use domain::sales_order::SalesOrder;
use domain::step::{FindAnswer, ImportAnswer, PostAnswer};
use jiff::Timestamp;
use sandbox::bluecherry::{ClosedWindow, Features, GatewaySettings, WindowState};

use crate::erp::{Erp, Key, importing, noon};
use crate::sample::{delivery, reference, sales_order};

const CYCLE: Duration = Duration::from_mins(5);

async fn importing_erp() -> Erp {
    Erp::with(importing(), GatewaySettings::default()).await
}

async fn stage(client: &Client<Key>, order: &SalesOrder) -> (ImportId, Option<Timestamp>) {
    match client.post(order, &delivery(), jiff::Timestamp::MAX).await {
        PostAnswer::Staged { import, until } => (import, until),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn it_is_posted_asked_for_and_imported() {
    for padded_codes in [false, true] {
        let erp = importing_erp().await;
        erp.company().switches.features = Features { padded_codes, ..Features::default() };
        let client = erp.client();
        let (import, until) = stage(&client, &sales_order()).await;
        assert_eq!(until, Some(noon() + CYCLE), "in the company's local time");
        assert_eq!(client.import(&import).await, ImportAnswer::Staged { until });
        assert_eq!(client.find(&reference()).await, FindAnswer::Nothing, "which proves nothing yet");
        erp.pass(CYCLE);
        let answer = client.import(&import).await;
        let ImportAnswer::Posted(number) = answer else { panic!("{answer:?}") };
        let found = client.find(&reference()).await;
        let FindAnswer::One(booked) = found else { panic!("{found:?}") };
        assert_eq!(booked.number, number);
        assert_eq!(sales_order().difference_from(&booked), None);
        erp.running.stop().await;
    }
}

#[tokio::test]
async fn it_is_rejected_only_by_the_import() {
    let erp = importing_erp().await;
    let client = erp.client();
    let order = SalesOrder { warehouse: WarehouseCode::parse("NJ9").unwrap(), ..sales_order() };
    let (import, until) = stage(&client, &order).await;
    assert_eq!(client.import(&import).await, ImportAnswer::Staged { until });
    erp.pass(CYCLE);
    let error = ErpError { code: "BC_LOCATION".to_owned(), line: None, field: Some("location".to_owned()) };
    assert_eq!(client.import(&import).await, ImportAnswer::Rejected(vec![error]));
    assert_eq!(client.find(&reference()).await, FindAnswer::Nothing);
    assert_eq!(erp.booked().len(), 0);
    erp.running.stop().await;
}

#[tokio::test]
async fn a_closed_window_stops_the_import_until_it_opens() {
    let erp = importing_erp().await;
    let client = erp.client();
    let (import, _) = stage(&client, &sales_order()).await;
    let opens = noon() + Duration::from_mins(12);
    erp.company().switches.window = Some(ClosedWindow { state: WindowState::Maint, until: opens });
    erp.pass(2 * CYCLE);
    assert_eq!(client.import(&import).await, ImportAnswer::Staged { until: Some(opens) });
    let answer = client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await;
    assert!(matches!(answer, PostAnswer::NotDone { until: Some(until), .. } if until == opens), "{answer:?}");
    let status = client.status().await;
    let StatusAnswer::Status(status) = status else { panic!("{status:?}") };
    assert_eq!(status.window, Window::Closed { until: Some(opens) });
    assert_eq!(status.imports, Some(Imports { last_begun: None, next_at: Some(opens) }));
    erp.pass(Duration::from_mins(3));
    assert!(matches!(client.import(&import).await, ImportAnswer::Posted(_)));
    erp.running.stop().await;
}

#[tokio::test]
async fn the_status_tells_when_imports_begin() {
    let erp = importing_erp().await;
    let client = erp.client();
    let mut told = Vec::new();
    for _ in 0..3 {
        let status = client.status().await;
        let StatusAnswer::Status(status) = status else { panic!("{status:?}") };
        told.push(status.imports.map(|imports| (imports.last_begun, imports.next_at)).unwrap());
        erp.pass(CYCLE);
    }
    let at = |minutes| Some(noon() + Duration::from_mins(minutes));
    assert_eq!(told, [(None, at(5)), (at(5), at(10)), (at(10), at(15))]);
    erp.running.stop().await;
}

#[tokio::test]
async fn an_import_that_the_company_does_not_know_is_nothing() {
    let erp = importing_erp().await;
    let import = ImportId::parse("I0000000009").unwrap();
    assert_eq!(erp.client().import(&import).await, ImportAnswer::Nothing);
    erp.running.stop().await;
}
