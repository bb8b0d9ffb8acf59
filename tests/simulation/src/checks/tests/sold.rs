//! What is sold, and the sales order that it must be.

use std::sync::Arc;

use domain::id::OrderId;
use domain::reference::ExternalReference;
use rust_decimal::Decimal;
use sandbox::bluecherry::{self as erp, BookedOrder, Company, CompanySettings};
use sandbox::shopify::{
    Address, Allocation, DiscountApplication, DiscountKind, Line as SoldLine, Order, ShippingLine, Tax,
};
use sandbox::world::samples::Samples;

use super::scene::{ID, LINE, at, dec};

/// Two units at 30, 6 off, tax 10.80; carriage 4.95, tax 0.99: 70.74.
pub fn order() -> Order {
    let vat = |price| Tax { title: "VAT".to_owned(), rate: dec("0.20"), price };
    let mut order = Order::blank(ID, "#1001", "GBP", at(0));
    order.email = Some("zoe@example.test".to_owned());
    order.shipping_address = Some(Address {
        name: Some("Zoë".to_owned()),
        address1: Some("1 Lane".to_owned()),
        city: Some("Leeds".to_owned()),
        zip: Some("LS1 1AA".to_owned()),
        country_code: Some("GB".to_owned()),
        ..Address::default()
    });
    let mut line = SoldLine::plain(LINE, "W-001204-BLK-S", LINE + 500, 2, dec("30"));
    line.locations = vec![(76_210_043_001, 2)];
    line.allocations.push(Allocation { amount: dec("6"), application: 0 });
    line.taxes.push(vat(dec("10.80")));
    order.lines.push(line);
    order.discounts.push(DiscountApplication { kind: DiscountKind::Code, name: "WELCOME10".to_owned() });
    order.shipping_lines.push(ShippingLine {
        title: "Standard".to_owned(),
        code: Some("Standard".to_owned()),
        price: dec("4.95"),
        current_discounted_price: dec("4.95"),
        taxes: vec![vat(dec("0.99"))],
        removed: false,
    });
    order.paid_by(ID + 900, "shopify_payments")
}

/// The sales order that it must be.
pub fn posted() -> erp::SalesOrder {
    let reference = ExternalReference::sales_order(OrderId(ID), 1).to_string();
    let text = str::to_owned;
    let mut order = erp::SalesOrder {
        ext_ref: reference.clone(),
        channel: text("SHOPIFY"),
        ord_type: text("EC"),
        division: text("10"),
        customer: text("SHOPW"),
        store: text("0001"),
        department: String::new(),
        cust_po: reference,
        ref_num2: String::new(),
        aux_ref_num: String::new(),
        ord_date: text("2027-05-01"),
        start_date: text("2027-05-01"),
        cancel_date: String::new(),
        location: text("NJ"),
        ship_via: text("UPSG"),
        terms: text("PPD"),
        currency_code: text("GBP"),
        hold_code: String::new(),
        ship_complete: text("N"),
        bill_to: None,
        ship_to: erp::Address {
            name: text("Zoë"),
            addr1: text("1 Lane"),
            city: text("Leeds"),
            zip: text("LS1 1AA"),
            country: text("GB"),
            email: text("zoe@example.test"),
            ..erp::Address::default()
        },
        lines: vec![erp::Line {
            ext_line_ref: LINE.to_string(),
            line_no: 1,
            sku: erp::Sku {
                division: text("10"),
                style: text("001204"),
                color_code: text("BLK"),
                size_bk: 2,
                size_desc: text("S"),
                upc: Some(text("408800002741")),
                ..erp::Sku::default()
            },
            qty: 2,
            unit_price: dec("30"),
            list_price: None,
            tax_amt: dec("10.80"),
            location: String::new(),
            lot: String::new(),
            allowances: vec![erp::Allowance { code: text("PROMO"), amt: dec("6") }],
            circular: None,
        }],
        allowances: Vec::new(),
        charges: vec![erp::Charge { code: text("FRT"), amt: dec("4.95"), tax_amt: dec("0.99") }],
        payments: vec![erp::Payment { method: text("SHPAY"), reference: String::new(), amt: dec("70.74") }],
        control: erp::Control {
            units: 0,
            merch_amt: Decimal::ZERO,
            allow_amt: Decimal::ZERO,
            freight_amt: Decimal::ZERO,
            tax_amt: Decimal::ZERO,
            total: Decimal::ZERO,
        },
    };
    order.control = order.totals();
    order
}

/// Books it, whatever it is.
pub fn booked(order: &erp::SalesOrder) -> BookedOrder {
    let samples = Samples::read().unwrap();
    let mut company = Company::new(CompanySettings::default(), samples.master_data(&["GBP"], &[]));
    let right = posted();
    let (posting, _) = company.arrive(&right);
    company.take(&right, &posting, at(3));
    let mut booked = company.orders()[0].clone();
    let mut order = order.clone();
    order.control = order.totals();
    booked.control = order.control.clone();
    booked.ext_ref.clone_from(&order.ext_ref);
    booked.posted = Arc::new(order);
    booked
}
