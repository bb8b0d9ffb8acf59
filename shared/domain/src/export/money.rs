//! The money of each part: its lines and the order's charges, before their codes.

use rust_decimal::Decimal;

use crate::id::LineId;
use crate::image::{OrderImage, Quantity};
use crate::mapping::FREIGHT;
use crate::money::CurrencyMismatch;
use crate::partition::{Share, Slice};
use crate::planted::{self, Bug};
use crate::pricing::{Priced, price, unit_prices};
use crate::sales_order::SalesOrderLine;

/// A line of a part with its money, before its codes.
pub(super) struct PricedLine {
    pub(super) line: SalesOrderLine,
    pub(super) discounts: Vec<(String, Decimal)>,
}

/// A charge with its money, before its code.
pub(super) struct PricedCharge {
    pub(super) source: &'static str,
    pub(super) amount: Decimal,
    pub(super) tax: Decimal,
}

/// Each part's lines, priced. Where the order's prices include tax, it is taken out.
pub(super) fn priced_lines(image: &OrderImage, shares: &[Share]) -> Result<Vec<Vec<PricedLine>>, CurrencyMismatch> {
    let mut parts: Vec<Vec<PricedLine>> = shares.iter().map(|_| Vec::new()).collect();
    for line in image.standing_lines() {
        let slices: Vec<(usize, &Slice)> = shares
            .iter()
            .enumerate()
            .flat_map(|(index, share)| share.slices.iter().map(move |slice| (index, slice)))
            .filter(|(_, slice)| slice.line == line.id)
            .collect();
        let mut priced = price(line, image.currency)?;
        if image.taxes_included {
            priced = priced.without_tax(image.currency);
        }
        let runs: Vec<Quantity> = slices.iter().map(|(_, slice)| slice.quantity).collect();
        let mut used = 0_usize;
        for ((index, slice), share) in slices.iter().zip(priced.split(&runs, image.currency)) {
            for (quantity, unit_price, run) in runs_of(&share, slice.quantity, image) {
                used += 1;
                parts[*index].push(PricedLine {
                    line: SalesOrderLine {
                        reference: line_reference(line.id, used),
                        sku: slice.sku.clone(),
                        quantity,
                        unit_price,
                        tax: run.tax.amount,
                        allowances: Vec::new(),
                    },
                    discounts: run
                        .discounts
                        .iter()
                        .map(|discount| (discount.source.clone(), discount.amount.amount))
                        .filter(|(_, amount)| !amount.is_zero())
                        .collect(),
                });
            }
        }
    }
    Ok(parts)
}

fn runs_of(share: &Priced, quantity: Quantity, image: &OrderImage) -> Vec<(Quantity, Decimal, Priced)> {
    let prices = unit_prices(share.merchandise, quantity);
    let runs: Vec<Quantity> = prices.iter().map(|(units, _)| *units).collect();
    prices
        .into_iter()
        .zip(share.split(&runs, image.currency))
        .map(|((units, unit_price), run)| (units, unit_price, run))
        .collect()
}

fn line_reference(line: LineId, used: usize) -> String {
    if used == 1 { line.to_string() } else { format!("{line}.{used}") }
}

pub(super) fn priced_charges(image: &OrderImage) -> Vec<PricedCharge> {
    let tax: Decimal = image.shipping.iter().map(|line| line.tax.amount).sum();
    let freight: Decimal = image.shipping.iter().map(|line| line.amount.amount).sum();
    let freight = if image.taxes_included { freight - tax } else { freight };
    let (freight, tax) =
        if planted::is(Bug::ShippingTaxAsFreight) { (freight + tax, Decimal::ZERO) } else { (freight, tax) };
    let mut charges = vec![PricedCharge { source: FREIGHT, amount: freight, tax }];
    charges.extend(image.extras.iter().map(|extra| PricedCharge {
        source: extra.kind.source(),
        amount: extra.amount.amount,
        tax: Decimal::ZERO,
    }));
    charges.retain(|charge| !charge.amount.is_zero() || !charge.tax.is_zero());
    charges
}

pub(super) fn total_of(lines: &[PricedLine]) -> Decimal {
    lines
        .iter()
        .map(|PricedLine { line, discounts }| {
            let off: Decimal = discounts.iter().map(|(_, amount)| *amount).sum();
            line.unit_price * line.quantity.decimal() - off + line.tax
        })
        .sum()
}
