//! What moved at the payment gateways, and where the payment of an order stands.

use rust_decimal::Decimal;
use serde::Serialize;

/// A movement at a payment gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transaction {
    /// The number in `gid://shopify/OrderTransaction/…`.
    pub id: u64,
    /// What it does.
    pub kind: TransactionKind,
    /// What became of it.
    pub status: TransactionStatus,
    /// The gateway's name; may be empty in old orders.
    pub gateway: String,
    /// The amount, positive.
    pub amount: Decimal,
}

/// `OrderDisplayFinancialStatus` of the Admin schema; REST says the same in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are Shopify's and say what they are")]
pub enum FinancialStatus {
    Authorized,
    Expired,
    Paid,
    PartiallyPaid,
    PartiallyRefunded,
    Pending,
    Refunded,
    Voided,
}

impl FinancialStatus {
    /// Each of them with its name in GraphQL.
    pub(super) const NAMES: [(Self, &'static str); 8] = [
        (Self::Authorized, "AUTHORIZED"),
        (Self::Expired, "EXPIRED"),
        (Self::Paid, "PAID"),
        (Self::PartiallyPaid, "PARTIALLY_PAID"),
        (Self::PartiallyRefunded, "PARTIALLY_REFUNDED"),
        (Self::Pending, "PENDING"),
        (Self::Refunded, "REFUNDED"),
        (Self::Voided, "VOIDED"),
    ];

    /// Its name in GraphQL.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(status, _)| *status == self).map_or("", |(_, name)| name)
    }

    /// Whether money was taken in full at some time.
    pub(super) fn was_paid(self) -> bool {
        matches!(self, Self::Paid | Self::PartiallyRefunded | Self::Refunded)
    }
}

/// `OrderTransactionKind`, as far as the simulator makes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are Shopify's and say what they are")]
pub enum TransactionKind {
    Authorization,
    Capture,
    Sale,
    Refund,
    Void,
}

/// `OrderTransactionStatus`, as far as the simulator makes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are Shopify's and say what they are")]
pub enum TransactionStatus {
    Success,
    Pending,
    Failure,
    Error,
}

impl TransactionKind {
    /// Its name in GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Authorization => "AUTHORIZATION",
            Self::Capture => "CAPTURE",
            Self::Sale => "SALE",
            Self::Refund => "REFUND",
            Self::Void => "VOID",
        }
    }
}

impl TransactionStatus {
    /// Its name in GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Pending => "PENDING",
            Self::Failure => "FAILURE",
            Self::Error => "ERROR",
        }
    }
}
