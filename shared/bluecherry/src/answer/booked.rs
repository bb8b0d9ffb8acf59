//! A sales order as BlueCherry says that it stands.

use domain::code::SalesOrderNumber;
use domain::image::Quantity;
use domain::money::Currency;
use domain::reference::ExternalReference;
use domain::sales_order::{Booked, Control, SalesOrderLine};
use serde_json::Value;

use super::reading;
use crate::settings::ReferenceField;

/// The number; none when it is missing, blank or no code.
pub(super) fn number(order: &Value) -> Option<SalesOrderNumber> {
    SalesOrderNumber::parse(&reading::text(&order["ord_num"])?).ok()
}

/// What was booked, or the part of it that is missing or cannot be read.
///
/// A line that does not name our reference is known by its number among the `posted` lines; a probe does not know those, and
/// names it by the number itself, so that the difference shows.
pub(super) fn read(order: &Value, posted: &[SalesOrderLine]) -> Result<Booked, &'static str> {
    let number = number(order).ok_or("ord_num")?;
    let currency = reading::text(&order["currency_code"]).and_then(|code| Currency::parse(&code).ok());
    let lines = order["lines"].as_array().and_then(|lines| lines.iter().map(|line| self::line(line, posted)).collect());
    Ok(Booked {
        number,
        currency: currency.ok_or("currency_code")?,
        control: control(&order["control"]).ok_or("control")?,
        lines: lines.ok_or("lines")?,
    })
}

/// Whether it is filed under a reference: by `ext_ref`, which is what a lookup reads, or by the field that carries ours where a
/// provider leaves that out; none when it shows neither.
pub(super) fn is_under(order: &Value, reference: &ExternalReference, field: ReferenceField) -> Option<bool> {
    let kept = [&order["ext_ref"], &order[field.name()]].into_iter().find_map(Value::as_str)?;
    Some(kept.trim().eq_ignore_ascii_case(reference.as_str()))
}

fn control(control: &Value) -> Option<Control> {
    Some(Control {
        units: reading::count(&control["units"])?,
        merchandise: reading::decimal(&control["merch_amt"])?,
        allowances: reading::decimal(&control["allow_amt"])?,
        freight: reading::decimal(&control["freight_amt"])?,
        tax: reading::decimal(&control["tax_amt"])?,
        total: reading::decimal(&control["total"])?,
    })
}

fn line(line: &Value, posted: &[SalesOrderLine]) -> Option<(String, Quantity)> {
    let units = Quantity(reading::count(&line["ord_qty"])?);
    if let Some(reference) = reading::text(&line["ext_line_ref"]) {
        return Some((reference, units));
    }
    let number = reading::count(&line["line_no"])?;
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    let reference = posted.get(index).map_or_else(|| format!("line {number}"), |line| line.reference.clone());
    Some((reference, units))
}
