//! The ERP's character set: Latin-1.

use serde_json::Value;

use super::orders::{Address, Allowance, SalesOrder};
use super::rejects::Problem;

/// Every text of the order stays within the set.
pub(super) fn charset(order: &SalesOrder, problems: &mut Vec<Problem>) {
    // Names of fields are needed for a refusal alone, and finding them costs more than all other checks together.
    if texts(order).all(is_latin) {
        return;
    }
    let mut texts = Vec::new();
    collect(&serde_json::to_value(order).unwrap_or_default(), String::new(), &mut texts);
    for (field, text) in texts {
        if let Some(stranger) = text.chars().find(|&character| character > '\u{ff}') {
            let message = format!("{field} holds {stranger:?}, which is not in the character set.");
            problems.push(Problem::header("BC_CHARSET", &field, &text, message));
        }
    }
}

fn is_latin(text: &str) -> bool {
    text.is_ascii() || text.chars().all(|character| character <= '\u{ff}')
}

fn texts(order: &SalesOrder) -> impl Iterator<Item = &str> {
    let header = [
        &order.ext_ref,
        &order.channel,
        &order.ord_type,
        &order.division,
        &order.customer,
        &order.store,
        &order.department,
        &order.cust_po,
        &order.ref_num2,
        &order.aux_ref_num,
        &order.ord_date,
        &order.start_date,
        &order.cancel_date,
        &order.location,
        &order.ship_via,
        &order.terms,
        &order.currency_code,
        &order.hold_code,
        &order.ship_complete,
    ];
    let addresses = order.bill_to.iter().chain([&order.ship_to]).flat_map(address);
    let lines = order.lines.iter().flat_map(|line| {
        let sku = &line.sku;
        let codes = [&sku.division, &sku.style, &sku.color_code, &sku.lbl_code, &sku.dimension, &sku.size_desc];
        let circular = line.circular.iter().flat_map(|circular| [&circular.kind, &circular.item_serial]);
        let own = [&line.ext_line_ref, &line.location, &line.lot].into_iter().chain(&sku.upc);
        codes.into_iter().chain(own).chain(circular).chain(allowances(&line.allowances))
    });
    let charges = order.charges.iter().map(|charge| &charge.code);
    let payments = order.payments.iter().flat_map(|payment| [&payment.method, &payment.reference]);
    let rest = allowances(&order.allowances).chain(charges).chain(payments);
    header.into_iter().chain(addresses).chain(lines).chain(rest).map(String::as_str)
}

fn allowances(allowances: &[Allowance]) -> impl Iterator<Item = &String> {
    allowances.iter().map(|allowance| &allowance.code)
}

fn address(address: &Address) -> [&String; 10] {
    let Address { name, addr1, addr2, addr3, city, state, zip, country, phone, email } = address;
    [name, addr1, addr2, addr3, city, state, zip, country, phone, email]
}

fn collect(value: &Value, field: String, texts: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => texts.push((field, text.clone())),
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                collect(item, format!("{field}[{place}]"), texts);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let path = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
                collect(member, path, texts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
