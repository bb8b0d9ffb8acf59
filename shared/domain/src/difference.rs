//! In what a Shopify order differs from the revision that was exported.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::address::AddressMark;
use crate::id::LineId;
use crate::image::{FinancialStatus, Line, OrderImage};
use crate::money::Money;

/// One difference, with both sides in words. An address is named, never shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Difference {
    /// What differs.
    pub what: String,
    /// As it was exported.
    pub exported: String,
    /// As it is in Shopify now.
    pub now: String,
}

fn difference(what: impl Into<String>, exported: impl Display, now: impl Display) -> Difference {
    Difference { what: what.into(), exported: exported.to_string(), now: now.to_string() }
}

/// Every difference that matters to BlueCherry between the exported revision and today's.
pub fn differences(
    exported: &OrderImage,
    exported_address: &AddressMark,
    now: &OrderImage,
    address: &AddressMark,
) -> Vec<Difference> {
    if exported_address == address && exported.shows_what(now) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if exported.cancelled_at.is_none() && now.cancelled_at.is_some() {
        found.push(difference("order", "standing", "cancelled"));
    }
    if exported.financial != now.financial && is_paid_back(&now.financial) {
        found.push(difference("payment", format!("{:?}", exported.financial), format!("{:?}", now.financial)));
    }
    let paid = |image: &OrderImage| {
        let amount = image.payments.iter().map(|payment| payment.amount.amount).sum();
        Money::new(amount, image.currency)
    };
    if is_paid_back(&now.financial) && paid(exported) != paid(now) {
        found.push(difference("paid", paid(exported), paid(now)));
    }
    let (before, after) = (by_id(exported), by_id(now));
    for (id, line) in &after {
        let old = before.get(id);
        let units = old.map_or(0, |old| old.current.0);
        if units != line.current.0 {
            found.push(difference(format!("units of `{}` (line {id})", line.sku), units, line.current.0));
        } else if let Some(old) = old.filter(|old| *old != line && !line.current.is_zero()) {
            found.push(difference(
                format!("line {id}"),
                format!("`{}` at {}, {} discounts, tax {}", old.sku, old.unit_price, old.discounts.len(), old.tax),
                format!("`{}` at {}, {} discounts, tax {}", line.sku, line.unit_price, line.discounts.len(), line.tax),
            ));
        }
    }
    for (id, line) in before.iter().filter(|(id, line)| !after.contains_key(id) && !line.current.is_zero()) {
        found.push(difference(format!("units of `{}` (line {id})", line.sku), line.current.0, 0));
    }
    if exported.total != now.total {
        found.push(difference("total", exported.total, now.total));
    }
    if exported.shipping != now.shipping {
        let say = |image: &OrderImage| {
            image.shipping.iter().map(|line| format!("{} {}", line.source, line.amount)).collect::<Vec<_>>().join(", ")
        };
        found.push(difference("shipping", say(exported), say(now)));
    }
    if exported_address != address {
        found.push(difference("shipping address", "as exported", "changed"));
    }
    found
}

fn by_id(image: &OrderImage) -> BTreeMap<LineId, &Line> {
    image.lines.iter().map(|line| (line.id, line)).collect()
}

fn is_paid_back(status: &FinancialStatus) -> bool {
    matches!(
        status,
        FinancialStatus::PartiallyRefunded
            | FinancialStatus::Refunded
            | FinancialStatus::Voided
            | FinancialStatus::Expired
    )
}
