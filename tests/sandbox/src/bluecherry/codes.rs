//! The company's master data, and how the ERP reads and answers codes.

use serde::{Deserialize, Serialize};

/// Everything that a sales order may name. Loaded by whoever starts the simulator; a code that isn't here is refused.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MasterData {
    /// Selling divisions.
    pub divisions: Vec<Division>,
    /// Warehouse locations.
    pub locations: Vec<String>,
    /// Customers with their stores.
    pub customers: Vec<Customer>,
    /// What can be sold, by size.
    pub skus: Vec<Sku>,
    /// Carriers and services.
    pub ship_via: Vec<String>,
    /// Codes for discounts.
    pub allowance_codes: Vec<String>,
    /// Codes for freight, duties and other amounts on top.
    pub charge_codes: Vec<String>,
    /// Tenders.
    pub payment_methods: Vec<String>,
    /// Terms of payment.
    pub terms: Vec<String>,
    /// Order types.
    pub ord_types: Vec<String>,
}

/// A selling division and the currencies set up for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Division {
    /// One to three letters in published installs.
    pub code: String,
    /// ISO 4217 codes in which this division sells.
    pub currencies: Vec<String>,
}

/// A customer account; a sales channel usually posts to one house customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Customer {
    /// The account.
    pub code: String,
    /// Its stores (ship-to records).
    pub stores: Vec<String>,
}

/// The identity of what is sold. Label and dimension belong to it, size text and UPC do not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sku {
    /// Division of the style.
    pub division: String,
    /// Style number; leading zeros count.
    pub style: String,
    /// Colour of the style.
    pub color_code: String,
    /// Label: the same colour under label `SAMPLE` is another thing.
    pub lbl_code: String,
    /// Second size axis or pack; often blank.
    pub dimension: String,
    /// Size bucket, 1 to 24.
    pub size_bk: u8,
    /// Size as people read it.
    #[serde(default)]
    pub size_desc: String,
    /// May be missing, and may be shared by two SKUs.
    #[serde(default)]
    pub upc: Option<String>,
}

impl Sku {
    /// The first part of the identity in which no SKU of `known` matches this one, or `None` when one matches in all.
    pub(super) fn unknown_part(&self, known: &[Self]) -> Option<(&'static str, String)> {
        let mut left: Vec<&Self> = known.iter().collect();
        for (field, part) in PARTS {
            left.retain(|sku| fold(&part(sku)) == fold(&part(self)));
            if left.is_empty() {
                return Some((field, part(self)));
            }
        }
        None
    }
}

type Part = (&'static str, fn(&Sku) -> String);

/// The identity in the order in which a person would narrow it down.
const PARTS: [Part; 6] = [
    ("division", |sku| sku.division.clone()),
    ("style", |sku| sku.style.clone()),
    ("color_code", |sku| sku.color_code.clone()),
    ("lbl_code", |sku| sku.lbl_code.clone()),
    ("dimension", |sku| sku.dimension.clone()),
    ("size_bk", |sku| sku.size_bk.to_string()),
];

/// A code as the ERP compares it: fixed-width characters in a database that ignores case.
pub(super) fn fold(code: &str) -> String {
    code.trim_end().to_uppercase()
}

/// Whether the ERP takes two codes for the same.
pub(super) fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// Whether `code` stands in `list`.
pub(super) fn knows(list: &[String], code: &str) -> bool {
    list.iter().any(|known| same(known, code))
}

/// How the ERP writes codes into its answers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Script {
    /// As they were typed in.
    Tidy,
    /// Padded to the column's width, and with capitals only in front.
    Padded,
}

impl Script {
    /// A code from a column of `width` characters.
    pub(super) fn code(self, code: &str, width: usize) -> String {
        match self {
            Self::Tidy => code.trim_end().to_owned(),
            Self::Padded => {
                let mut characters = code.trim_end().chars();
                let mixed: String = characters.next().map_or_else(String::new, |first| {
                    first.to_uppercase().chain(characters.flat_map(char::to_lowercase)).collect()
                });
                format!("{mixed:<width$}")
            }
        }
    }

    /// Free text from a column of `width` characters: padded like a code, its case kept.
    pub(super) fn text(self, text: &str, width: usize) -> String {
        match self {
            Self::Tidy => text.to_owned(),
            Self::Padded => format!("{text:<width$}"),
        }
    }
}
