//! A small merchant's files, and orders as the driver leaves them.

use std::collections::BTreeMap;

use cherrycycle::mapping_files::Files;
use domain::code::SalesOrderNumber;
use domain::exception::{Exception, OpenException, Problem};
use domain::id::{OrderId, OrderName};
use domain::image::{FinancialStatus, OrderImage};
use domain::mapping::MappingKind;
use domain::money::Money;
use domain::order::Order;
use domain::part::{Accepted, Intent, Part, PartState};
use domain::reference::ExternalReference;
use domain::sales_order::SalesOrder;
use domain::step::Lane;
use domain::trail::TrailEntry;
use driver::memory::MemoryTables;
use driver::ports::Tables;
use driver::rows::{Stored, commit};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::json;

/// Nothing is wrong with these.
const GOOD: [(&str, &str); 7] = [
    ("division", "source,customer,store,terms,order_type\n10,HOUSE,0001,PPD,EC\n20,HOUSE,0002,PPD,EC\n"),
    ("location", "source,warehouse,divisions\n76210043001,NJ,10|20\n"),
    (
        "sku",
        "source,division,style,color_code,lbl_code,dimension,size_bk,size_desc,upc\n\
         ABC-1,10,00123,BLK,,,4,M,408800001379\nABC-2,20,00124,BLK,,,4,M,\n",
    ),
    ("carrier", "source,ship_via\n*,UPSG\n"),
    ("allowance", "source,allowance\nWELCOME10,PROMO\n"),
    ("charge", "source,charge\nfreight,FRT\nduty,DTY\ntip,TIP\nfee,FEE\n"),
    ("tender", "source,tender\nshopify_payments,SHPAY\n"),
];

/// The merchant's files, by kind, to be changed by a test.
pub fn texts() -> BTreeMap<&'static str, String> {
    GOOD.into_iter().map(|(kind, text)| (kind, text.to_owned())).collect()
}

pub fn files(texts: &BTreeMap<&'static str, String>) -> Files {
    let mut files = Files { dir: "mine".to_owned(), ..Files::default() };
    for (kind, text) in texts {
        files.read_file(&format!("mine/{kind}.csv"), kind, text.as_bytes());
    }
    files
}

/// The merchant's files with one of them as it is given.
pub fn files_with(kind: MappingKind, text: &str) -> Files {
    let mut texts = texts();
    texts.insert(kind.name(), text.to_owned());
    files(&texts)
}

pub fn at(time: &str) -> Timestamp {
    format!("2026-11-24T{time}Z").parse().unwrap()
}

pub fn pounds(amount: i64) -> Money {
    Money::new(Decimal::from(amount), "GBP".parse().unwrap())
}

pub fn image(id: u64, name: &str, total: Money) -> OrderImage {
    OrderImage {
        id: OrderId(id),
        name: OrderName(name.to_owned()),
        created_at: at("09:00:00"),
        updated_at: at("09:00:01"),
        read_at: at("09:00:05"),
        test: false,
        cancelled_at: None,
        financial: FinancialStatus::Paid,
        taxes_included: true,
        currency: total.currency,
        has_address: true,
        lines: Vec::new(),
        shipping: Vec::new(),
        extras: Vec::new(),
        total,
        tax: Money::zero(total.currency),
        payments: Vec::new(),
        routing: Vec::new(),
        numbers_shown: Vec::new(),
    }
}

pub fn order(id: u64, name: &str, total: Money) -> Order {
    Order { image: Some(image(id, name, total).into()), ..Order::new(OrderId(id)) }
}

pub fn open(problem: Problem, at_stake: Option<Money>, since: Timestamp) -> OpenException {
    OpenException { exception: Exception::new(problem, at_stake), since }
}

pub fn missing(code: MappingKind, source: &str) -> Problem {
    Problem::MissingCode { code, sources: vec![source.to_owned()] }
}

/// Lays an order into the tables as the driver does.
pub async fn keep(tables: &MemoryTables, order: &Order, due_at: Option<Timestamp>, trail: &[TrailEntry]) {
    let nothing = Stored { order: Order::new(order.id), version: 0, rows: Vec::new(), due_at: None };
    tables.commit(&commit(&nothing, order, Lane::Export, due_at, 8, trail)).await.unwrap();
}

pub fn number(number: &str) -> SalesOrderNumber {
    SalesOrderNumber::parse(number).unwrap()
}

pub fn part(ordinal: u16, state: PartState) -> Part {
    let key = serde_json::from_value(json!({"division": "10", "order_type": "EC", "warehouse": "NJ"})).unwrap();
    Part { ordinal, key, state, last: None, unknown_since: None }
}

fn sales_order(part: u16) -> SalesOrder {
    let reference = ExternalReference::sales_order(OrderId(1001), part);
    serde_json::from_value(json!({
        "reference": reference, "order": 1001, "name": "#1001", "ordered_at": at("09:00:00"), "division": "10",
        "order_type": "EC", "customer": "HOUSE", "store": "0001", "terms": "PPD", "warehouse": "NJ", "ship_via": "UPSG",
        "currency": "GBP", "lines": [], "charges": [], "payments": [],
        "control": {
            "units": 2, "merchandise": "49.17", "allowances": "0", "freight": "0", "tax": "9.83", "total": "59.00"
        }
    }))
    .unwrap()
}

/// BlueCherry holds the part.
pub fn accepted(part: u16, under: &str) -> PartState {
    let sales_order = sales_order(part);
    PartState::Accepted(Box::new(Accepted {
        number: number(under),
        sales_order: sales_order.into(),
        since: at("09:00:07"),
    }))
}

/// Somebody is about to post the part.
pub fn intent(part: u16) -> Box<Intent> {
    Box::new(Intent {
        attempt: 1,
        hash: String::new(),
        sales_order: sales_order(part).into(),
        codes: Vec::new(),
        carries_charges: true,
        send_by: at("09:00:16"),
        probe_at: at("09:04:00"),
        also: Vec::new(),
        import: None,
        promised: None,
        import_begun: None,
    })
}
