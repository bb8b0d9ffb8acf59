//! What people and apps do to an order after it was placed.

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::body::Edit;
use super::events::Topic::{OrdersCancelled, OrdersEdited, OrdersPaid, OrdersUpdated};
use super::order::{Address, Metafield, Order};
use super::payment::{FinancialStatus, Transaction, TransactionKind, given_back, held};
use super::shop::{Shop, ShopError};
use super::{routing, sums};

/// A refund as the merchant makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Lines with the units that no longer stand.
    pub lines: Vec<(u64, u32)>,
    /// What is refunded of the carriage.
    pub shipping: Decimal,
    /// The money that goes back; it need not be what the lines are worth.
    pub amount: Decimal,
}

impl Shop {
    /// Takes the order's payment at `gateway`: captures what was authorised, sells otherwise.
    ///
    /// # Errors
    /// When there is no such order, or it was paid or cancelled already.
    pub fn pay(&mut self, id: u64, gateway: &str, now: Timestamp) -> Result<(), ShopError> {
        let transaction = self.mint();
        self.change(id, &[OrdersPaid, OrdersUpdated], now, |order| {
            if order.financial_status.was_paid() {
                return Err(ShopError::Refused { order: id, wanted: "paid", state: "paid already" });
            }
            refuse_cancelled(order, "paid")?;
            let authorised = order.financial_status == FinancialStatus::Authorized;
            let kind = if authorised { TransactionKind::Capture } else { TransactionKind::Sale };
            let amount = order.sums.current_total_price;
            order.transactions.push(Transaction::done(transaction, kind, gateway, amount));
            order.financial_status = FinancialStatus::Paid;
            Ok(None)
        })
    }

    /// Edits a line to `quantity` standing units. Money doesn't move: a balance stays.
    ///
    /// # Errors
    /// When there is no such order or line, or the order is cancelled.
    pub fn edit_quantity(&mut self, id: u64, line: u64, quantity: u32, now: Timestamp) -> Result<(), ShopError> {
        self.change(id, &[OrdersEdited, OrdersUpdated], now, |order| {
            refuse_cancelled(order, "edited")?;
            let line = line_of(order, line)?;
            let edit = Edit { line: line.id, delta: i64::from(quantity) - i64::from(line.current_quantity) };
            line.quantity = line.quantity.max(quantity);
            line.current_quantity = quantity;
            settle(order);
            Ok(Some(edit))
        })
    }

    /// Changes where the order goes.
    ///
    /// # Errors
    /// When there is no such order.
    pub fn change_address(&mut self, id: u64, address: Address, now: Timestamp) -> Result<(), ShopError> {
        self.change(id, &[OrdersUpdated], now, |order| {
            order.shipping_address = Some(address);
            Ok(None)
        })
    }

    /// Cancels the order: no unit stands, what was paid for it goes back, what was authorised is voided.
    ///
    /// # Errors
    /// When there is no such order, or it is cancelled already.
    pub fn cancel(&mut self, id: u64, now: Timestamp) -> Result<(), ShopError> {
        let mut transactions = self.mint_for(id);
        self.change(id, &[OrdersCancelled, OrdersUpdated], now, |order| {
            refuse_cancelled(order, "cancelled")?;
            order.cancelled_at = Some(now);
            let amount = order.sums.current_total_price;
            if order.financial_status.was_paid() {
                order.financial_status = FinancialStatus::Refunded;
                let amount = amount.min(held(&order.transactions));
                let next = || transactions.next().unwrap_or_default();
                order.transactions.extend(given_back(&order.transactions, amount, next).unwrap_or_default());
            } else {
                if order.financial_status == FinancialStatus::Authorized {
                    let (void, gateway) = (transactions.next().unwrap_or_default(), last_gateway(order));
                    order.transactions.push(Transaction::done(void, TransactionKind::Void, &gateway, amount));
                }
                order.financial_status = FinancialStatus::Voided;
            }
            for line in &mut order.lines {
                line.current_quantity = 0;
            }
            for shipping in &mut order.shipping_lines {
                shipping.current_discounted_price = Decimal::ZERO;
                shipping.taxes.clear();
            }
            settle(order);
            Ok(None)
        })
    }

    /// Refunds lines, carriage and money.
    ///
    /// # Errors
    /// When there is no such order or line, or the order was never paid, or not so much.
    pub fn refund(&mut self, id: u64, refund: &Refund, now: Timestamp) -> Result<(), ShopError> {
        let mut transactions = self.mint_for(id);
        self.change(id, &[OrdersUpdated], now, |order| {
            if !order.financial_status.was_paid() {
                return Err(ShopError::Refused { order: id, wanted: "refunded", state: "not paid" });
            }
            let refused = ShopError::Refused { order: id, wanted: "refunded", state: "paid too little" };
            let next = || transactions.next().unwrap_or_default();
            let refunds = given_back(&order.transactions, refund.amount, next).ok_or(refused)?;
            for (line, units) in &refund.lines {
                let line = line_of(order, *line)?;
                line.current_quantity = line.current_quantity.saturating_sub(*units);
            }
            let mut carriage = refund.shipping;
            for shipping in &mut order.shipping_lines {
                let part = carriage.min(shipping.current_discounted_price);
                shipping.current_discounted_price -= part;
                carriage -= part;
            }
            order.transactions.extend(refunds);
            let refunds = order.transactions.iter().filter(|one| one.kind == TransactionKind::Refund);
            let given_back: Decimal = refunds.map(|one| one.amount).sum();
            order.financial_status = if given_back >= order.sums.total_price {
                FinancialStatus::Refunded
            } else {
                FinancialStatus::PartiallyRefunded
            };
            settle(order);
            Ok(None)
        })
    }

    /// As many ids as an order has transactions: no refund needs more.
    fn mint_for(&mut self, id: u64) -> std::vec::IntoIter<u64> {
        let count = self.order(id).map_or(0, |order| order.transactions.len());
        (0..count).map(|_| self.mint()).collect::<Vec<_>>().into_iter()
    }

    /// Writes metafields, each over the one of the same namespace and key.
    ///
    /// # Errors
    /// When there is no such order.
    pub fn set_metafields(&mut self, id: u64, metafields: Vec<Metafield>, now: Timestamp) -> Result<(), ShopError> {
        self.change(id, &[OrdersUpdated], now, |order| {
            for metafield in metafields {
                order
                    .metafields
                    .retain(|known| (&known.namespace, &known.key) != (&metafield.namespace, &metafield.key));
                order.metafields.push(metafield);
            }
            Ok(None)
        })
    }

    /// Adds tags that the order doesn't have yet.
    ///
    /// # Errors
    /// When there is no such order.
    pub fn add_tags(&mut self, id: u64, tags: &[String], now: Timestamp) -> Result<(), ShopError> {
        self.change(id, &[OrdersUpdated], now, |order| {
            for tag in tags {
                if !order.tags.contains(tag) {
                    order.tags.push(tag.clone());
                }
            }
            Ok(None)
        })
    }

    /// Bumps `updated_at` and nothing else, as a change does that a reader can't see.
    ///
    /// # Errors
    /// When there is no such order.
    pub fn touch(&mut self, id: u64, now: Timestamp) -> Result<(), ShopError> {
        self.change(id, &[OrdersUpdated], now, |_| Ok(None))
    }
}

fn refuse_cancelled(order: &Order, wanted: &'static str) -> Result<(), ShopError> {
    match order.cancelled_at {
        Some(_) => Err(ShopError::Refused { order: order.id, wanted, state: "cancelled" }),
        None => Ok(()),
    }
}

fn line_of(order: &mut Order, line: u64) -> Result<&mut super::line::Line, ShopError> {
    let unknown = ShopError::UnknownLine { order: order.id, line };
    order.lines.iter_mut().find(|known| known.id == line).ok_or(unknown)
}

fn last_gateway(order: &Order) -> String {
    order.transactions.last().map_or_else(String::new, |transaction| transaction.gateway.clone())
}

/// Draws the current sums and the fulfilment orders from the lines again.
fn settle(order: &mut Order) {
    order.sums = sums::current(order);
    routing::fit(order);
}
