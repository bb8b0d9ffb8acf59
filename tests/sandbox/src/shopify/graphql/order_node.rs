//! An order as the Admin API shows it.

use apollo_compiler::response::JsonValue;
use jiff::Timestamp;
use rust_decimal::Decimal;

use super::super::line::{DiscountKind, Line, ShippingLine, Tax};
use super::super::order::{Address, Metafield, Order};
use super::super::payment::Transaction;
use super::super::shop::{Shop, whole_second};
use super::node::{Node, Shape, leaf};
use super::{fulfillment_node, gid};

const READ_ROUTING: &str = "read_merchant_managed_fulfillment_orders";

/// The whole order.
pub(super) fn order_node(shop: &Shop, order: &Order) -> Node {
    let money = |amount| money_bag(order, amount);
    let optional = |amount: Option<Decimal>| Shape::One(amount.map(|amount| bag(order, amount)));
    let lines = order.lines.iter().map(|line| line_node(order, line)).collect();
    let shipping = order.shipping_lines.iter().enumerate().filter(|(_, line)| !line.removed);
    let routed = order.fulfillment_orders.iter().map(|one| fulfillment_node::fulfillment_order(shop, order, one));
    let routed = if shop.grants(READ_ROUTING) {
        Shape::Connection("FulfillmentOrder", routed.collect())
    } else {
        Shape::Denied(READ_ROUTING)
    };
    let rounding = Node::new("CashRoundingAdjustment", vec![("paymentSet", money(order.sums.cash_rounding))]);
    Node::new(
        "Order",
        vec![
            ("id", leaf(gid("Order", order.id))),
            ("legacyResourceId", leaf(order.id.to_string())),
            ("name", leaf(order.name.as_str())),
            ("createdAt", time(order.created_at)),
            ("updatedAt", time(order.updated_at)),
            ("cancelledAt", order.cancelled_at.map_or(Shape::Leaf(JsonValue::Null), time)),
            ("test", leaf(order.test)),
            ("displayFinancialStatus", leaf(order.financial_status.name())),
            ("taxesIncluded", leaf(order.taxes_included)),
            ("currencyCode", leaf(order.currency.as_str())),
            ("presentmentCurrencyCode", leaf(presentment_currency(order))),
            ("email", leaf(order.email.clone())),
            ("phone", leaf(order.phone.clone())),
            ("tags", Shape::Texts(order.tags.clone())),
            ("shippingAddress", Shape::One(order.shipping_address.as_ref().map(address_node))),
            ("billingAddress", Shape::One(order.billing_address.as_ref().map(address_node))),
            ("totalPriceSet", money(order.sums.total_price)),
            ("currentTotalPriceSet", money(order.sums.current_total_price)),
            ("currentTotalTaxSet", money(order.sums.current_total_tax)),
            ("currentTotalDutiesSet", optional(order.sums.current_total_duties)),
            ("currentTotalAdditionalFeesSet", optional(order.sums.current_total_additional_fees)),
            ("totalTipReceivedSet", money(order.sums.total_tip_received)),
            ("totalCashRoundingAdjustment", Shape::One(Some(rounding))),
            ("lineItems", Shape::Connection("LineItem", lines)),
            (
                "shippingLines",
                Shape::Connection("ShippingLine", shipping.map(|(at, line)| shipping_node(order, at, line)).collect()),
            ),
            ("fulfillmentOrders", routed),
            ("metafield", Shape::Keyed(order.metafields.iter().map(metafield_node).collect())),
            ("transactions", Shape::List(order.transactions.iter().map(|one| transaction_node(order, one)).collect())),
        ],
    )
}

fn metafield_node(metafield: &Metafield) -> Node {
    Node::new(
        "Metafield",
        vec![
            ("namespace", leaf(metafield.namespace.as_str())),
            ("key", leaf(metafield.key.as_str())),
            ("value", leaf(metafield.value.as_str())),
        ],
    )
}

/// A line of an order.
pub(super) fn line_node(order: &Order, line: &Line) -> Node {
    let variant = line.variant.map(|variant| {
        Node::new(
            "ProductVariant",
            vec![("id", leaf(gid("ProductVariant", variant))), ("legacyResourceId", leaf(variant.to_string()))],
        )
    });
    let properties = line.properties.iter().map(|property| {
        Node::new("Attribute", vec![("key", leaf(property.name.as_str())), ("value", leaf(property.value.as_str()))])
    });
    let allocations = line.allocations.iter().map(|allocation| {
        let application = order.discounts.get(allocation.application).map(|discount| {
            let (type_name, field) = match discount.kind {
                DiscountKind::Code => ("DiscountCodeApplication", "code"),
                DiscountKind::Automatic => ("AutomaticDiscountApplication", "title"),
                DiscountKind::Manual => ("ManualDiscountApplication", "title"),
                DiscountKind::Script => ("ScriptDiscountApplication", "title"),
            };
            Node::new(
                type_name,
                vec![("index", leaf(allocation.application as u64)), (field, leaf(discount.name.as_str()))],
            )
        });
        let amount = money_bag(order, allocation.amount);
        Node::new(
            "DiscountAllocation",
            vec![("allocatedAmountSet", amount), ("discountApplication", Shape::One(application))],
        )
    });
    Node::new(
        "LineItem",
        vec![
            ("id", leaf(gid("LineItem", line.id))),
            ("sku", leaf(line.sku.clone())),
            ("title", leaf(line.title.as_str())),
            ("name", leaf(line.title.as_str())),
            ("quantity", leaf(line.quantity)),
            ("currentQuantity", leaf(line.current_quantity)),
            ("requiresShipping", leaf(line.requires_shipping)),
            ("isGiftCard", leaf(line.gift_card)),
            ("customAttributes", Shape::List(properties.collect())),
            ("variant", Shape::One(variant)),
            ("originalUnitPriceSet", money_bag(order, line.price)),
            ("discountAllocations", Shape::List(allocations.collect())),
            ("taxLines", taxes(order, &line.taxes)),
        ],
    )
}

fn shipping_node(order: &Order, at: usize, line: &ShippingLine) -> Node {
    Node::new(
        "ShippingLine",
        vec![
            ("id", leaf(format!("gid://shopify/ShippingLine/{}{at}", order.id))),
            ("title", leaf(line.title.as_str())),
            ("code", leaf(line.code.clone())),
            ("originalPriceSet", money_bag(order, line.price)),
            ("currentDiscountedPriceSet", money_bag(order, line.current_discounted_price)),
            ("taxLines", taxes(order, &line.taxes)),
        ],
    )
}

fn transaction_node(order: &Order, transaction: &Transaction) -> Node {
    Node::new(
        "OrderTransaction",
        vec![
            ("id", leaf(gid("OrderTransaction", transaction.id))),
            ("kind", leaf(transaction.kind.name())),
            ("status", leaf(transaction.status.name())),
            ("gateway", leaf(transaction.gateway.as_str())),
            ("amountSet", money_bag(order, transaction.amount)),
        ],
    )
}

fn taxes(order: &Order, taxes: &[Tax]) -> Shape {
    let tax = |tax: &Tax| {
        Node::new("TaxLine", vec![("title", leaf(tax.title.as_str())), ("priceSet", money_bag(order, tax.price))])
    };
    Shape::List(taxes.iter().map(tax).collect())
}

fn address_node(address: &Address) -> Node {
    Node::new(
        "MailingAddress",
        vec![
            ("name", leaf(address.name.clone())),
            ("company", leaf(address.company.clone())),
            ("address1", leaf(address.address1.clone())),
            ("address2", leaf(address.address2.clone())),
            ("city", leaf(address.city.clone())),
            ("provinceCode", leaf(address.province_code.clone())),
            ("zip", leaf(address.zip.clone())),
            ("countryCodeV2", leaf(address.country_code.clone())),
            ("phone", leaf(address.phone.clone())),
        ],
    )
}

fn money_bag(order: &Order, amount: Decimal) -> Shape {
    Shape::One(Some(bag(order, amount)))
}

/// An amount in the shop's currency and in the customer's.
fn bag(order: &Order, amount: Decimal) -> Node {
    let money = |amount, currency: &str| {
        let fields = vec![("amount", leaf(written(amount))), ("currencyCode", leaf(currency))];
        Shape::One(Some(Node::new("MoneyV2", fields)))
    };
    let seen = order.presentment.as_ref().map_or(amount, |presentment| presentment.of(amount));
    Node::new(
        "MoneyBag",
        vec![
            ("shopMoney", money(amount, &order.currency)),
            ("presentmentMoney", money(seen, presentment_currency(order))),
        ],
    )
}

fn presentment_currency(order: &Order) -> &str {
    order.presentment.as_ref().map_or(&order.currency, |presentment| &presentment.currency)
}

/// Shopify writes `679.0` and `409.94`: no needless zeros, but always a fraction (microsoft/BCApps' recorded answers).
fn written(amount: Decimal) -> String {
    let least = amount.normalize();
    if least.scale() == 0 { format!("{least}.0") } else { least.to_string() }
}

pub(super) fn time(time: Timestamp) -> Shape {
    leaf(whole_second(time).to_string())
}
