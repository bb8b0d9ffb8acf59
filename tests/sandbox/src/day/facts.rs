//! What the simulators' own books and the tables say when the day is over: the ground of every check.

use std::collections::BTreeMap;

use domain::id::OrderId;
use domain::trail::TrailEntry;
use driver::ports::{TableError, Tables};

use crate::bluecherry::BookedOrder;
use crate::day::play::Settled;
use crate::shopify::Order;
use crate::stack::Function;
use crate::world::World;

/// Everything that a check may look at.
pub struct Facts<'day> {
    /// The world.
    pub world: &'day World,
    /// The shop's orders by id.
    pub orders: BTreeMap<u64, Order>,
    /// What was booked, by the order that its reference names; 0 for a reference that names none.
    pub booked: BTreeMap<u64, Vec<BookedOrder>>,
    /// What the tables hold.
    pub settled: &'day Settled,
    /// The trails.
    pub trails: BTreeMap<u64, Vec<TrailEntry>>,
    /// Every line that the functions printed.
    pub printed: Vec<String>,
    /// Every message that lies in a queue.
    pub messages: Vec<String>,
    /// Every item of every table, as text.
    pub items: Vec<String>,
}

/// The facts could not be gathered.
#[derive(Debug, thiserror::Error)]
pub enum FactError {
    /// A table could not be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A log could not be read.
    #[error("reading what the functions printed: {0}")]
    Printed(#[from] std::io::Error),
    /// The local stack did not answer.
    #[error(transparent)]
    Call(#[from] crate::stack::call::CallError),
    /// A table could not be scanned.
    #[error("scanning the table {table}: {source}")]
    Scan {
        /// Which.
        table: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl<'day> Facts<'day> {
    /// Gathers the facts.
    ///
    /// # Errors
    /// When the stack does not answer.
    pub async fn gather(world: &'day World, tables: &impl Tables, settled: &'day Settled) -> Result<Self, FactError> {
        let orders: BTreeMap<u64, Order> =
            world.shopify.shop().orders().map(|order| (order.id, order.clone())).collect();
        let mut booked: BTreeMap<u64, Vec<BookedOrder>> = BTreeMap::new();
        let truth = world.bluecherry.company.lock().map(|company| company.truth()).unwrap_or_default();
        for order in truth {
            booked.entry(order_of(&order.ext_ref).unwrap_or_default()).or_default().push(order);
        }
        let mut trails = BTreeMap::new();
        for id in orders.keys() {
            trails.insert(*id, tables.trail(OrderId(*id)).await?);
        }
        let deployment = &world.deployment;
        let mut printed = Vec::new();
        for function in Function::ALL {
            printed.extend(deployment.printed(function)?);
        }
        let mut messages = Vec::new();
        for queue in [&deployment.export_queue, &deployment.export_dead_letters] {
            messages.extend(deployment.messages(queue).await?.into_iter().map(|message| format!("{message:?}")));
        }
        let mut items = Vec::new();
        for table in [&deployment.orders_table, &deployment.mappings_table, &deployment.operations_table] {
            items.extend(scan(world, table).await?);
        }
        Ok(Self { world, orders, booked, settled, trails, printed, messages, items })
    }
}

/// The Shopify order that a reference names: `SO-<id in base 36>-<part>`. Decoded here anew, not by the code that made it.
pub fn order_of(reference: &str) -> Option<u64> {
    let mut parts = reference.split('-');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some("SO"), Some(order), Some(part), None) if part.parse::<u16>().is_ok() => {
            u64::from_str_radix(order, 36).ok()
        }
        _ => None,
    }
}

async fn scan(world: &World, table: &str) -> Result<Vec<String>, FactError> {
    let client = aws_sdk_dynamodb::Client::new(world.deployment.sdk());
    let mut pages = client.scan().table_name(table).into_paginator().items().send();
    let mut items = Vec::new();
    while let Some(item) = pages.next().await {
        let item = item.map_err(|source| FactError::Scan { table: table.to_owned(), source: Box::new(source) })?;
        items.push(format!("{item:?}"));
    }
    Ok(items)
}
