//! An order as Shopify's own facts.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::fulfillment::FulfillmentOrder;
use super::line::{DiscountApplication, Line, ShippingLine};
use super::payment::{FinancialStatus, Transaction};
use super::presentment::Presentment;
use super::sums::Sums;

/// One order. Money is in the shop's currency throughout; what the customer saw in another follows from [`Order::presentment`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Order {
    /// The number in `gid://shopify/Order/…`; ids pass 2^53.
    pub id: u64,
    /// What people call it, e.g. `#1001`.
    pub name: String,
    /// When it was placed.
    pub created_at: Timestamp,
    /// When it last changed, in whole seconds as Shopify tells it.
    pub updated_at: Timestamp,
    /// When it was cancelled, if it was.
    pub cancelled_at: Option<Timestamp>,
    /// Paid by a test gateway.
    pub test: bool,
    /// Where its payment stands.
    pub financial_status: FinancialStatus,
    /// The shop's currency (ISO 4217).
    pub currency: String,
    /// The customer's currency, where it is another one.
    pub presentment: Option<Presentment>,
    /// Whether the prices hold the tax.
    pub taxes_included: bool,
    /// The customer's address for mail.
    pub email: Option<String>,
    /// The customer's phone.
    pub phone: Option<String>,
    /// Where it goes; none for an order without shipping.
    pub shipping_address: Option<Address>,
    /// Who pays.
    pub billing_address: Option<Address>,
    /// What was bought.
    pub lines: Vec<Line>,
    /// How it is carried.
    pub shipping_lines: Vec<ShippingLine>,
    /// The discounts that the lines' allocations point at.
    pub discounts: Vec<DiscountApplication>,
    /// What moved at the payment gateways.
    pub transactions: Vec<Transaction>,
    /// What Shopify's order routing has assigned; empty until then.
    pub fulfillment_orders: Vec<FulfillmentOrder>,
    /// The order's tags.
    pub tags: Vec<String>,
    /// The order's metafields.
    pub metafields: Vec<Metafield>,
    /// The sums that Shopify states.
    pub sums: Sums,
    /// The REST payload that it was placed from: the body of its webhooks.
    #[serde(skip)]
    pub payload: Option<Value>,
}

impl Order {
    /// An unpaid order without lines, to be filled and then given to [`Shop::place`](super::Shop::place).
    pub fn blank(id: u64, name: &str, currency: &str, created_at: Timestamp) -> Self {
        Self {
            id,
            name: name.to_owned(),
            created_at,
            updated_at: created_at,
            cancelled_at: None,
            test: false,
            financial_status: FinancialStatus::Pending,
            currency: currency.to_owned(),
            presentment: None,
            taxes_included: false,
            email: None,
            phone: None,
            shipping_address: None,
            billing_address: None,
            lines: Vec::new(),
            shipping_lines: Vec::new(),
            discounts: Vec::new(),
            transactions: Vec::new(),
            fulfillment_orders: Vec::new(),
            tags: Vec::new(),
            metafields: Vec::new(),
            sums: Sums::default(),
            payload: None,
        }
    }
}

/// A postal address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are Shopify's and say what they are")]
pub struct Address {
    pub name: Option<String>,
    pub company: Option<String>,
    pub address1: Option<String>,
    pub address2: Option<String>,
    pub city: Option<String>,
    pub province_code: Option<String>,
    pub zip: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country_code: Option<String>,
    pub phone: Option<String>,
}

/// A metafield of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Metafield {
    /// Its namespace.
    pub namespace: String,
    /// Its key within the namespace.
    pub key: String,
    /// Its type, e.g. `json`.
    pub kind: String,
    /// Its value as text.
    pub value: String,
}
