//! A Shopify order as our own facts, at one moment: ids, codes and amounts, nothing personal.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::code::SalesOrderNumber;
use crate::id::{LineId, LocationId, OrderId, OrderName};
use crate::money::{Currency, Money};

/// A whole number of units, never negative.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(pub u32);

impl Quantity {
    /// The quantity as a decimal, for prices.
    pub fn decimal(self) -> Decimal {
        Decimal::from(self.0)
    }

    /// Whether there is nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

/// A Shopify order as it was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OrderImage {
    /// Shopify's id.
    pub id: OrderId,
    /// The name that people use.
    pub name: OrderName,
    /// When it was placed.
    pub created_at: Timestamp,
    /// The revision, by Shopify's clock, whole seconds.
    pub updated_at: Timestamp,
    /// When it was read, by Shopify's own clock (the answer's `Date` header), whole seconds.
    pub read_at: Timestamp,
    /// A test order of the shop's staff.
    pub test: bool,
    /// When it was cancelled, if it was.
    pub cancelled_at: Option<Timestamp>,
    /// What happened to the money.
    pub financial: FinancialStatus,
    /// Prices include tax (VAT) rather than having it added.
    pub taxes_included: bool,
    /// The shop's currency, in which every amount here stands.
    pub currency: Currency,
    /// Whether there is a shipping address.
    pub has_address: bool,
    /// The lines, in Shopify's order.
    pub lines: Vec<Line>,
    /// The shipping lines that still stand.
    pub shipping: Vec<ShippingLine>,
    /// Other money that is no merchandise: duties, tips, fees.
    pub extras: Vec<Extra>,
    /// What the order comes to now, after edits and refunds.
    pub total: Money,
    /// The tax in it.
    pub tax: Money,
    /// Successful payments, net of what was paid back, by gateway.
    pub payments: Vec<Payment>,
    /// Which location is to ship how much of which line; incomplete while Shopify is still routing.
    pub routing: Vec<Routed>,
    /// The sales order numbers that the order shows: what we wrote, unless a slower worker wrote after us.
    #[serde(default)]
    pub numbers_shown: Vec<SalesOrderNumber>,
}

/// Shopify's `displayFinancialStatus`. Open: a status that this version does not know survives.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinancialStatus {
    /// The payment is authorised, not captured.
    Authorized,
    /// The authorisation ran out.
    Expired,
    /// Paid in full.
    Paid,
    /// Paid in part.
    PartiallyPaid,
    /// Paid, and some of it paid back.
    PartiallyRefunded,
    /// No payment yet.
    Pending,
    /// All paid back.
    Refunded,
    /// The authorisation was given up.
    Voided,
    /// Anything else that Shopify may say.
    Other(String),
}

/// What a line is. The kind decides how it is booked; see the design's "Line kinds".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Sold outright.
    Retail,
    /// Carries Supercycle's `_cycle` property: rental, subscription, membership or resale.
    Circular,
    /// A gift card sold: a liability, not a sale.
    GiftCard,
}

/// A line of the order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// Shopify's id.
    pub id: LineId,
    /// What it is.
    pub kind: LineKind,
    /// How its article is looked up: see [`sku_source`].
    pub sku: String,
    /// Units ordered, removed ones included.
    pub ordered: Quantity,
    /// Units that stand now. A removed line keeps its `ordered`; only this is 0 (lightward/mechanic-tasks#7).
    pub current: Quantity,
    /// Whether something physical ships.
    pub ships: bool,
    /// Price of one unit before discounts.
    pub unit_price: Money,
    /// Discounts for all `ordered` units.
    pub discounts: Vec<Discount>,
    /// Tax for all `ordered` units.
    pub tax: Money,
}

/// How an article is looked up in the SKU mapping: by SKU, else by `variant:ID`, else by `title:TITLE`.
pub fn sku_source(sku: Option<&str>, variant: Option<u64>, title: &str) -> String {
    match (sku.map(str::trim).filter(|sku| !sku.is_empty()), variant) {
        (Some(sku), _) => sku.to_owned(),
        (None, Some(variant)) => format!("variant:{variant}"),
        (None, None) => format!("title:{}", title.trim()),
    }
}

/// A discount on a line, with what its code or title was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Discount {
    /// The discount code, or the title of an automatic or manual discount.
    pub source: String,
    /// What it takes off, positive.
    pub amount: Money,
}

/// A shipping line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ShippingLine {
    /// The rate's code, else its title: how the carrier is looked up.
    pub source: String,
    /// What the customer pays for it after discounts, tax included or not as the order's prices are.
    pub amount: Money,
    /// Tax on it.
    pub tax: Money,
}

/// Money that is neither merchandise nor shipping.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Extra {
    /// What it is.
    pub kind: ExtraKind,
    /// How much.
    pub amount: Money,
}

/// Kinds of [`Extra`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtraKind {
    /// Customs duty collected at checkout.
    Duty,
    /// A tip.
    Tip,
    /// An additional fee.
    Fee,
}

impl ExtraKind {
    /// How its charge code is looked up.
    pub fn source(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Tip => "tip",
            Self::Fee => "fee",
        }
    }
}

/// What one gateway holds for the order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Payment {
    /// The gateway's name in Shopify; `none` when Shopify names none.
    pub gateway: String,
    /// Captured (or authorised) less paid back. Below zero where it was another that took the money.
    pub amount: Money,
}

/// So many units of a line, to be shipped from a location.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Routed {
    /// The line.
    pub line: LineId,
    /// The location that Shopify assigned.
    pub location: LocationId,
    /// How many units.
    pub quantity: Quantity,
}

impl OrderImage {
    /// Whether another reading of the order shows the same, whenever it was read, and whatever numbers of ours it shows.
    pub fn shows_what(&self, other: &Self) -> bool {
        // Each field by its name: a new one must not be forgotten.
        let Self {
            id,
            name,
            created_at,
            updated_at: _,
            read_at: _,
            test,
            cancelled_at,
            financial,
            taxes_included,
            currency,
            has_address,
            lines,
            shipping,
            extras,
            total,
            tax,
            payments,
            routing,
            numbers_shown: _,
        } = self;
        (id, created_at, test, cancelled_at, financial, taxes_included, currency, has_address)
            == (
                &other.id,
                &other.created_at,
                &other.test,
                &other.cancelled_at,
                &other.financial,
                &other.taxes_included,
                &other.currency,
                &other.has_address,
            )
            && (name, lines, shipping, extras, total, tax, payments, routing)
                == (
                    &other.name,
                    &other.lines,
                    &other.shipping,
                    &other.extras,
                    &other.total,
                    &other.tax,
                    &other.payments,
                    &other.routing,
                )
    }

    /// The lines of which something stands.
    pub fn standing_lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !line.current.is_zero())
    }

    /// Units routed for each line.
    pub fn routed_units(&self) -> BTreeMap<LineId, u32> {
        let mut units = BTreeMap::new();
        for routed in &self.routing {
            *units.entry(routed.line).or_default() += routed.quantity.0;
        }
        units
    }

    /// Whether every unit that ships has a location.
    pub fn is_routed(&self) -> bool {
        let units = self.routed_units();
        !self.routing.is_empty()
            && self
                .standing_lines()
                .filter(|line| line.ships)
                .all(|line| units.get(&line.id).copied().unwrap_or_default() >= line.current.0)
    }
}
