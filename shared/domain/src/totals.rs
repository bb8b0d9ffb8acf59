//! Whether an order's own sums tie. One that does not is an exception, never a rounding.

use serde::{Deserialize, Serialize};

use crate::image::OrderImage;
use crate::money::{CurrencyMismatch, Money};
use crate::pricing::price;

/// A sum of the order that does not add up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Untied {
    /// Which sum: `total`, `tax` or `payments`.
    pub sum: String,
    /// What its components add up to.
    pub components: Money,
    /// What Shopify says.
    pub stated: Money,
}

/// Checks that lines, shipping and extras add up to the order's total, that their tax adds up to its tax, and that what was
/// paid is what it costs.
///
/// # Errors
/// When two currencies meet in one sum.
pub fn untied(image: &OrderImage) -> Result<Vec<Untied>, CurrencyMismatch> {
    let currency = image.currency;
    let mut total = Money::zero(currency);
    let mut tax = Money::zero(currency);
    for line in image.standing_lines() {
        let priced = price(line, currency)?;
        total = total.plus(priced.merchandise)?;
        for discount in &priced.discounts {
            total = total.minus(discount.amount)?;
        }
        tax = tax.plus(priced.tax)?;
    }
    for shipping in &image.shipping {
        total = total.plus(shipping.amount)?;
        tax = tax.plus(shipping.tax)?;
    }
    for extra in &image.extras {
        total = total.plus(extra.amount)?;
    }
    if !image.taxes_included {
        total = total.plus(tax)?;
    }
    let paid = Money::sum(currency, image.payments.iter().map(|payment| payment.amount))?;
    let sums = [("total", total, image.total), ("tax", tax, image.tax), ("payments", paid, image.total)];
    Ok(sums
        .into_iter()
        .filter(|(_, components, stated)| components.currency != stated.currency || components.amount != stated.amount)
        .map(|(sum, components, stated)| Untied { sum: sum.to_owned(), components, stated })
        .collect())
}
