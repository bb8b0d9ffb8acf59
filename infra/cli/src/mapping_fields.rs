//! What a mapping's columns say, whether they come from a file or from the command line, and back.

use std::collections::BTreeMap;

use domain::code::{
    AllowanceCode, ChargeCode, CustomerCode, DivisionCode, NotACode, OrderTypeCode, ShipViaCode, StoreCode, TenderCode,
    TermsCode, WarehouseCode,
};
use domain::id::LocationId;
use domain::image::ExtraKind;
use domain::mapping::{DEFAULT_SOURCE, DivisionTarget, FREIGHT, LocationTarget, MappingKind, MappingTarget, SkuTarget};

/// Column -> value.
pub type Fields = BTreeMap<String, String>;

/// What parts the divisions of a location.
const SEPARATOR: char = '|';

/// As many bytes as DynamoDB takes in a sort key.
const LONGEST_SOURCE: usize = 1024;

/// BlueCherry's buckets of a size scale.
const BUCKETS: std::ops::RangeInclusive<u8> = 1..=24;

/// The sources of charges that orders can name.
pub fn charge_sources() -> [&'static str; 4] {
    [FREIGHT, ExtraKind::Duty.source(), ExtraKind::Tip.source(), ExtraKind::Fee.source()]
}

/// The columns of a kind beside `source`: those that must be filled, and those that may be left empty.
pub fn columns(kind: MappingKind) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        MappingKind::Division => (&["customer", "store", "terms", "order_type"], &[]),
        MappingKind::Location => (&["warehouse", "divisions"], &[]),
        MappingKind::Sku => {
            (&["division", "style", "color_code", "size_bk"], &["lbl_code", "dimension", "size_desc", "upc"])
        }
        MappingKind::Carrier => (&["ship_via"], &[]),
        MappingKind::Allowance => (&["allowance"], &[]),
        MappingKind::Charge => (&["charge"], &[]),
        MappingKind::Tender => (&["tender"], &[]),
    }
}

/// What the columns of a row mean.
///
/// # Errors
/// With everything that is wrong with them.
pub fn target(kind: MappingKind, fields: &Fields) -> Result<MappingTarget, Vec<String>> {
    let mut reading = Reading { fields, faults: Vec::new() };
    reading.refuse_unknown_columns(kind);
    let target = match kind {
        MappingKind::Division => division(&mut reading).map(MappingTarget::Division),
        MappingKind::Location => location(&mut reading).map(MappingTarget::Location),
        MappingKind::Sku => sku(&mut reading).map(MappingTarget::Sku),
        MappingKind::Carrier => reading.code("ship_via", ShipViaCode::parse).map(MappingTarget::Carrier),
        MappingKind::Allowance => reading.code("allowance", AllowanceCode::parse).map(MappingTarget::Allowance),
        MappingKind::Charge => reading.code("charge", ChargeCode::parse).map(MappingTarget::Charge),
        MappingKind::Tender => reading.code("tender", TenderCode::parse).map(MappingTarget::Tender),
    };
    match target {
        Some(target) if reading.faults.is_empty() => Ok(target),
        _ => Err(reading.faults),
    }
}

fn division(reading: &mut Reading<'_>) -> Option<DivisionTarget> {
    let customer = reading.code("customer", CustomerCode::parse);
    let store = reading.code("store", StoreCode::parse);
    let terms = reading.code("terms", TermsCode::parse);
    let order_type = reading.code("order_type", OrderTypeCode::parse);
    Some(DivisionTarget { customer: customer?, store: store?, terms: terms?, order_type: order_type? })
}

fn location(reading: &mut Reading<'_>) -> Option<LocationTarget> {
    let warehouse = reading.code("warehouse", WarehouseCode::parse);
    let divisions = reading.get("divisions").split(SEPARATOR).map(DivisionCode::parse).collect::<Result<Vec<_>, _>>();
    let divisions = reading.note("divisions", divisions);
    Some(LocationTarget { warehouse: warehouse?, divisions: divisions? })
}

fn sku(reading: &mut Reading<'_>) -> Option<SkuTarget> {
    let division = reading.code("division", DivisionCode::parse);
    let style = reading.filled("style");
    let color_code = reading.filled("color_code");
    let size_bk = reading.bucket();
    let upc = reading.upc();
    Some(SkuTarget {
        division: division?,
        style: style?,
        color_code: color_code?,
        lbl_code: in_capitals(reading.get("lbl_code")),
        dimension: in_capitals(reading.get("dimension")),
        size_bk: size_bk?,
        size_desc: reading.get("size_desc").to_owned(),
        upc,
    })
}

/// Columns that are being read, and what was wrong with them so far.
struct Reading<'a> {
    fields: &'a Fields,
    faults: Vec<String>,
}

impl<'a> Reading<'a> {
    fn get(&self, column: &str) -> &'a str {
        self.fields.get(column).map_or("", |value| value.trim())
    }

    fn note<T>(&mut self, column: &str, parsed: Result<T, NotACode>) -> Option<T> {
        parsed.map_err(|fault| self.faults.push(format!("{column}: {fault}"))).ok()
    }

    fn code<T>(&mut self, column: &str, parse: fn(&str) -> Result<T, NotACode>) -> Option<T> {
        self.note(column, parse(self.get(column)))
    }

    fn filled(&mut self, column: &str) -> Option<String> {
        let value = self.get(column);
        if value.is_empty() {
            self.faults.push(format!("{column}: it is empty"));
            return None;
        }
        Some(in_capitals(value))
    }

    fn bucket(&mut self) -> Option<u8> {
        let value = self.get("size_bk");
        let bucket = value.parse().ok().filter(|bucket| BUCKETS.contains(bucket));
        if bucket.is_none() {
            let (first, last) = BUCKETS.into_inner();
            self.faults.push(format!("size_bk: `{value}` is not a size bucket: a whole number from {first} to {last}"));
        }
        bucket
    }

    /// A UPC that a spreadsheet turned into `4.08801E+11` is lost; one that it made a number may lack its leading zeros.
    fn upc(&mut self) -> Option<String> {
        let value = self.get("upc");
        if value.is_empty() {
            return None;
        }
        if (8..=14).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(value.to_owned());
        }
        self.faults.push(format!(
            "upc: `{value}` is not 8 to 14 digits; if a spreadsheet wrote the file, make the column text and export again"
        ));
        None
    }

    fn refuse_unknown_columns(&mut self, kind: MappingKind) {
        let (filled, optional) = columns(kind);
        for column in self.fields.keys() {
            if !filled.iter().chain(optional).any(|known| known == column) {
                let known = [filled, optional].concat().join(", ");
                self.faults.push(format!("a {kind} mapping has no column `{column}`: it has {known}"));
            }
        }
    }
}

/// BlueCherry's own fields are case-insensitive, and its extracts come in capitals.
fn in_capitals(text: &str) -> String {
    text.to_uppercase()
}

/// What a target says, column by column, in the order of the files.
pub fn fields(target: &MappingTarget) -> Vec<(&'static str, String)> {
    match target {
        MappingTarget::Division(division) => vec![
            ("customer", division.customer.to_string()),
            ("store", division.store.to_string()),
            ("terms", division.terms.to_string()),
            ("order_type", division.order_type.to_string()),
        ],
        MappingTarget::Location(location) => {
            let divisions: Vec<&str> = location.divisions.iter().map(DivisionCode::as_str).collect();
            vec![("warehouse", location.warehouse.to_string()), ("divisions", divisions.join(&SEPARATOR.to_string()))]
        }
        MappingTarget::Sku(sku) => vec![
            ("division", sku.division.to_string()),
            ("style", sku.style.clone()),
            ("color_code", sku.color_code.clone()),
            ("lbl_code", sku.lbl_code.clone()),
            ("dimension", sku.dimension.clone()),
            ("size_bk", sku.size_bk.to_string()),
            ("size_desc", sku.size_desc.clone()),
            ("upc", sku.upc.clone().unwrap_or_default()),
        ],
        MappingTarget::Carrier(code) => vec![("ship_via", code.to_string())],
        MappingTarget::Allowance(code) => vec![("allowance", code.to_string())],
        MappingTarget::Charge(code) => vec![("charge", code.to_string())],
        MappingTarget::Tender(code) => vec![("tender", code.to_string())],
    }
}

/// What is wrong with a source, if it is one that no order can ever name.
pub fn source_fault(kind: MappingKind, source: &str) -> Option<String> {
    if source.is_empty() {
        return Some("source: it is empty".to_owned());
    }
    if source.len() > LONGEST_SOURCE {
        return Some(format!("source: it is longer than {LONGEST_SOURCE} bytes, the most that the table takes"));
    }
    if source == DEFAULT_SOURCE && !kind.has_default() {
        return Some(format!("source: a {kind} is never guessed, so `*` stands for nothing here: name each one"));
    }
    match kind {
        MappingKind::Location => {
            let id = LocationId::parse(source).map(|id| id.to_string());
            (id.as_deref() != Ok(source)).then(|| {
                format!("source: `{source}` is not a Shopify location's id as a plain number, such as 76210043001")
            })
        }
        MappingKind::Division => match DivisionCode::parse(source) {
            Ok(code) if code.as_str() == source => None,
            Ok(code) => Some(format!("source: divisions are looked up in capitals: write `{code}`, not `{source}`")),
            Err(fault) => Some(format!("source: {fault}")),
        },
        MappingKind::Charge if !charge_sources().contains(&source) => {
            Some(format!("source: orders name no charge `{source}`, only {}", charge_sources().join(", ")))
        }
        _ => None,
    }
}
