//! A merchant's codes: what a Shopify name means in BlueCherry.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::code::{
    AllowanceCode, ChargeCode, CustomerCode, DivisionCode, OrderTypeCode, ShipViaCode, StoreCode, TenderCode,
    TermsCode, WarehouseCode,
};
use crate::image::OrderImage;

/// What is looked up.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MappingKind {
    /// Shopify location id -> warehouse and the divisions that it serves.
    Location,
    /// Shopify SKU -> BlueCherry article.
    Sku,
    /// Division code -> house customer, store, terms, order type.
    Division,
    /// Shipping rate's code or title -> ship-via.
    Carrier,
    /// Discount code or title -> allowance.
    Allowance,
    /// `freight`, `duty`, `tip`, `fee` -> charge.
    Charge,
    /// Payment gateway -> tender.
    Tender,
}

impl MappingKind {
    /// All kinds, in the order in which a merchant fills them.
    pub const ALL: [Self; 7] =
        [Self::Division, Self::Location, Self::Sku, Self::Carrier, Self::Allowance, Self::Charge, Self::Tender];

    /// The kind's name in files, tables and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Sku => "sku",
            Self::Division => "division",
            Self::Carrier => "carrier",
            Self::Allowance => "allowance",
            Self::Charge => "charge",
            Self::Tender => "tender",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether a row with the source `*` stands for every source that has no row of its own. An article, a location or a
    /// division is never guessed.
    pub fn has_default(self) -> bool {
        matches!(self, Self::Carrier | Self::Allowance | Self::Tender)
    }
}

impl fmt::Display for MappingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The source of the row that stands for all others of its kind.
pub const DEFAULT_SOURCE: &str = "*";

/// One code to look up.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct CodeKey {
    /// The kind.
    pub kind: MappingKind,
    /// The name in Shopify, trimmed; case counts.
    pub source: String,
}

impl CodeKey {
    /// A code to look up. Shopify may name a gateway or a rate with an empty text: that is looked up as [`NO_NAME`].
    pub fn new(kind: MappingKind, source: impl AsRef<str>) -> Self {
        Self { kind, source: looked_up_as(source.as_ref()).to_owned() }
    }
}

/// A name in Shopify as it is looked up: trimmed, and never empty.
pub(crate) fn looked_up_as(source: &str) -> &str {
    let source = source.trim();
    if source.is_empty() { NO_NAME } else { source }
}

impl fmt::Display for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind, self.source)
    }
}

/// A BlueCherry article: division, style, colour, label, dimension and size bucket are its identity; the UPC is not.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct SkuTarget {
    /// The division that the article belongs to.
    pub division: DivisionCode,
    /// Style, leading zeros kept.
    pub style: String,
    /// Colour code.
    pub color_code: String,
    /// Label; part of the identity (`SAMPLE` is another article).
    #[serde(default)]
    pub lbl_code: String,
    /// Second size axis or pack; often blank.
    #[serde(default)]
    pub dimension: String,
    /// Size bucket, 1 to 24.
    pub size_bk: u8,
    /// The size's name.
    #[serde(default)]
    pub size_desc: String,
    /// UPC; may be missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upc: Option<String>,
}

/// What a Shopify location is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LocationTarget {
    /// Its warehouse.
    pub warehouse: WarehouseCode,
    /// The divisions that ship from it.
    pub divisions: Vec<DivisionCode>,
}

/// How a division's orders are booked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DivisionTarget {
    /// House customer of the channel.
    pub customer: CustomerCode,
    /// Store of that customer.
    pub store: StoreCode,
    /// Terms.
    pub terms: TermsCode,
    /// Order type of a retail sale.
    pub order_type: OrderTypeCode,
}

/// What a code means, by kind.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MappingTarget {
    /// See [`LocationTarget`].
    Location(LocationTarget),
    /// See [`SkuTarget`].
    Sku(SkuTarget),
    /// See [`DivisionTarget`].
    Division(DivisionTarget),
    /// A ship-via.
    Carrier(ShipViaCode),
    /// An allowance.
    Allowance(AllowanceCode),
    /// A charge.
    Charge(ChargeCode),
    /// A tender.
    Tender(TenderCode),
}

impl MappingTarget {
    /// The kind that this is a target of.
    pub fn kind(&self) -> MappingKind {
        match self {
            Self::Location(_) => MappingKind::Location,
            Self::Sku(_) => MappingKind::Sku,
            Self::Division(_) => MappingKind::Division,
            Self::Carrier(_) => MappingKind::Carrier,
            Self::Allowance(_) => MappingKind::Allowance,
            Self::Charge(_) => MappingKind::Charge,
            Self::Tender(_) => MappingKind::Tender,
        }
    }
}

/// A row of the mappings table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MappingRow {
    /// The name in Shopify.
    pub source: String,
    /// What it means.
    pub target: MappingTarget,
    /// 1 for the first row of this source, one more with each change.
    pub version: u32,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub changed_at: Timestamp,
}

impl MappingRow {
    /// The code that the row answers.
    pub fn key(&self) -> CodeKey {
        CodeKey::new(self.target.kind(), self.source.as_str())
    }
}

/// The rows that one order needs, and no others, in the order of their codes. Of two rows of one code the later one counts.
#[derive(Clone, Default, Debug)]
pub struct Codes(Vec<Arc<MappingRow>>);

impl<R: Into<Arc<MappingRow>>> FromIterator<R> for Codes {
    fn from_iter<I: IntoIterator<Item = R>>(rows: I) -> Self {
        let mut codes = Self::default();
        codes.extend(rows);
        codes
    }
}

impl<R: Into<Arc<MappingRow>>> Extend<R> for Codes {
    fn extend<I: IntoIterator<Item = R>>(&mut self, rows: I) {
        for row in rows.into_iter().map(R::into) {
            match self.place(row.target.kind(), &row.source) {
                Ok(held) => self.0[held] = row,
                Err(between) => self.0.insert(between, row),
            }
        }
    }
}

impl Codes {
    /// The row for a code, or the default row of its kind.
    pub fn find(&self, kind: MappingKind, source: &str) -> Option<&MappingRow> {
        let held = self.place(kind, source);
        let default = || kind.has_default().then(|| self.place(kind, DEFAULT_SOURCE).ok()).flatten();
        held.ok().or_else(default).map(|held| &*self.0[held])
    }

    /// Where the row of a code stands, or would.
    fn place(&self, kind: MappingKind, source: &str) -> Result<usize, usize> {
        let wanted = (kind, looked_up_as(source));
        self.0.binary_search_by(|row| (row.target.kind(), looked_up_as(&row.source)).cmp(&wanted))
    }

    /// The divisions of the articles that were found: their rows are needed too.
    pub fn divisions(&self) -> Vec<CodeKey> {
        let mut keys: Vec<CodeKey> = self
            .0
            .iter()
            .filter_map(|row| match &row.target {
                MappingTarget::Sku(sku) => Some(CodeKey::new(MappingKind::Division, sku.division.as_str())),
                _ => None,
            })
            .collect();
        keys.sort();
        keys.dedup();
        keys
    }
}

/// How something is looked up that Shopify does not name, such as the carrier of an order without a shipping line.
pub const NO_NAME: &str = "none";

/// The codes that an order names, its divisions apart: see [`Codes::divisions`].
pub fn codes_named_by(image: &OrderImage) -> Vec<CodeKey> {
    let mut keys = Vec::new();
    for line in image.standing_lines() {
        keys.push(CodeKey::new(MappingKind::Sku, line.sku.as_str()));
        keys.extend(
            line.discounts.iter().map(|discount| CodeKey::new(MappingKind::Allowance, discount.source.as_str())),
        );
    }
    keys.extend(image.routing.iter().map(|routed| CodeKey::new(MappingKind::Location, routed.location.to_string())));
    keys.push(CodeKey::new(MappingKind::Carrier, carrier_of(image)));
    keys.extend(image.payments.iter().map(|payment| CodeKey::new(MappingKind::Tender, payment.gateway.as_str())));
    keys.push(CodeKey::new(MappingKind::Charge, FREIGHT));
    keys.extend(image.extras.iter().map(|extra| CodeKey::new(MappingKind::Charge, extra.kind.source())));
    for kind in MappingKind::ALL.into_iter().filter(|kind| kind.has_default()) {
        keys.push(CodeKey::new(kind, DEFAULT_SOURCE));
    }
    keys.sort();
    keys.dedup();
    keys
}

/// The source of the charge that shipping is booked to.
pub const FREIGHT: &str = "freight";

/// How the order's carrier is looked up: its first shipping line.
pub fn carrier_of(image: &OrderImage) -> &str {
    image.shipping.first().map_or(NO_NAME, |line| line.source.as_str())
}
