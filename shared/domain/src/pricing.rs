//! What a line costs, and how it is told to BlueCherry: unit price before allowances, allowances apart, tax apart.

use rust_decimal::Decimal;

use crate::image::{Discount, Line, Quantity};
use crate::money::{Currency, CurrencyMismatch, Money, spread};

/// A line's money for the units that still stand, in the order's own price basis.
#[derive(Debug, Clone)]
pub struct Priced {
    /// Units at the price before discounts.
    pub merchandise: Money,
    /// What is taken off, by source.
    pub discounts: Vec<Discount>,
    /// Tax (in `merchandise` less discounts where the order's prices include it).
    pub tax: Money,
}

/// The money of a line's standing units. Shopify states discounts and tax for the units ordered; those of removed units
/// are split off by largest remainder, and the order's stated total then decides whether that was right.
///
/// # Errors
/// When two currencies meet.
pub fn price(line: &Line, currency: Currency) -> Result<Priced, CurrencyMismatch> {
    let standing = |amount: Money| -> Result<Money, CurrencyMismatch> {
        Money::zero(currency).plus(amount)?;
        if line.current == line.ordered {
            return Ok(amount);
        }
        let removed = Quantity(line.ordered.0.saturating_sub(line.current.0));
        let shares = spread(amount.amount, &[line.current.decimal(), removed.decimal()], currency);
        Ok(Money::new(shares[0], currency))
    };
    Ok(Priced {
        merchandise: Money::zero(currency).plus(line.unit_price.times(line.current))?,
        discounts: line
            .discounts
            .iter()
            .map(|discount| Ok(Discount { source: discount.source.clone(), amount: standing(discount.amount)? }))
            .collect::<Result<_, CurrencyMismatch>>()?,
        tax: standing(line.tax)?,
    })
}

impl Priced {
    /// The same money with tax taken out of merchandise and discounts. What is left of the discounted price is exact
    /// (price less tax); the discounts are scaled by the same rate and rounded, and merchandise is what then makes the sum
    /// exact again.
    #[must_use]
    pub fn without_tax(&self, currency: Currency) -> Self {
        let off: Decimal = self.discounts.iter().map(|discount| discount.amount.amount).sum();
        let gross = self.merchandise.amount - off;
        let net = gross - self.tax.amount;
        let discounts: Vec<Discount> = self
            .discounts
            .iter()
            .map(|discount| {
                let scaled = if gross.is_zero() {
                    discount.amount.amount
                } else {
                    currency.round(discount.amount.amount * net / gross)
                };
                Discount { source: discount.source.clone(), amount: Money::new(scaled, currency) }
            })
            .collect();
        let off: Decimal = discounts.iter().map(|discount| discount.amount.amount).sum();
        Self { merchandise: Money::new(net + off, currency), discounts, tax: self.tax }
    }

    /// The share of so many units of a line of which `all` stand, for each of the given runs of units.
    pub fn split(&self, runs: &[Quantity], currency: Currency) -> Vec<Self> {
        let weights: Vec<Decimal> = runs.iter().map(|run| run.decimal()).collect();
        let merchandise = spread(self.merchandise.amount, &weights, currency);
        let tax = spread(self.tax.amount, &weights, currency);
        let discounts: Vec<Vec<Decimal>> =
            self.discounts.iter().map(|discount| spread(discount.amount.amount, &weights, currency)).collect();
        (0..runs.len())
            .map(|run| Self {
                merchandise: Money::new(merchandise[run], currency),
                discounts: self
                    .discounts
                    .iter()
                    .zip(&discounts)
                    .map(|(discount, shares)| Discount {
                        source: discount.source.clone(),
                        amount: Money::new(shares[run], currency),
                    })
                    .collect(),
                tax: Money::new(tax[run], currency),
            })
            .collect()
    }
}

/// Unit prices, whole in the minor unit, whose sum over the units is exact: all units at one price where that works, else
/// the remainder's units at one minor unit more.
pub fn unit_prices(merchandise: Money, quantity: Quantity) -> Vec<(Quantity, Decimal)> {
    if quantity.is_zero() {
        return Vec::new();
    }
    let currency = merchandise.currency;
    let each = merchandise.amount / quantity.decimal();
    if (each * quantity.decimal()) == merchandise.amount && each.normalize().scale() <= 4 {
        return vec![(quantity, each.normalize())];
    }
    let weights = vec![Decimal::ONE; usize::try_from(quantity.0).unwrap_or(usize::MAX)];
    let mut runs: Vec<(Quantity, Decimal)> = Vec::new();
    for price in spread(merchandise.amount, &weights, currency) {
        match runs.iter_mut().find(|(_, at)| *at == price) {
            Some((units, _)) => units.0 += 1,
            None => runs.push((Quantity(1), price)),
        }
    }
    runs
}
