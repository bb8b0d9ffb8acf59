//! An order as the ERP answers it: columns of fixed width, amounts with all their places.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::BookedOrder;
use super::codes::{Script, Sku, fold};
use super::orders::{Address, Allowance, Control, Line};

/// A moment in the ERP's local time, to the second, without a zone.
pub(super) fn local_time(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// The order with all its lines.
pub(super) fn order(booked: &BookedOrder, script: Script, zone: &TimeZone) -> Value {
    let posted = &booked.posted;
    let lines: Vec<Value> = posted
        .lines
        .iter()
        .zip(detail_rows(booked))
        .map(|(line, row)| line_as_booked(line, &row, booked, script))
        .collect();
    let charges: Vec<Value> = posted
        .charges
        .iter()
        .map(|charge| {
            json!({ "code": script.code(&charge.code, 6), "amt": amount(charge.amt), "tax_amt": amount(charge.tax_amt) })
        })
        .collect();
    let payments: Vec<Value> = posted
        .payments
        .iter()
        .map(|payment| {
            json!({ "method": script.code(&payment.method, 10), "reference": payment.reference, "amt": amount(payment.amt) })
        })
        .collect();
    // The modification time is minute-grained.
    let changed = booked.booked_at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%dT%H:%M:00").to_string();
    json!({
        "ord_num": script.text(&booked.ord_num, 10),
        "pkey": booked.pkey,
        "rev": booked.rev,
        "ord_status": script.code(booked.ord_status, 10),
        "hold_code": script.code(&posted.hold_code, 4),
        "ext_ref": script.text(&booked.ext_ref, 30),
        "cust_po": script.text(&posted.cust_po, 30),
        "ref_num2": script.text(&posted.ref_num2, 30),
        "aux_ref_num": script.text(&posted.aux_ref_num, 30),
        "ord_type": script.code(&posted.ord_type, 4),
        "division": script.code(&posted.division, 4),
        "customer": script.code(&posted.customer, 10),
        "store": script.code(&posted.store, 10),
        "ord_date": posted.ord_date,
        "start_date": posted.start_date,
        "cancel_date": posted.cancel_date,
        "location": script.code(&posted.location, 4),
        "ship_via": script.code(&posted.ship_via, 8),
        "terms": script.code(&posted.terms, 6),
        "currency_code": script.code(&posted.currency_code, 4),
        "ship_to": address(&posted.ship_to),
        "lines": lines,
        "allowances": allowances(&posted.allowances, script),
        "charges": charges,
        "payments": payments,
        "control": control(&booked.control),
        "pick_tickets": [],
        "mod_ts": changed,
        "mod_user": "API",
    })
}

/// What became of the lines.
pub(super) fn line_map(booked: &BookedOrder) -> Value {
    booked
        .posted
        .lines
        .iter()
        .zip(detail_rows(booked))
        .map(
            |(line, row)| json!({ "ext_line_ref": line.ext_line_ref, "detail_pkey": row, "size_bk": line.sku.size_bk }),
        )
        .collect()
}

/// The detail row of each line. Size quantities are columns of one style and colour row: lines that differ only in size
/// share a row.
fn detail_rows(booked: &BookedOrder) -> Vec<String> {
    let mut rows = BTreeMap::new();
    booked
        .posted
        .lines
        .iter()
        .map(|line| {
            let sku = &line.sku;
            let codes = [&sku.division, &sku.style, &sku.color_code, &sku.lbl_code, &sku.dimension];
            let row = (codes.map(|code| fold(code)), line.unit_price, line.circular.clone());
            let next = rows.len() + 1;
            let number = *rows.entry(row).or_insert(next);
            format!("{}-D{number:03}", booked.pkey)
        })
        .collect()
}

fn line_as_booked(line: &Line, row: &str, booked: &BookedOrder, script: Script) -> Value {
    let location = if line.location.trim().is_empty() { &booked.posted.location } else { &line.location };
    json!({
        "ext_line_ref": line.ext_line_ref,
        "line_no": line.line_no,
        "detail_pkey": row,
        "sku": sku(&line.sku, script),
        "ord_qty": line.qty,
        "open_qty": line.qty,
        "pick_qty": 0,
        "ship_qty": 0,
        "cancel_qty_cc": 0,
        "cancel_qty_ch": 0,
        "unit_price": price(line.unit_price),
        "list_price": price(line.list_price.unwrap_or(line.unit_price)),
        "tax_amt": amount(line.tax_amt),
        "location": script.code(location, 4),
        "lot": script.code(&line.lot, 4),
        "allowances": allowances(&line.allowances, script),
    })
}

fn sku(sku: &Sku, script: Script) -> Value {
    json!({
        "division": script.code(&sku.division, 4),
        "style": script.code(&sku.style, 12),
        "color_code": script.code(&sku.color_code, 6),
        "lbl_code": script.code(&sku.lbl_code, 10),
        "dimension": script.code(&sku.dimension, 6),
        "size_bk": sku.size_bk,
        "size_desc": script.text(&sku.size_desc, 6),
        "upc": sku.upc,
    })
}

fn allowances(allowances: &[Allowance], script: Script) -> Value {
    allowances
        .iter()
        .map(|allowance| json!({ "code": script.code(&allowance.code, 6), "amt": amount(allowance.amt) }))
        .collect()
}

fn address(address: &Address) -> Value {
    json!({
        "name": address.name, "addr1": address.addr1, "addr2": address.addr2, "addr3": address.addr3,
        "city": address.city, "state": address.state, "zip": address.zip, "country": address.country,
        "phone": address.phone, "email": address.email,
    })
}

fn control(control: &Control) -> Value {
    json!({
        "units": control.units,
        "merch_amt": amount(control.merch_amt),
        "allow_amt": amount(control.allow_amt),
        "freight_amt": amount(control.freight_amt),
        "tax_amt": amount(control.tax_amt),
        "total": amount(control.total),
    })
}

fn amount(amount: Decimal) -> String {
    format!("{amount:.2}")
}

fn price(price: Decimal) -> String {
    format!("{price:.4}")
}
