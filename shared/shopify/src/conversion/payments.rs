//! What each gateway holds for the order.

use std::collections::BTreeMap;

use domain::image::Payment;
use domain::money::{Currency, Money};

use super::{Unreadable, money};
use crate::generated::order_for_export::{
    OrderForExportOrderTransactions, OrderTransactionKind, OrderTransactionStatus,
};

/// As many transactions as the operation asks for; Shopify's list has no page after it.
const MOST: usize = 50;

#[derive(Clone, Copy)]
struct Held {
    captured: Money,
    authorised: Money,
    has_captures: bool,
}

/// Sums the successful transactions of each gateway: what was captured less what was paid back, or, where nothing was
/// captured yet, what is authorised. Kinds that are no movement of money (and such as Shopify may add) count nothing; the
/// order's own total has to tie with what is left.
pub(super) fn payments(
    transactions: &[OrderForExportOrderTransactions],
    currency: Currency,
) -> Result<Vec<Payment>, Unreadable> {
    use OrderTransactionKind as Kind;
    if transactions.len() >= MOST {
        return Err(Unreadable::new("transactions", "holds as many as are read, or more"));
    }
    let nothing = Money::zero(currency);
    let mut gateways = BTreeMap::<&str, Held>::new();
    for transaction in transactions {
        if !matches!(transaction.status, OrderTransactionStatus::SUCCESS) {
            continue;
        }
        let amount = money(&transaction.amount_set, currency)?;
        let held = gateways.entry(transaction.gateway.as_deref().unwrap_or("none")).or_insert(Held {
            captured: nothing,
            authorised: nothing,
            has_captures: false,
        });
        match transaction.kind {
            Kind::SALE | Kind::CAPTURE => {
                held.captured = held.captured.plus(amount)?;
                held.has_captures = true;
            }
            Kind::REFUND | Kind::CHANGE => held.captured = held.captured.minus(amount.abs())?,
            Kind::AUTHORIZATION | Kind::EMV_AUTHORIZATION => held.authorised = held.authorised.plus(amount)?,
            // A void gives up the authorisation that is open.
            Kind::VOID => held.authorised = nothing,
            Kind::SUGGESTED_REFUND | Kind::Other(_) => {}
        }
    }
    let mut payments = Vec::new();
    for (gateway, held) in gateways {
        // Paid back by a gateway that took nothing, as store credit is, it stays: less than nothing.
        let amount = if held.has_captures { held.captured } else { held.authorised.plus(held.captured)? };
        if !amount.is_zero() {
            payments.push(Payment { gateway: gateway.to_owned(), amount });
        }
    }
    Ok(payments)
}
