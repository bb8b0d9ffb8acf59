//! The fields of `QueryRoot` and `Mutation`.

use std::cell::RefCell;
use std::collections::BTreeSet;

use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::JsonValue;
use jiff::Timestamp;

use super::super::shop::Shop;
use super::fulfillment_node::fulfillment_order;
use super::node::{Shape, refuse_other_arguments};
use super::order_node::order_node;
use super::{id_of, mutation, orders, refusal, subscriptions};

/// The root of one operation.
pub(super) struct Root<'s> {
    pub(super) type_name: &'static str,
    pub(super) shop: RefCell<&'s mut Shop>,
    pub(super) now: Timestamp,
    /// The orders that the operation showed.
    pub(super) served: RefCell<BTreeSet<u64>>,
}

impl ObjectValue for Root<'_> {
    fn type_name(&self) -> &str {
        self.type_name
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        match (self.type_name, info.field_name()) {
            ("QueryRoot", "order") => self.order(info),
            ("QueryRoot", "fulfillmentOrder") => self.fulfillment_order(info),
            ("QueryRoot", "orders") => {
                refuse_other_arguments("QueryRoot", info, &["first", "after", "sortKey", "query"])?;
                self.require("orders", "read_orders")?;
                Ok(ResolvedValue::object(orders::orders(&self.shop.borrow(), info.arguments())?))
            }
            ("QueryRoot", "webhookSubscriptions") => {
                refuse_other_arguments("QueryRoot", info, &["first", "after"])?;
                Ok(ResolvedValue::object(subscriptions::listed(&self.shop.borrow(), info.arguments())?))
            }
            ("QueryRoot", "currentAppInstallation") => {
                Ok(ResolvedValue::object(subscriptions::installation(&self.shop.borrow())))
            }
            ("Mutation", "webhookSubscriptionCreate") => {
                Ok(ResolvedValue::object(subscriptions::create(&mut self.shop.borrow_mut(), info.arguments())?))
            }
            ("Mutation", "webhookSubscriptionUpdate") => {
                Ok(ResolvedValue::object(subscriptions::update(&mut self.shop.borrow_mut(), info.arguments())?))
            }
            ("Mutation", "metafieldsSet") => {
                self.require("metafieldsSet", "write_orders")?;
                let payload = mutation::metafields_set(&mut self.shop.borrow_mut(), info.arguments(), self.now)?;
                Ok(ResolvedValue::object(payload))
            }
            ("Mutation", "tagsAdd") => {
                self.require("tagsAdd", "write_orders")?;
                let id = id_argument(info, "Order")?;
                let payload = mutation::tags_add(&mut self.shop.borrow_mut(), id, info.arguments(), self.now);
                Ok(ResolvedValue::object(payload))
            }
            (owner, other) => Err(refusal::not_modelled(owner, other)),
        }
    }
}

impl Root<'_> {
    fn order<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        refuse_other_arguments("QueryRoot", info, &["id"])?;
        self.require("order", "read_orders")?;
        let id = id_argument(info, "Order")?;
        let shop = self.shop.borrow();
        let order = shop.order(id);
        self.served.borrow_mut().extend(order.map(|order| order.id));
        Ok(ResolvedValue::nullable_object(order.map(|order| order_node(&shop, order))))
    }

    fn fulfillment_order<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        refuse_other_arguments("QueryRoot", info, &["id"])?;
        self.require("fulfillmentOrder", "read_merchant_managed_fulfillment_orders")?;
        let id = id_argument(info, "FulfillmentOrder")?;
        let shop = self.shop.borrow();
        let found =
            shop.orders().find_map(|order| Some((order, order.fulfillment_orders.iter().find(|one| one.id == id)?)));
        let node = found.map(|(order, shown)| {
            self.served.borrow_mut().insert(order.id);
            let mut node = fulfillment_order(&shop, order, shown);
            node.fields.push(("order", Shape::One(Some(order_node(&shop, order)))));
            node
        });
        Ok(ResolvedValue::nullable_object(node))
    }

    /// Refuses a field of the root where the scope was not granted.
    fn require(&self, field: &str, scope: &str) -> Result<(), FieldError> {
        if self.shop.borrow().grants(scope) { Ok(()) } else { Err(refusal::access_denied(field, scope)) }
    }
}

fn id_argument(info: &ResolveInfo<'_>, kind: &str) -> Result<u64, FieldError> {
    let given = info.arguments().get("id").and_then(JsonValue::as_str).unwrap_or("");
    id_of(given, kind).ok_or_else(|| refusal::invalid_id(given, kind))
}
