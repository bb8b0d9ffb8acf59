//! The lines of a REST payload.

use rust_decimal::Decimal;
use serde_json::Value;

use super::line::{Allocation, Line, Property, ShippingLine, Tax};
use super::payload::{flag, id, list, money, position, shop_money, text, units};
use super::rest::{Unreadable, missing};

/// One of `line_items`; `payload` is the whole order, which knows what was refunded and sent. `discounts` is how many discount applications it holds.
pub(super) fn line(line: &Value, payload: &Value, discounts: usize) -> Result<Line, Unreadable> {
    let own = id(line, "id")?.ok_or_else(|| missing("line_items.id"))?;
    let quantity = units(line, "quantity")?.ok_or_else(|| missing("line_items.quantity"))?;
    let current_quantity = match units(line, "current_quantity")? {
        Some(current) => current,
        None => quantity.saturating_sub(refunded(payload, own)?),
    };
    let fulfilled = match units(line, "fulfillable_quantity")? {
        Some(open) => current_quantity.saturating_sub(open),
        None if line["fulfillment_status"] == "fulfilled" => current_quantity,
        None => 0,
    };
    let allocations = list(line, "discount_allocations")
        .iter()
        .map(|one| allocation(one, own, discounts))
        .collect::<Result<_, _>>()?;
    Ok(Line {
        id: own,
        sku: text(line, "sku"),
        title: text(line, "title").unwrap_or_default(),
        variant: id(line, "variant_id")?,
        quantity,
        current_quantity,
        fulfilled,
        price: money(line, "price")?.ok_or_else(|| missing("line_items.price"))?,
        requires_shipping: line["requires_shipping"].as_bool().unwrap_or(true),
        gift_card: flag(line, "gift_card"),
        properties: properties(&line["properties"]),
        allocations,
        taxes: list(line, "tax_lines").iter().map(tax).collect::<Result<_, _>>()?,
        locations: location(payload, own)?.map(|location| (location, current_quantity)).into_iter().collect(),
    })
}

/// One of `shipping_lines`.
pub(super) fn shipping_line(line: &Value) -> Result<ShippingLine, Unreadable> {
    let price = money(line, "price")?.ok_or_else(|| missing("shipping_lines.price"))?;
    let taken_off = list(line, "discount_allocations")
        .iter()
        .map(|one| Ok(money(one, "amount")?.unwrap_or_default()))
        .sum::<Result<Decimal, Unreadable>>()?;
    let stated = match shop_money(line, "current_discounted_price_set")? {
        Some(stated) => Some(stated),
        None => money(line, "discounted_price")?,
    };
    Ok(ShippingLine {
        title: text(line, "title").unwrap_or_default(),
        code: text(line, "code"),
        price,
        current_discounted_price: stated.unwrap_or(price - taken_off),
        taxes: list(line, "tax_lines").iter().map(tax).collect::<Result<_, _>>()?,
        removed: flag(line, "is_removed"),
    })
}

/// Units of a line over all refunds. One refund may list a line twice, so that it is summed up.
fn refunded(payload: &Value, line: u64) -> Result<u32, Unreadable> {
    let mut refunded = 0_u32;
    for one in list(payload, "refunds").iter().flat_map(|refund| list(refund, "refund_line_items")) {
        if id(one, "line_item_id")? == Some(line) {
            refunded = refunded.saturating_add(units(one, "quantity")?.unwrap_or(0));
        }
    }
    Ok(refunded)
}

/// The location that sent the line, or else the one where the order was taken (POS).
fn location(payload: &Value, line: u64) -> Result<Option<u64>, Unreadable> {
    for fulfillment in list(payload, "fulfillments").iter().filter(|fulfillment| fulfillment["status"] == "success") {
        for sent in list(fulfillment, "line_items") {
            if id(sent, "id")? == Some(line) {
                return id(fulfillment, "location_id");
            }
        }
    }
    id(payload, "location_id")
}

fn allocation(allocation: &Value, line: u64, discounts: usize) -> Result<Allocation, Unreadable> {
    let application =
        position(allocation, "discount_application_index")?.ok_or_else(|| missing("discount_application_index"))?;
    if application >= discounts {
        return Err(Unreadable::because(format!(
            "line {line} points at discount application {application}, but `discount_applications` holds {discounts}"
        )));
    }
    let amount = money(allocation, "amount")?.ok_or_else(|| missing("discount_allocations.amount"))?;
    Ok(Allocation { amount, application })
}

fn tax(tax: &Value) -> Result<Tax, Unreadable> {
    Ok(Tax {
        title: text(tax, "title").unwrap_or_default(),
        rate: money(tax, "rate")?.unwrap_or_default(),
        price: money(tax, "price")?.ok_or_else(|| missing("tax_lines.price"))?,
    })
}

/// Today a list of names and values, formerly an object.
fn properties(properties: &Value) -> Vec<Property> {
    let of = |name: &str, value: &Value| Property {
        name: name.to_owned(),
        value: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
    };
    match properties {
        Value::Array(listed) => {
            listed.iter().filter_map(|one| Some(of(one["name"].as_str()?, &one["value"]))).collect()
        }
        Value::Object(keyed) => keyed.iter().map(|(name, value)| of(name, value)).collect(),
        _ => Vec::new(),
    }
}
