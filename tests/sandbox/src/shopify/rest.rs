//! Orders from REST payloads and webhook bodies, as Shopify has sent them over the years.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::Value;

use super::line::{DiscountApplication, DiscountKind};
use super::order::{Address, Order};
use super::payload::{flag, id, list, money, shop_money, text, time};
use super::payment::{FinancialStatus, Transaction, TransactionKind, TransactionStatus};
use super::rest_line::{line, shipping_line};
use super::shop::{Shop, whole_second};
use super::sums::Sums;

/// Why a payload is no order that could be placed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Unreadable {
    /// What is missing or can't be read, with the field's name.
    pub why: String,
}

impl Unreadable {
    pub(super) fn because(why: impl Into<String>) -> Self {
        Self { why: why.into() }
    }
}

/// What became of a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The order's id in the shop.
    pub id: u64,
    /// The order's name, e.g. `#1001`.
    pub name: String,
    /// The payload's own id, where another order had it already.
    pub renumbered_from: Option<u64>,
}

/// The orders that a file holds: alone, in `{"order": …}` or in `{"orders": […]}`. What can't be an order is left for [`Shop::place_rest`] to
/// refuse with a reason.
pub fn orders_in(document: &Value) -> Vec<Value> {
    match (&document["orders"], &document["order"]) {
        (Value::Array(orders), _) => orders.clone(),
        (_, order @ Value::Object(_)) => vec![order.clone()],
        _ => vec![document.clone()],
    }
}

impl Shop {
    /// Places the order of a REST payload or webhook body: its own times, sums and states, whether they tie or not. It is routed at once.
    ///
    /// Where the shop has an order of that id already, this one takes `spare`. REST payloads hold no transactions: what must have moved is made
    /// from the financial status. The webhooks of this order have the payload as their body.
    ///
    /// # Errors
    /// Names the first field that can't be read or is missing, or says that the id is taken and no other was given.
    pub fn place_rest(&mut self, payload: &Value, spare: Option<u64>, now: Timestamp) -> Result<Placed, Unreadable> {
        let mut order = self.read(payload, now)?;
        let own = order.id;
        if self.orders.contains_key(&own) {
            let taken =
                || Unreadable::because(format!("the shop has an order {own} already: give this one another id"));
            order.id = spare.filter(|spare| !self.orders.contains_key(spare)).ok_or_else(taken)?;
        }
        let id = order.id;
        let mut body = payload.clone();
        if id != own {
            body["id"] = id.into();
            body["admin_graphql_api_id"] = format!("gid://shopify/Order/{id}").into();
        }
        order.payload = Some(body);
        let name = order.name.clone();
        self.insert(order, now);
        self.route(id).map_err(|refused| Unreadable::because(refused.to_string()))?;
        Ok(Placed { id, name, renumbered_from: (id != own).then_some(own) })
    }

    fn read(&mut self, payload: &Value, now: Timestamp) -> Result<Order, Unreadable> {
        if !payload.is_object() {
            return Err(Unreadable::because("it is no JSON object"));
        }
        let Some(lines) = payload["line_items"].as_array() else {
            return Err(Unreadable::because("it has no `line_items`: it is no order, or not a whole one"));
        };
        let own = id(payload, "id")?.ok_or_else(|| missing("id"))?;
        let currency = text(payload, "currency").ok_or_else(|| missing("currency"))?;
        let total = money(payload, "total_price")?.ok_or_else(|| missing("total_price"))?;
        let created_at = time(payload, "created_at")?.unwrap_or(now);
        let name = text(payload, "name").unwrap_or_else(|| format!("#{own}"));
        let financial_status = financial_status(payload)?;
        let discounts = list(payload, "discount_applications").iter().map(discount).collect::<Result<Vec<_>, _>>()?;
        let lines = lines.iter().map(|one| line(one, payload, discounts.len())).collect::<Result<Vec<_>, _>>()?;
        let shipping_lines = list(payload, "shipping_lines").iter().map(shipping_line).collect::<Result<_, _>>()?;
        Ok(Order {
            updated_at: whole_second(time(payload, "updated_at")?.unwrap_or(now)),
            cancelled_at: time(payload, "cancelled_at")?,
            test: flag(payload, "test"),
            financial_status,
            taxes_included: flag(payload, "taxes_included"),
            email: text(payload, "email"),
            phone: text(payload, "phone"),
            shipping_address: address(&payload["shipping_address"]),
            billing_address: address(&payload["billing_address"]),
            lines,
            shipping_lines,
            discounts,
            transactions: self.transactions(payload, financial_status, total)?,
            tags: tags(payload),
            sums: stated(payload, total)?,
            ..Order::blank(own, &name, &currency, created_at)
        })
    }

    fn transactions(
        &mut self,
        payload: &Value,
        status: FinancialStatus,
        total: Decimal,
    ) -> Result<Vec<Transaction>, Unreadable> {
        let named = list(payload, "payment_gateway_names").first().and_then(Value::as_str);
        let gateway = named.or_else(|| payload["gateway"].as_str()).unwrap_or("");
        let success = |id, kind, gateway: &str, amount| Transaction {
            id,
            kind,
            status: TransactionStatus::Success,
            gateway: gateway.to_owned(),
            amount,
        };
        let mut transactions = Vec::new();
        if status.was_paid() {
            transactions.push(success(self.mint(), TransactionKind::Sale, gateway, total));
        } else if status == FinancialStatus::Authorized {
            transactions.push(success(self.mint(), TransactionKind::Authorization, gateway, total));
        }
        for given_back in list(payload, "refunds").iter().flat_map(|refund| list(refund, "transactions")) {
            if given_back["kind"] == "refund" && given_back["status"] == "success" {
                let amount = money(given_back, "amount")?.ok_or_else(|| missing("refunds.transactions.amount"))?;
                let own = id(given_back, "id")?.unwrap_or_else(|| self.mint());
                let through = given_back["gateway"].as_str().unwrap_or(gateway);
                transactions.push(success(own, TransactionKind::Refund, through, amount));
            }
        }
        Ok(transactions)
    }
}

pub(super) fn missing(key: &str) -> Unreadable {
    Unreadable::because(format!("it has no `{key}`"))
}

fn financial_status(payload: &Value) -> Result<FinancialStatus, Unreadable> {
    let written = text(payload, "financial_status").ok_or_else(|| missing("financial_status"))?;
    let known = FinancialStatus::NAMES.iter().find(|(_, name)| name.eq_ignore_ascii_case(&written));
    known.map(|(status, _)| *status).ok_or_else(|| {
        Unreadable::because(format!("its `financial_status` is `{written}`, which Shopify doesn't know"))
    })
}

/// The payload's own sums; an old payload states no current ones, and has those of its placing.
fn stated(payload: &Value, total: Decimal) -> Result<Sums, Unreadable> {
    let tax = match money(payload, "current_total_tax")? {
        Some(tax) => tax,
        None => money(payload, "total_tax")?.unwrap_or_default(),
    };
    Ok(Sums {
        total_price: total,
        current_total_price: money(payload, "current_total_price")?.unwrap_or(total),
        current_total_tax: tax,
        current_total_duties: shop_money(payload, "current_total_duties_set")?,
        current_total_additional_fees: shop_money(payload, "current_total_additional_fees_set")?,
        total_tip_received: money(payload, "total_tip_received")?.unwrap_or_default(),
        cash_rounding: shop_money(payload, "total_cash_rounding_payment_adjustment_set")?.unwrap_or_default(),
    })
}

fn discount(application: &Value) -> Result<DiscountApplication, Unreadable> {
    let kind = match application["type"].as_str() {
        Some("discount_code") => DiscountKind::Code,
        Some("automatic") => DiscountKind::Automatic,
        Some("manual") => DiscountKind::Manual,
        Some("script") => DiscountKind::Script,
        _ => {
            return Err(Unreadable::because(format!(
                "its discount type {} is none that Shopify knows",
                application["type"]
            )));
        }
    };
    let key = if kind == DiscountKind::Code { "code" } else { "title" };
    let name = text(application, key).or_else(|| text(application, "description")).unwrap_or_default();
    Ok(DiscountApplication { kind, name })
}

fn address(address: &Value) -> Option<Address> {
    address.is_object().then(|| Address {
        name: text(address, "name"),
        company: text(address, "company"),
        address1: text(address, "address1"),
        address2: text(address, "address2"),
        city: text(address, "city"),
        province_code: text(address, "province_code"),
        zip: text(address, "zip"),
        country_code: text(address, "country_code"),
        phone: text(address, "phone"),
    })
}

/// One text with commas.
fn tags(payload: &Value) -> Vec<String> {
    let text = payload["tags"].as_str().unwrap_or("");
    text.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}
