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

impl Transaction {
    /// A movement that came about.
    pub(super) fn done(id: u64, kind: TransactionKind, gateway: &str, amount: Decimal) -> Self {
        Self { id, kind, status: TransactionStatus::Success, gateway: gateway.to_owned(), amount }
    }

    /// What it adds to what its gateway holds for the shop.
    fn takes(&self) -> Decimal {
        match (self.status, self.kind) {
            (TransactionStatus::Success, TransactionKind::Sale | TransactionKind::Capture) => self.amount,
            (TransactionStatus::Success, TransactionKind::Refund) => -self.amount,
            _ => Decimal::ZERO,
        }
    }
}

/// What all gateways hold for the shop.
pub(super) fn held(transactions: &[Transaction]) -> Decimal {
    transactions.iter().map(Transaction::takes).sum()
}

/// The refunds that give an amount back by the gateways that took it, the last one first. None when they hold less than that:
/// Shopify refuses to give back what was not taken.
pub(super) fn given_back(
    taken: &[Transaction],
    amount: Decimal,
    mut id: impl FnMut() -> u64,
) -> Option<Vec<Transaction>> {
    let mut gateways: Vec<&str> = Vec::new();
    for transaction in taken.iter().rev() {
        if !gateways.contains(&transaction.gateway.as_str()) {
            gateways.push(&transaction.gateway);
        }
    }
    let (mut left, mut refunds) = (amount, Vec::new());
    for gateway in gateways {
        let held: Decimal = taken.iter().filter(|one| one.gateway == gateway).map(Transaction::takes).sum();
        let part = left.min(held.max(Decimal::ZERO));
        if part > Decimal::ZERO {
            refunds.push(Transaction::done(id(), TransactionKind::Refund, gateway, part));
            left -= part;
        }
    }
    (left <= Decimal::ZERO).then_some(refunds)
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
