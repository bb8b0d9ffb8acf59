//! The external reference of a document of ours in BlueCherry.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::OrderId;

/// The longest reference: X12's limit for a purchase order number (BEG03).
pub const LONGEST: usize = 22;

/// A reference that is derived from Shopify's identity alone, so that whoever posts a document, and whenever, posts it
/// under the same reference. At most [`LONGEST`] characters of `[A-Z0-9.-]`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExternalReference(String);

impl ExternalReference {
    /// The reference of the sales order for one part of an order.
    pub fn sales_order(order: OrderId, part: u16) -> Self {
        Self(format!("SO-{}-{part}", base36(order.0)))
    }

    /// The reference as BlueCherry stores it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExternalReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % 36).unwrap_or_default();
        digits.push(char::from_digit(digit, 36).unwrap_or('0').to_ascii_uppercase());
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}
