//! What a company is, apart from what happens in it.

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::imports::ImportCycle;
use super::orders::SalesOrder;

/// Which of a company's environments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Environment {
    /// Staging.
    Stg,
    /// Production.
    Prd,
}

impl Environment {
    /// The code in the URL and in `/status`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stg => "STG",
            Self::Prd => "PRD",
        }
    }
}

/// The header field that the merchant keeps free for our reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceField {
    /// Customer's purchase order number.
    CustPo,
    /// Second reference number.
    #[serde(rename = "ref_num2")]
    RefNum2,
    /// Auxiliary reference number.
    AuxRefNum,
}

impl ReferenceField {
    /// The field's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::CustPo => "cust_po",
            Self::RefNum2 => "ref_num2",
            Self::AuxRefNum => "aux_ref_num",
        }
    }

    /// What the field holds in an order.
    pub fn of(self, order: &SalesOrder) -> &str {
        match self {
            Self::CustPo => &order.cust_po,
            Self::RefNum2 => &order.ref_num2,
            Self::AuxRefNum => &order.aux_ref_num,
        }
    }
}

/// The longest texts that the columns hold, in characters. No install publishes its own.
#[derive(Debug, Clone, Copy)]
pub struct Lengths {
    /// Name of an address.
    pub name: usize,
    /// Each address line.
    pub address: usize,
    /// Town.
    pub city: usize,
    /// Postal code.
    pub zip: usize,
    /// Telephone.
    pub phone: usize,
}

impl Default for Lengths {
    fn default() -> Self {
        Self { name: 35, address: 35, city: 30, zip: 10, phone: 20 }
    }
}

/// What a company is.
#[derive(Debug, Clone)]
pub struct CompanySettings {
    /// Short code in the URL.
    pub company: String,
    /// The environment that books.
    pub environment: Environment,
    /// Zone of the ERP's local time.
    pub zone: TimeZone,
    /// Where our reference is kept.
    pub reference_field: ReferenceField,
    /// Its length in characters.
    pub reference_length: usize,
    /// Lengths of the other texts.
    pub lengths: Lengths,
    /// How posts are staged and imported later; none: they are booked at once.
    pub imports: Option<ImportCycle>,
    /// How long after its booking an order shows in reads. Reading a replica, or a snapshot, costs that.
    pub read_lag: SignedDuration,
    /// Seed of the faults.
    pub seed: u64,
}

impl Default for CompanySettings {
    fn default() -> Self {
        Self {
            company: "SAMPLE".to_owned(),
            environment: Environment::Stg,
            zone: TimeZone::UTC,
            reference_field: ReferenceField::CustPo,
            reference_length: 22,
            lengths: Lengths::default(),
            imports: None,
            read_lag: SignedDuration::ZERO,
            seed: 0,
        }
    }
}
