//! Lines of goods and of shipping.

use domain::id::LineId;
use domain::image::{Discount, Line, LineKind, ShippingLine, sku_source};
use domain::money::{Currency, Money};

use super::{Unreadable, money, quantity};
use crate::generated::order_for_export::{
    LinesNodes, LinesNodesDiscountAllocationsDiscountApplication as Application, OrderForExportOrderShippingLinesNodes,
};

/// The line item property by which Supercycle marks its lines.
const CYCLE: &str = "_cycle";

pub(super) fn line(wire: &LinesNodes, currency: Currency) -> Result<Line, Unreadable> {
    let discounts = wire.discount_allocations.iter().map(|allocation| {
        let amount = money(&allocation.allocated_amount_set, currency)?;
        Ok(Discount { source: discount_source(&allocation.discount_application), amount })
    });
    let taxes = wire.tax_lines.iter().map(|tax| money(&tax.price_set, currency));
    Ok(Line {
        id: LineId::parse(&wire.id).map_err(|_| Unreadable::new("lineItems.id", "is no id of a line item"))?,
        kind: kind(wire),
        sku: sku_source(
            wire.sku.as_deref(),
            wire.variant.as_ref().map(|variant| variant.legacy_resource_id.0),
            &wire.title,
        ),
        ordered: quantity(wire.quantity, "lineItems.quantity")?,
        current: quantity(wire.current_quantity, "lineItems.currentQuantity")?,
        ships: wire.requires_shipping,
        unit_price: money(&wire.original_unit_price_set, currency)?,
        discounts: discounts.collect::<Result<_, Unreadable>>()?,
        tax: Money::sum(currency, taxes.collect::<Result<Vec<_>, _>>()?)?,
    })
}

fn kind(wire: &LinesNodes) -> LineKind {
    if wire.custom_attributes.iter().any(|attribute| attribute.key == CYCLE) {
        LineKind::Circular
    } else if wire.is_gift_card {
        LineKind::GiftCard
    } else {
        LineKind::Retail
    }
}

fn discount_source(application: &Application) -> String {
    match application {
        Application::DiscountCodeApplication(discount) => discount.code.clone(),
        Application::AutomaticDiscountApplication(discount) => discount.title.clone(),
        Application::ManualDiscountApplication(discount) => discount.title.clone(),
        Application::ScriptDiscountApplication(discount) => discount.title.clone(),
        // A kind that Shopify may add later: it still has to be mapped to an allowance, by this name.
        Application::Unknown => "unknown discount".to_owned(),
    }
}

pub(super) fn shipping(
    wire: &OrderForExportOrderShippingLinesNodes,
    currency: Currency,
) -> Result<ShippingLine, Unreadable> {
    let code = wire.code.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let taxes = wire.tax_lines.iter().map(|tax| money(&tax.price_set, currency));
    Ok(ShippingLine {
        source: code.unwrap_or(wire.title.trim()).to_owned(),
        amount: money(&wire.current_discounted_price_set, currency)?,
        tax: Money::sum(currency, taxes.collect::<Result<Vec<_>, _>>()?)?,
    })
}
