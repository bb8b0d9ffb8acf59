//! The sales order as it is posted: frozen before it leaves, compared with what BlueCherry booked.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::address::hex;
use crate::code::{
    AllowanceCode, ChargeCode, CustomerCode, DivisionCode, OrderTypeCode, SalesOrderNumber, ShipViaCode, StoreCode,
    TenderCode, TermsCode, WarehouseCode,
};
use crate::id::{LineId, OrderId, OrderName};
use crate::image::Quantity;
use crate::mapping::SkuTarget;
use crate::money::Currency;
use crate::reference::ExternalReference;

/// A sales order without the customer's address, which joins it only in memory, when it is sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SalesOrder {
    /// Under which BlueCherry files it.
    pub reference: ExternalReference,
    /// Shopify's order.
    pub order: OrderId,
    /// The name that people use for it.
    pub name: OrderName,
    /// When the customer ordered.
    pub ordered_at: Timestamp,
    /// Division of every line.
    pub division: DivisionCode,
    /// Order type.
    pub order_type: OrderTypeCode,
    /// House customer.
    pub customer: CustomerCode,
    /// Store of that customer.
    pub store: StoreCode,
    /// Terms.
    pub terms: TermsCode,
    /// Warehouse that ships.
    pub warehouse: WarehouseCode,
    /// Carrier and service.
    pub ship_via: ShipViaCode,
    /// Currency of every amount.
    pub currency: Currency,
    /// Lines, tax apart.
    pub lines: Vec<SalesOrderLine>,
    /// Freight and the like.
    pub charges: Vec<SalesOrderCharge>,
    /// What the customer paid.
    pub payments: Vec<SalesOrderPayment>,
    /// The sums that must be echoed.
    pub control: Control,
}

/// A line of a sales order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SalesOrderLine {
    /// Shopify's line id, with `.2` and so on where one line needs several prices.
    pub reference: String,
    /// The article.
    pub sku: SkuTarget,
    /// Units.
    pub quantity: Quantity,
    /// Price of a unit, before allowances, without tax.
    pub unit_price: Decimal,
    /// Tax on the line.
    pub tax: Decimal,
    /// Allowances on the line.
    pub allowances: Vec<SalesOrderAllowance>,
}

impl SalesOrderLine {
    /// Shopify's line that it comes of.
    pub fn shopify_line(&self) -> Option<LineId> {
        let id = self.reference.split_once('.').map_or(self.reference.as_str(), |(id, _)| id);
        LineId::parse(id).ok()
    }
}

/// An allowance on a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SalesOrderAllowance {
    /// Its code.
    pub code: AllowanceCode,
    /// What it takes off, without tax.
    pub amount: Decimal,
}

/// A charge of a sales order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SalesOrderCharge {
    /// Its code.
    pub code: ChargeCode,
    /// How much, without tax.
    pub amount: Decimal,
    /// Tax on it.
    pub tax: Decimal,
}

/// A payment of a sales order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SalesOrderPayment {
    /// Its code.
    pub method: TenderCode,
    /// How much.
    pub amount: Decimal,
}

/// The sums of a sales order. `total = merchandise - allowances + freight + tax`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Control {
    /// Units of all lines.
    pub units: u32,
    /// Units at their price.
    pub merchandise: Decimal,
    /// All allowances.
    pub allowances: Decimal,
    /// All charges.
    pub freight: Decimal,
    /// All tax.
    pub tax: Decimal,
    /// What it comes to.
    pub total: Decimal,
}

impl Control {
    /// Adds up lines and charges.
    pub fn of(lines: &[SalesOrderLine], charges: &[SalesOrderCharge]) -> Self {
        let units = lines.iter().map(|line| line.quantity.0).sum();
        let merchandise = lines.iter().map(|line| line.unit_price * line.quantity.decimal()).sum::<Decimal>();
        let allowances =
            lines.iter().flat_map(|line| &line.allowances).map(|allowance| allowance.amount).sum::<Decimal>();
        let freight = charges.iter().map(|charge| charge.amount).sum::<Decimal>();
        let tax = lines.iter().map(|line| line.tax).sum::<Decimal>()
            + charges.iter().map(|charge| charge.tax).sum::<Decimal>();
        let total = merchandise - allowances + freight + tax;
        Self { units, merchandise, allowances, freight, tax, total }
    }
}

/// A sales order as BlueCherry says that it booked it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Booked {
    /// BlueCherry's number.
    pub number: SalesOrderNumber,
    /// Currency.
    pub currency: Currency,
    /// Sums.
    pub control: Control,
    /// Units by the line's reference; rows that BlueCherry merged are told apart by it.
    pub lines: Vec<(String, Quantity)>,
}

impl SalesOrder {
    /// The hash of what is frozen, hexadecimal.
    pub fn hash(&self) -> String {
        let canonical = serde_json::to_vec(self).unwrap_or_default();
        hex(&Sha256::digest(canonical))
    }

    /// The first thing in which what was booked differs from what was posted, as a sentence.
    pub fn difference_from(&self, booked: &Booked) -> Option<String> {
        let (ours, theirs) = (&self.control, &booked.control);
        if self.currency != booked.currency {
            return Some(format!("currency: posted {}, booked {}", self.currency, booked.currency));
        }
        let sums = [
            ("merchandise", ours.merchandise, theirs.merchandise),
            ("allowances", ours.allowances, theirs.allowances),
            ("freight", ours.freight, theirs.freight),
            ("tax", ours.tax, theirs.tax),
            ("total", ours.total, theirs.total),
            ("units", ours.units.into(), theirs.units.into()),
        ];
        if let Some((sum, posted, found)) = sums.into_iter().find(|(_, posted, found)| posted != found) {
            return Some(format!("{sum}: posted {posted}, booked {found}"));
        }
        let mut posted: Vec<(&str, u32)> =
            self.lines.iter().map(|line| (line.reference.as_str(), line.quantity.0)).collect();
        let mut found: Vec<(&str, u32)> = booked.lines.iter().map(|(line, units)| (line.as_str(), units.0)).collect();
        posted.sort_unstable();
        found.sort_unstable();
        (posted != found).then(|| format!("lines: posted {posted:?}, booked {found:?}"))
    }
}
