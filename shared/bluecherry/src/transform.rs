//! A sales order of the domain as the contract takes it.

use domain::address::{self, Delivery};
use domain::exception::ErpError;
use domain::sales_order::{SalesOrder, SalesOrderLine};
use rust_decimal::Decimal;

use crate::settings::{ReferenceField, Settings};
use crate::text::clean;
use crate::wire;

/// The contract knows one channel.
const CHANNEL: &str = "SHOPIFY";

/// The request body, or why BlueCherry would certainly refuse it.
pub(crate) fn request<'a>(
    sales_order: &'a SalesOrder,
    delivery: &Delivery,
    settings: &Settings,
) -> Result<wire::SalesOrder<'a>, ErpError> {
    let refused =
        |code: &str, field: &str| ErpError { code: code.to_owned(), line: None, field: Some(field.to_owned()) };
    let reference = sales_order.reference.as_str();
    let field = settings.reference_field;
    if reference.chars().count() > settings.reference_length {
        return Err(refused("BC_FIELD_LENGTH", field.name()));
    }
    let ship_to = delivery.ship_to.as_ref().or(settings.house_address.as_ref());
    let ship_to = ship_to.ok_or_else(|| refused("ADDRESS_MISSING", "ship_to"))?;
    let name = clean(&sales_order.name.0);
    let date = sales_order.ordered_at.to_zoned_datetime(settings.zone.clone()).date().to_string();
    Ok(wire::SalesOrder {
        ext_ref: reference,
        channel: CHANNEL,
        ord_type: sales_order.order_type.as_str(),
        division: sales_order.division.as_str(),
        customer: sales_order.customer.as_str(),
        store: sales_order.store.as_str(),
        cust_po: if field == ReferenceField::CustPo { reference.to_owned() } else { name.clone() },
        ref_num2: (field == ReferenceField::RefNum2).then_some(reference),
        aux_ref_num: (field == ReferenceField::AuxRefNum).then_some(reference),
        ord_date: date.clone(),
        start_date: date,
        location: sales_order.warehouse.as_str(),
        ship_via: sales_order.ship_via.as_str(),
        terms: sales_order.terms.as_str(),
        currency_code: sales_order.currency.to_string(),
        ship_complete: if settings.ship_complete { "Y" } else { "N" },
        bill_to: delivery.bill_to.as_ref().map(|bill_to| address(bill_to, delivery)),
        ship_to: address(ship_to, delivery),
        lines: sales_order.lines.iter().zip(1..).map(|(line, number)| self::line(line, number)).collect(),
        charges: sales_order
            .charges
            .iter()
            .map(|charge| wire::Charge {
                code: charge.code.as_str(),
                amt: amount(charge.amount),
                tax_amt: amount(charge.tax),
            })
            .collect(),
        payments: sales_order
            .payments
            .iter()
            .map(|payment| wire::Payment {
                method: payment.method.as_str(),
                reference: name.clone(),
                amt: amount(payment.amount),
            })
            .collect(),
        control: wire::Control {
            units: sales_order.control.units,
            merch_amt: amount(sales_order.control.merchandise),
            allow_amt: amount(sales_order.control.allowances),
            freight_amt: amount(sales_order.control.freight),
            tax_amt: amount(sales_order.control.tax),
            total: amount(sales_order.control.total),
        },
    })
}

fn line(line: &SalesOrderLine, number: usize) -> wire::Line<'_> {
    let price = amount(line.unit_price);
    wire::Line {
        ext_line_ref: &line.reference,
        number,
        sku: wire::Sku {
            division: line.sku.division.as_str(),
            style: &line.sku.style,
            color_code: &line.sku.color_code,
            lbl_code: &line.sku.lbl_code,
            dimension: &line.sku.dimension,
            size_bk: line.sku.size_bk,
            size_desc: &line.sku.size_desc,
            upc: line.sku.upc.as_deref(),
        },
        qty: line.quantity.0,
        unit_price: price.clone(),
        list_price: price,
        tax_amt: amount(line.tax),
        allowances: line
            .allowances
            .iter()
            .map(|allowance| wire::Allowance { code: allowance.code.as_str(), amt: amount(allowance.amount) })
            .collect(),
        circular: wire::Circular { kind: "NONE" },
    }
}

/// The company, if any, takes the first line: BlueCherry has one name and three lines.
fn address(address: &address::Address, delivery: &Delivery) -> wire::Address {
    let street = [&address.company, &address.line1, &address.line2].map(|line| clean(line));
    let mut street = street.into_iter().filter(|line| !line.is_empty());
    let mut next = || street.next().unwrap_or_default();
    let phone = clean(&address.phone);
    wire::Address {
        name: clean(&address.name),
        addr1: next(),
        addr2: next(),
        addr3: next(),
        city: clean(&address.city),
        state: clean(&address.province),
        zip: clean(&address.postcode),
        country: clean(&address.country),
        phone: if phone.is_empty() { clean(&delivery.phone) } else { phone },
        email: clean(&delivery.email),
    }
}

/// A decimal string with two places, or with as many more as the amount has: it is never rounded, so one that BlueCherry's
/// column cannot hold is refused by name instead of booked as another.
fn amount(amount: Decimal) -> String {
    let mut amount = amount.normalize();
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    amount.to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use super::*;

    #[test]
    fn amounts_have_two_places_and_are_never_rounded() {
        for (given, sent) in [
            ("10", "10.00"),
            ("1.5", "1.50"),
            ("0", "0.00"),
            ("-3.10", "-3.10"),
            ("3.3333", "3.3333"),
            ("2.50000", "2.50"),
        ] {
            assert_eq!(amount(given.parse().unwrap()), sent);
        }
    }

    #[test]
    fn the_street_fills_the_lines_from_the_top() {
        let lines = |company: &str, line1: &str, line2: &str| {
            let given = address::Address {
                company: company.to_owned(),
                line1: line1.to_owned(),
                line2: line2.to_owned(),
                ..address::Address::default()
            };
            let wire::Address { addr1, addr2, addr3, .. } = address(&given, &Delivery::default());
            [addr1, addr2, addr3]
        };
        assert_eq!(lines("", "1 High Street", ""), ["1 High Street", "", ""]);
        assert_eq!(lines("Acme", "1 High Street", ""), ["Acme", "1 High Street", ""]);
        assert_eq!(lines("Acme", "1 High Street", "Flat 2"), ["Acme", "1 High Street", "Flat 2"]);
        assert_eq!(lines("", "1 High Street", "\u{202E} "), ["1 High Street", "", ""]);
    }
}
