//! A sales order, where it goes, and settings.

use std::time::Duration;

use bluecherry::{Echo, ReferenceField, Settings};
use domain::address::{Address, Delivery};
use domain::code::{
    AllowanceCode, ChargeCode, CustomerCode, DivisionCode, OrderTypeCode, ShipViaCode, StoreCode, TenderCode,
    TermsCode, WarehouseCode,
};
use domain::id::{OrderId, OrderName};
use domain::image::Quantity;
use domain::mapping::SkuTarget;
use domain::money::Currency;
use domain::reference::ExternalReference;
use domain::sales_order::{
    Control, SalesOrder, SalesOrderAllowance, SalesOrderCharge, SalesOrderLine, SalesOrderPayment,
};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

pub fn zone() -> TimeZone {
    TimeZone::get("America/New_York").unwrap()
}

pub fn settings(url: &str) -> Settings {
    Settings {
        url: format!("{url}/{{company}}/{{environment}}"),
        company: "SAMPLE".to_owned(),
        environment: "STG".to_owned(),
        key_header: "Ocp-Apim-Subscription-Key".to_owned(),
        reference_field: ReferenceField::CustPo,
        reference_length: 22,
        echo: Echo::Answer,
        timeout: Duration::from_secs(10),
        zone: zone(),
        house_address: None,
        ship_complete: false,
    }
}

/// Written as in [`crate::by_hand::booked`].
pub fn reference() -> ExternalReference {
    ExternalReference::sales_order(OrderId(u64::from_str_radix("1mkz9a2b3c", 36).unwrap()), 1)
}

pub fn sales_order() -> SalesOrder {
    let lines = vec![line("14001", 2, "49.95", "6.24", Some("12.00")), line("14002", 1, "120", "8.07", None)];
    let charges = vec![SalesOrderCharge {
        code: ChargeCode::parse("FRT").unwrap(),
        amount: Decimal::new(5, 0),
        tax: Decimal::ZERO,
    }];
    SalesOrder {
        reference: reference(),
        order: OrderId(1),
        name: OrderName("#1001".to_owned()),
        // The evening of the 23rd in New York.
        ordered_at: "2026-11-24T03:30:00Z".parse().unwrap(),
        division: DivisionCode::parse("WMN").unwrap(),
        order_type: OrderTypeCode::parse("WEB").unwrap(),
        customer: CustomerCode::parse("HOUSE").unwrap(),
        store: StoreCode::parse("0001").unwrap(),
        terms: TermsCode::parse("CC").unwrap(),
        warehouse: WarehouseCode::parse("NJ1").unwrap(),
        ship_via: ShipViaCode::parse("UPSG").unwrap(),
        currency: Currency::parse("USD").unwrap(),
        control: Control::of(&lines, &charges),
        lines,
        charges,
        payments: vec![SalesOrderPayment {
            method: TenderCode::parse("SHOPPAY").unwrap(),
            amount: Decimal::new(22_721, 2),
        }],
    }
}

fn line(reference: &str, units: u32, price: &str, tax: &str, allowance: Option<&str>) -> SalesOrderLine {
    SalesOrderLine {
        reference: reference.to_owned(),
        sku: SkuTarget {
            division: DivisionCode::parse("WMN").unwrap(),
            style: "00123".to_owned(),
            color_code: "BLK".to_owned(),
            lbl_code: String::new(),
            dimension: String::new(),
            size_bk: 4,
            size_desc: "M".to_owned(),
            upc: None,
        },
        quantity: Quantity(units),
        unit_price: price.parse().unwrap(),
        tax: tax.parse().unwrap(),
        allowances: allowance
            .map(|amount| SalesOrderAllowance {
                code: AllowanceCode::parse("PROMO").unwrap(),
                amount: amount.parse().unwrap(),
            })
            .into_iter()
            .collect(),
    }
}

/// Jane Roe, who is nobody.
pub fn delivery() -> Delivery {
    Delivery {
        ship_to: Some(Address {
            name: "Zoë Roe".to_owned(),
            company: "Acme\u{202E} Ltd".to_owned(),
            line1: "12 High\nStreet".to_owned(),
            line2: "Flat 3".to_owned(),
            city: "Albany".to_owned(),
            province: "NY".to_owned(),
            postcode: "12207".to_owned(),
            country: "US".to_owned(),
            phone: String::new(),
        }),
        bill_to: None,
        email: "zoe@example.com".to_owned(),
        phone: "+15185550100".to_owned(),
    }
}
