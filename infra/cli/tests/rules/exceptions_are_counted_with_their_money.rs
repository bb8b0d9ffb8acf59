use cherrycycle::exceptions::{List, list_open};
use domain::exception::{ErpError, Owner, Problem};
use domain::id::OrderId;
use domain::mapping::MappingKind;
use domain::money::Money;
use domain::order::{Order, RestingState};
use driver::memory::MemoryTables;
use driver::operations::{EXCEPTION, OperationException, raise};
use driver::ports::{Operation, Tables};
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::sample::{at, keep, missing, open, order, pounds};

async fn keep_with(tables: &MemoryTables, order: Order, problems: Vec<(Problem, Option<Money>)>, since: Timestamp) {
    let exceptions = problems.into_iter().map(|(problem, stake)| open(problem, stake, since)).collect();
    keep(tables, &Order { rest: RestingState { exceptions, ..RestingState::default() }, ..order }, None, &[]).await;
}

fn rejected(part: u16) -> Problem {
    let error = ErpError { code: "BC_SKU_UNKNOWN".to_owned(), line: None, field: None };
    Problem::ErpRejected { part, errors: vec![error] }
}

async fn shop() -> MemoryTables {
    let tables = MemoryTables::default();
    let both = vec![
        (missing(MappingKind::Sku, "ABC-9"), Some(pounds(59))),
        (missing(MappingKind::Tender, "klarna"), Some(pounds(59))),
        (missing(MappingKind::Location, "7"), Some(pounds(59))),
    ];
    keep_with(&tables, order(1, "#1001", pounds(59)), both, at("08:00:00")).await;
    let parts = vec![(rejected(1), Some(pounds(30))), (rejected(2), Some(pounds(10)))];
    keep_with(&tables, order(2, "#1002", pounds(100)), parts, at("07:00:00")).await;
    let yen = Money::new(Decimal::from(900), "JPY".parse().unwrap());
    keep_with(&tables, order(3, "#1003", yen), vec![(Problem::RoutingIncomplete, Some(yen))], at("09:59:30")).await;
    let unknown = vec![(Problem::OrderNotFound, None)];
    keep_with(&tables, Order::new(OrderId(4)), unknown, at("09:00:00")).await;
    let refused = OperationException {
        kind: "shopify_refused".to_owned(),
        owner: Owner::Engineering,
        text: "Shopify refuses the token".to_owned(),
        since: at("06:00:00"),
    };
    raise(&tables, &refused).await.unwrap();
    tables
}

async fn list(owner: Option<Owner>, kind: Option<&str>) -> List {
    list_open(&shop().await, owner, kind, at("10:00:00")).await.unwrap()
}

#[tokio::test]
async fn every_open_exception_is_listed_oldest_first_with_what_to_do() {
    let listed = list(None, None).await;
    let kinds: Vec<(&str, Option<&str>)> =
        listed.exceptions.iter().map(|open| (open.kind.as_str(), open.name.as_deref())).collect();
    assert_eq!(
        kinds,
        [
            ("shopify_refused", None),
            ("erp_rejected", Some("#1002")),
            ("erp_rejected", Some("#1002")),
            ("missing_sku", Some("#1001")),
            ("missing_location", Some("#1001")),
            ("missing_tender", Some("#1001")),
            ("order_not_found", None),
            ("routing_incomplete", Some("#1003")),
        ]
    );
    let text = listed.to_string();
    for said in [
        "3h 0m",
        "59.00 GBP",
        "900 JPY",
        "no sku mapping for `ABC-9`",
        "cherrycycle mappings put",
        "Shopify refuses the token",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[tokio::test]
async fn the_money_of_an_order_counts_once_for_each_owner() {
    let totals: Vec<(Owner, usize, usize, Vec<String>)> = list(None, None)
        .await
        .totals
        .into_iter()
        .map(|total| (total.owner, total.exceptions, total.orders, total.money.iter().map(Money::to_string).collect()))
        .collect();
    let money = |amounts: &[&str]| amounts.iter().map(|&amount| amount.to_owned()).collect::<Vec<_>>();
    assert_eq!(
        totals,
        [
            // 59 of #1001 once, 30 and 10 of the two parts of #1002.
            (Owner::Operations, 6, 4, money(&["99.00 GBP", "900 JPY"])),
            (Owner::Finance, 1, 1, money(&["59.00 GBP"])),
            (Owner::Engineering, 1, 0, money(&[])),
        ]
    );
}

#[tokio::test]
async fn owner_and_kind_narrow_the_list() {
    for (owner, kind, expected) in [
        (Some(Owner::Finance), None, 1),
        (Some(Owner::Engineering), None, 1),
        (Some(Owner::CustomerService), None, 0),
        (None, Some("missing_sku"), 1),
        (None, Some("shopify_refused"), 1),
        (Some(Owner::Finance), Some("missing_sku"), 0),
    ] {
        assert_eq!(list(owner, kind).await.exceptions.len(), expected, "{owner:?} {kind:?}");
    }
}

#[tokio::test]
async fn a_kind_that_is_not_open_does_not_sound_as_if_all_were_well() {
    let text = list(Some(Owner::Finance), Some("mising_tender")).await.to_string();
    assert_eq!(text, "None of this kind is open. Of others: 1 missing_tender.");
    let nothing = list_open(&MemoryTables::default(), None, None, at("10:00:00")).await.unwrap();
    assert_eq!(nothing.to_string(), "No exception is open.");
}

#[tokio::test]
async fn what_newer_code_wrote_is_shown_and_not_left_out() {
    let tables = MemoryTables::default();
    let body = r#"{"new": "shape"}"#.to_owned();
    let row = Operation { kind: EXCEPTION.to_owned(), name: "quarantined".to_owned(), body, version: 1 };
    tables.put_operation(&row).await.unwrap();
    let listed = list_open(&tables, None, None, at("10:00:00")).await.unwrap();
    assert_eq!(listed.exceptions[0].kind, "quarantined");
    assert!(listed.to_string().contains("this version of the program cannot read it"));
}

#[tokio::test]
async fn the_json_has_money_as_text_and_ids_as_whole_numbers() {
    let tables = MemoryTables::default();
    let big = order(9_007_199_254_740_993, "#1", pounds(59));
    keep_with(&tables, big, vec![(Problem::RoutingIncomplete, Some(pounds(59)))], at("08:00:00")).await;
    let listed = list_open(&tables, None, None, at("10:00:00")).await.unwrap();
    let json = serde_json::to_value(&listed).unwrap();
    assert_eq!(json["exceptions"][0]["order"].to_string(), "9007199254740993");
    assert_eq!(json["totals"][0]["money"][0]["amount"], "59");
    assert_eq!(json["exceptions"][0]["since"], "2026-11-24T08:00:00Z");
}
