//! The sales order as it is posted. Amounts are decimal strings; a field that isn't known here is ignored, as the ERP would.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::codes::Sku;

/// One sales order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesOrder {
    /// The caller's reference. The ERP has no such field: what it keeps is the configured reference field.
    pub ext_ref: String,
    /// Sales channel.
    #[serde(default)]
    pub channel: String,
    /// Order type.
    pub ord_type: String,
    /// Division of the order; each line's SKU must belong to it.
    pub division: String,
    /// Customer account.
    pub customer: String,
    /// Store of the customer; may be blank.
    #[serde(default)]
    pub store: String,
    /// Department of the customer.
    #[serde(default)]
    pub department: String,
    /// Customer's purchase order number, a reference field.
    #[serde(default)]
    pub cust_po: String,
    /// Spare reference field.
    #[serde(default)]
    pub ref_num2: String,
    /// Spare reference field.
    #[serde(default)]
    pub aux_ref_num: String,
    /// Date of the order, `YYYY-MM-DD`.
    pub ord_date: String,
    /// First day to ship, `YYYY-MM-DD` or blank.
    #[serde(default)]
    pub start_date: String,
    /// Last day to ship, `YYYY-MM-DD` or blank.
    #[serde(default)]
    pub cancel_date: String,
    /// Warehouse of the order.
    pub location: String,
    /// Carrier and service; may be blank.
    #[serde(default)]
    pub ship_via: String,
    /// Terms of payment; may be blank.
    #[serde(default)]
    pub terms: String,
    /// ISO 4217.
    pub currency_code: String,
    /// Hold to book the order under; may be blank.
    #[serde(default)]
    pub hold_code: String,
    /// 'Y' when the order may not ship in pieces.
    #[serde(default)]
    pub ship_complete: String,
    /// Who pays.
    #[serde(default)]
    pub bill_to: Option<Address>,
    /// Where it goes.
    pub ship_to: Address,
    /// What is sold.
    pub lines: Vec<Line>,
    /// Discounts on the whole order.
    #[serde(default)]
    pub allowances: Vec<Allowance>,
    /// Amounts on top.
    #[serde(default)]
    pub charges: Vec<Charge>,
    /// What was paid.
    #[serde(default)]
    pub payments: Vec<Payment>,
    /// Totals that must tie.
    pub control: Control,
}

/// A postal address with its contacts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Name of the person or firm.
    pub name: String,
    /// First line.
    pub addr1: String,
    /// Second line.
    #[serde(default)]
    pub addr2: String,
    /// Third line.
    #[serde(default)]
    pub addr3: String,
    /// Town.
    pub city: String,
    /// State or province.
    #[serde(default)]
    pub state: String,
    /// Postal code.
    #[serde(default)]
    pub zip: String,
    /// Country.
    pub country: String,
    /// Telephone.
    #[serde(default)]
    pub phone: String,
    /// Electronic mail.
    #[serde(default)]
    pub email: String,
}

/// A line of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The caller's reference of the line.
    pub ext_line_ref: String,
    /// Number of the line in the order.
    pub line_no: u32,
    /// What is sold.
    pub sku: Sku,
    /// How many; signed, so that a wrong one can be refused by name.
    pub qty: i64,
    /// Price of one unit before allowances.
    pub unit_price: Decimal,
    /// List price of one unit.
    #[serde(default)]
    pub list_price: Option<Decimal>,
    /// Tax of the whole line.
    #[serde(default)]
    pub tax_amt: Decimal,
    /// Warehouse of the line, when it isn't the order's.
    #[serde(default)]
    pub location: String,
    /// Lot.
    #[serde(default)]
    pub lot: String,
    /// Discounts on the line.
    #[serde(default)]
    pub allowances: Vec<Allowance>,
    /// Rental or resale.
    #[serde(default)]
    pub circular: Option<Circular>,
}

/// What makes a line circular.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Circular {
    /// `NONE`, `RENTAL` or `RESALE`.
    pub kind: String,
    /// Serial of the item.
    #[serde(default)]
    pub item_serial: String,
}

/// A discount: a positive amount that lowers the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// Allowance code.
    pub code: String,
    /// Amount.
    pub amt: Decimal,
}

/// An amount on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Charge code.
    pub code: String,
    /// Amount without tax.
    pub amt: Decimal,
    /// Tax on it.
    #[serde(default)]
    pub tax_amt: Decimal,
}

/// A tender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Payment method.
    pub method: String,
    /// Reference of the payment.
    #[serde(default)]
    pub reference: String,
    /// Amount.
    pub amt: Decimal,
}

/// Control totals: what the caller says the order comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// Σ quantities.
    pub units: i64,
    /// Σ unit price × quantity, to the penny.
    pub merch_amt: Decimal,
    /// Σ allowances of lines and header.
    pub allow_amt: Decimal,
    /// Σ charges without tax.
    pub freight_amt: Decimal,
    /// Σ tax of lines and charges.
    pub tax_amt: Decimal,
    /// Merchandise less allowances plus freight plus tax.
    pub total: Decimal,
}

impl SalesOrder {
    /// The totals that the lines, allowances and charges really come to.
    pub fn totals(&self) -> Control {
        let lines = || self.lines.iter();
        let merchandise: Decimal = lines().map(|line| line.unit_price * Decimal::from(line.qty)).sum();
        let merch_amt = merchandise.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        let allow_amt =
            lines().flat_map(|line| &line.allowances).chain(&self.allowances).map(|allowance| allowance.amt).sum();
        let freight_amt = self.charges.iter().map(|charge| charge.amt).sum();
        let tax_amt = lines().map(|line| line.tax_amt).chain(self.charges.iter().map(|charge| charge.tax_amt)).sum();
        Control {
            units: lines().map(|line| line.qty).sum(),
            merch_amt,
            allow_amt,
            freight_amt,
            tax_amt,
            total: merch_amt - allow_amt + freight_amt + tax_amt,
        }
    }
}
