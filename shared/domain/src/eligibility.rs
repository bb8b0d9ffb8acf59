//! Whether an order is to be exported at all.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::exception::{Exception, Problem};
use crate::image::{FinancialStatus, OrderImage};
use crate::money::Money;
use crate::planted::{self, Bug};
use crate::policy::Policy;

/// Why an order is not exported. Each is a fact of the order; when the fact changes, Shopify rings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ineligible {
    /// A test order.
    Test,
    /// Placed before the go-live date.
    BeforeGoLive,
    /// Cancelled before it was exported.
    Cancelled,
    /// Paid back before it was exported.
    Refunded,
    /// Nothing of it is left: every line was removed.
    Empty,
    /// Not paid yet (or only in part), or only authorised while the policy is to wait for capture.
    NotPaid(FinancialStatus),
}

impl fmt::Display for Ineligible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Test => f.write_str("a test order"),
            Self::BeforeGoLive => f.write_str("placed before the go-live date"),
            Self::Cancelled => f.write_str("cancelled before it was exported"),
            Self::Refunded => f.write_str("refunded before it was exported"),
            Self::Empty => f.write_str("no line is left"),
            Self::NotPaid(FinancialStatus::Other(status)) => write!(f, "not paid: Shopify says `{status}`"),
            Self::NotPaid(status) => write!(f, "not paid: Shopify says {status:?}"),
        }
    }
}

/// Whether the order, as it stands, is to be exported.
///
/// # Errors
/// With the reason why it is not.
pub fn eligible(image: &OrderImage, policy: &Policy) -> Result<(), Ineligible> {
    if image.test && !planted::is(Bug::IneligibleExported) {
        return Err(Ineligible::Test);
    }
    if image.created_at < policy.go_live {
        return Err(Ineligible::BeforeGoLive);
    }
    if image.cancelled_at.is_some() {
        return Err(Ineligible::Cancelled);
    }
    match &image.financial {
        FinancialStatus::Paid | FinancialStatus::PartiallyRefunded => {}
        FinancialStatus::Authorized if policy.capture_at_dispatch => {}
        FinancialStatus::Refunded => return Err(Ineligible::Refunded),
        status => return Err(Ineligible::NotPaid(status.clone())),
    }
    if image.standing_lines().next().is_none() {
        return Err(Ineligible::Empty);
    }
    Ok(())
}

/// What needs finance of an order that will never be exported: money that was kept though nothing of it is left to send, such as
/// carriage that was not paid back, or all of a cancelled order that was not refunded; or what one gateway took and another paid
/// back, which leaves both payouts without a sales order.
pub fn money_kept(image: &OrderImage, reason: &Ineligible) -> Option<Exception> {
    use FinancialStatus::{Paid, PartiallyPaid, PartiallyRefunded, Refunded};
    let is_taken = matches!(image.financial, Paid | PartiallyPaid | PartiallyRefunded | Refunded);
    if !is_taken || !matches!(reason, Ineligible::Cancelled | Ineligible::Empty | Ineligible::Refunded) {
        return None;
    }
    let held = image.payments.iter().map(|payment| payment.amount).filter(|amount| amount.amount > Decimal::ZERO);
    // Of several currencies no sum can be told.
    let kept = Money::sum(image.currency, held).ok();
    let elsewhere = paid_back_elsewhere(image);
    if elsewhere.is_some() || image.financial == Refunded {
        return elsewhere.map(|problem| Exception::new(problem, kept));
    }
    kept.is_none_or(|kept| kept.amount > Decimal::ZERO).then(|| Exception::new(Problem::MoneyKept, kept))
}

/// Whether more was paid back by some gateways than they took.
pub fn paid_back_elsewhere(image: &OrderImage) -> Option<Problem> {
    let owed = image.payments.iter().filter(|payment| payment.amount.amount < Decimal::ZERO);
    let gateways: Vec<String> = owed.map(|payment| payment.gateway.clone()).collect();
    (!gateways.is_empty()).then_some(Problem::PaidBackElsewhere { gateways })
}
