//! A sales order as it is posted: what the real client makes of the domain's, said plainly and apart from it. A test holds that
//! both say the same.

use domain::address::{self, Delivery};
use domain::code::SalesOrderNumber;
use domain::exception::ErpError;
use domain::image::Quantity;
use domain::money::Currency;
use domain::sales_order::{self, Booked, SalesOrder};
use jiff::tz::TimeZone;
use sandbox::bluecherry as wire;

/// The sales order on the wire: under its reference, to its address or else the house's, dated in this zone.
///
/// # Errors
/// When there is no address to send it to.
pub fn wire_order(
    order: &SalesOrder,
    delivery: &Delivery,
    house: Option<&address::Address>,
    zone: &TimeZone,
) -> Result<wire::SalesOrder, ErpError> {
    let missing = || ErpError { code: "ADDRESS_MISSING".to_owned(), line: None, field: Some("ship_to".to_owned()) };
    let ship_to = delivery.ship_to.as_ref().or(house).ok_or_else(missing)?;
    let reference = order.reference.as_str().to_owned();
    let name = clean(&order.name.0);
    let date = order.ordered_at.to_zoned_datetime(zone.clone()).date().to_string();
    Ok(wire::SalesOrder {
        ext_ref: reference.clone(),
        channel: "SHOPIFY".to_owned(),
        ord_type: order.order_type.to_string(),
        division: order.division.to_string(),
        customer: order.customer.to_string(),
        store: order.store.to_string(),
        department: String::new(),
        cust_po: reference,
        ref_num2: String::new(),
        aux_ref_num: String::new(),
        ord_date: date.clone(),
        start_date: date,
        cancel_date: String::new(),
        location: order.warehouse.to_string(),
        ship_via: order.ship_via.to_string(),
        terms: order.terms.to_string(),
        currency_code: order.currency.to_string(),
        hold_code: String::new(),
        ship_complete: "N".to_owned(),
        bill_to: delivery.bill_to.as_ref().map(|bill_to| address(bill_to, delivery)),
        ship_to: address(ship_to, delivery),
        lines: order.lines.iter().zip(1..).map(|(line, number)| self::line(line, number)).collect(),
        allowances: Vec::new(),
        charges: order.charges.iter().map(charge).collect(),
        payments: order
            .payments
            .iter()
            .map(|payment| wire::Payment {
                method: payment.method.to_string(),
                reference: name.clone(),
                amt: payment.amount,
            })
            .collect(),
        control: wire::Control {
            units: order.control.units.into(),
            merch_amt: order.control.merchandise,
            allow_amt: order.control.allowances,
            freight_amt: order.control.freight,
            tax_amt: order.control.tax,
            total: order.control.total,
        },
    })
}

/// The same without its freight; none if it has none.
pub(super) fn without_freight(order: &wire::SalesOrder) -> Option<wire::SalesOrder> {
    let charge = order.charges.first()?;
    let mut otherwise = order.clone();
    otherwise.charges.clear();
    otherwise.control.freight_amt -= charge.amt;
    otherwise.control.tax_amt -= charge.tax_amt;
    otherwise.control.total -= charge.amt + charge.tax_amt;
    Some(otherwise)
}

fn charge(charge: &sales_order::SalesOrderCharge) -> wire::Charge {
    wire::Charge { code: charge.code.to_string(), amt: charge.amount, tax_amt: charge.tax }
}

fn line(line: &sales_order::SalesOrderLine, number: u32) -> wire::Line {
    wire::Line {
        ext_line_ref: line.reference.clone(),
        line_no: number,
        sku: wire::Sku {
            division: line.sku.division.to_string(),
            style: line.sku.style.clone(),
            color_code: line.sku.color_code.clone(),
            lbl_code: line.sku.lbl_code.clone(),
            dimension: line.sku.dimension.clone(),
            size_bk: line.sku.size_bk,
            size_desc: line.sku.size_desc.clone(),
            upc: line.sku.upc.clone(),
        },
        qty: line.quantity.0.into(),
        unit_price: line.unit_price,
        list_price: Some(line.unit_price),
        tax_amt: line.tax,
        location: String::new(),
        lot: String::new(),
        allowances: line
            .allowances
            .iter()
            .map(|allowance| wire::Allowance { code: allowance.code.to_string(), amt: allowance.amount })
            .collect(),
        circular: Some(wire::Circular { kind: "NONE".to_owned(), item_serial: String::new() }),
    }
}

/// The company first, then the street: BlueCherry has one name and three lines.
fn address(from: &address::Address, delivery: &Delivery) -> wire::Address {
    let mut street = [&from.company, &from.line1, &from.line2].map(|text| clean(text)).into_iter();
    let mut next = || street.find(|text| !text.is_empty()).unwrap_or_default();
    let (addr1, addr2, addr3) = (next(), next(), next());
    let phone = clean(&from.phone);
    wire::Address {
        name: clean(&from.name),
        addr1,
        addr2,
        addr3,
        city: clean(&from.city),
        state: clean(&from.province),
        zip: clean(&from.postcode),
        country: clean(&from.country),
        phone: if phone.is_empty() { clean(&delivery.phone) } else { phone },
        email: clean(&delivery.email),
    }
}

/// Single blanks, as a column shows them. The customers of the simulation write nothing that a column cannot hold.
fn clean(text: &str) -> String {
    let is_clean = !text.contains("  ") && text.trim().len() == text.len() && !text.contains(char::is_control);
    if is_clean { text.to_owned() } else { text.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// What BlueCherry says that it booked; none if its answer cannot be read.
pub(super) fn booked(order: &wire::BookedOrder) -> Option<Booked> {
    let lines = order.posted.lines.iter();
    Some(Booked {
        number: SalesOrderNumber::parse(&order.ord_num).ok()?,
        currency: Currency::parse(&order.posted.currency_code).ok()?,
        control: sales_order::Control {
            units: order.control.units.try_into().ok()?,
            merchandise: order.control.merch_amt,
            allowances: order.control.allow_amt,
            freight: order.control.freight_amt,
            tax: order.control.tax_amt,
            total: order.control.total,
        },
        lines: lines
            .map(|line| Some((line.ext_line_ref.clone(), Quantity(line.qty.try_into().ok()?))))
            .collect::<Option<_>>()?,
    })
}

/// Why BlueCherry refused, without what its messages quote.
pub(super) fn errors(problems: &[wire::Problem]) -> Vec<ErpError> {
    let errors = problems.iter().map(|problem| ErpError {
        code: problem.code.to_owned(),
        line: problem.line_no,
        field: problem.field.clone(),
    });
    errors.collect()
}
