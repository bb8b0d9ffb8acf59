//! What was bought, and how it is carried: the lines of an order, with their discounts and taxes.

use rust_decimal::Decimal;
use serde::Serialize;

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The number in `gid://shopify/LineItem/…`.
    pub id: u64,
    /// The SKU at the time of the order; a custom line has none.
    pub sku: Option<String>,
    /// The product's title.
    pub title: String,
    /// The variant, if the line is of one.
    pub variant: Option<u64>,
    /// Units ordered, those refunded since included.
    pub quantity: u32,
    /// Units that still stand.
    pub current_quantity: u32,
    /// Units that have left already.
    pub fulfilled: u32,
    /// Unit price before discounts.
    pub price: Decimal,
    /// Whether it is a thing to carry.
    pub requires_shipping: bool,
    /// Whether it is a gift card.
    pub gift_card: bool,
    /// The line item properties.
    pub properties: Vec<Property>,
    /// Its shares of the order's discounts, over all units ordered.
    pub allocations: Vec<Allocation>,
    /// Its taxes, over all units ordered.
    pub taxes: Vec<Tax>,
    /// The locations that will be assigned, each with its units; none means the shop's primary location.
    pub locations: Vec<(u64, u32)>,
}

impl Line {
    /// A plain line of one variant: shipped, undiscounted, untaxed.
    pub fn plain(id: u64, sku: &str, variant: u64, quantity: u32, price: Decimal) -> Self {
        Self {
            id,
            sku: Some(sku.to_owned()),
            title: sku.to_owned(),
            variant: Some(variant),
            quantity,
            current_quantity: quantity,
            fulfilled: 0,
            price,
            requires_shipping: true,
            gift_card: false,
            properties: Vec::new(),
            allocations: Vec::new(),
            taxes: Vec::new(),
            locations: Vec::new(),
        }
    }
}

/// A line item property, e.g. an engraving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Property {
    /// Its name; a leading underscore hides it from the buyer.
    pub name: String,
    /// Its value as text.
    pub value: String,
}

/// A share of a discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Allocation {
    /// The amount taken off, positive.
    pub amount: Decimal,
    /// Position in [`Order::discounts`](super::Order::discounts).
    pub application: usize,
}

/// A discount of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiscountApplication {
    /// How it came about.
    pub kind: DiscountKind,
    /// The code, or the title where it has no code.
    pub name: String,
}

/// How a discount came about: the types that implement `DiscountApplication` in the Admin schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are Shopify's and say what they are")]
pub enum DiscountKind {
    Code,
    Automatic,
    Manual,
    Script,
}

/// A tax of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tax {
    /// e.g. `State Tax`.
    pub title: String,
    /// The rate as a fraction, e.g. 0.06.
    pub rate: Decimal,
    /// The amount.
    pub price: Decimal,
}

/// A shipping line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShippingLine {
    /// What the buyer chose.
    pub title: String,
    /// The carrier's or the rate's code.
    pub code: Option<String>,
    /// Price before discounts.
    pub price: Decimal,
    /// Price after discounts and refunds.
    pub current_discounted_price: Decimal,
    /// Its taxes.
    pub taxes: Vec<Tax>,
    /// Removed by an edit.
    pub removed: bool,
}
