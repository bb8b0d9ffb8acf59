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
        let matching = known.iter().map(|sku| self.parts_in_common(sku)).max().unwrap_or_default();
        let (field, part) = match matching {
            0 => ("division", &self.division),
            1 => ("style", &self.style),
            2 => ("color_code", &self.color_code),
            3 => ("lbl_code", &self.lbl_code),
            4 => ("dimension", &self.dimension),
            5 => return Some(("size_bk", self.size_bk.to_string())),
            _ => return None,
        };
        Some((field, part.clone()))
    }

    /// How many parts of the identity match, in the order in which a person would narrow it down.
    fn parts_in_common(&self, other: &Self) -> usize {
        let parts = [
            (&self.division, &other.division),
            (&self.style, &other.style),
            (&self.color_code, &other.color_code),
            (&self.lbl_code, &other.lbl_code),
            (&self.dimension, &other.dimension),
        ];
        let codes = parts.iter().take_while(|(one, other)| same(one, other)).count();
        codes + usize::from(codes == parts.len() && self.size_bk == other.size_bk)
    }
}

/// A code as the ERP compares it: fixed-width characters in a database that ignores case.
pub(super) fn fold(code: &str) -> String {
    code.trim_end().to_uppercase()
}

/// Whether the ERP takes two codes for the same.
pub(super) fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim_end(), other.trim_end());
    one.eq_ignore_ascii_case(other) || (!(one.is_ascii() && other.is_ascii()) && fold(one) == fold(other))
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
