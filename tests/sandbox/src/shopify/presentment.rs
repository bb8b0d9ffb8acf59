//! The currency in which the customer saw and paid an order.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

/// A presentment currency that is not the shop's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Presentment {
    /// ISO 4217.
    pub currency: String,
    /// What one unit of the shop's currency is in this one.
    pub rate: Decimal,
}

impl Presentment {
    /// An amount of the shop's currency as the customer saw it, to two decimals.
    #[must_use]
    pub fn of(&self, amount: Decimal) -> Decimal {
        (amount * self.rate).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    }
}
