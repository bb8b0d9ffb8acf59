//! The orders table: reading.

use std::error::Error;

use domain::id::OrderId;
use domain::mapping::CodeKey;
use domain::step::Lane;
use domain::trail::TrailEntry;
use driver::ports::{DueOrder, TableError, Waiting};
use driver::rows::{Row, missing_code, shard_name};
use jiff::Timestamp;

use super::attributes::{Item, read_text, read_time, text, time};
use super::query::{self, Query, Sort};
use super::{DynamoTables, condition_failed, failed, is_conflict, rows};

pub(super) const TABLE: &str = "orders";

/// Sorts after every row of an order and before its trail.
const TRAIL: &str = "trail";

impl DynamoTables {
    pub(super) async fn load_order(&self, order: OrderId) -> Result<Vec<Row>, TableError> {
        let sort = Some(Sort::Below("item", text(TRAIL)));
        let items = self.of_order(order, sort, "load").await?;
        items.iter().map(rows::from_item).collect::<Result<_, _>>().map_err(failed(TABLE, "load"))
    }

    pub(super) async fn load_trail(&self, order: OrderId) -> Result<Vec<TrailEntry>, TableError> {
        let sort = Some(Sort::BeginsWith("item", text(format!("{TRAIL}#"))));
        let items = self.of_order(order, sort, "trail").await?;
        items.iter().map(entry).collect::<Result<_, _>>().map_err(failed(TABLE, "trail"))
    }

    async fn of_order(
        &self,
        order: OrderId,
        sort: Option<Sort<'_>>,
        operation: &'static str,
    ) -> Result<Vec<Item>, TableError> {
        let key = ("order", text(order.to_string()));
        let query = Query { table: &self.names.orders, index: None, key, sort, limit: None };
        query::items(&self.client, query).await.map_err(failed(TABLE, operation))
    }

    async fn of_index(
        &self,
        index: &'static str,
        key: (&str, &str),
        sort: Option<Sort<'_>>,
        limit: Option<usize>,
    ) -> Result<Vec<Item>, TableError> {
        let key = (key.0, text(key.1));
        let query = Query { table: &self.names.orders, index: Some(index), key, sort, limit };
        query::items(&self.client, query).await.map_err(failed(TABLE, index))
    }

    pub(super) async fn due_orders(
        &self,
        lane: Lane,
        shard: u16,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<DueOrder>, TableError> {
        let sort = Some(Sort::UpTo("due_at", time(now)));
        let items = self.of_index("due", ("due_shard", &shard_name(lane, shard)), sort, Some(limit)).await?;
        items.iter().map(due).collect::<Result<_, _>>().map_err(failed(TABLE, "due"))
    }

    pub(super) async fn push_due_on(&self, lane: Lane, due: &DueOrder, to: Timestamp) -> Result<bool, TableError> {
        let pushed = self
            .client
            .update_item()
            .table_name(&self.names.orders)
            .set_key(Some(rows::key(due.order, &format!("due#{}", lane.name()))))
            .condition_expression("#due_at = :seen")
            .update_expression("SET #due_at = :to")
            .expression_attribute_names("#due_at", "due_at")
            .expression_attribute_values(":seen", time(due.due_at))
            .expression_attribute_values(":to", time(to))
            .send()
            .await;
        match pushed {
            Ok(_) => Ok(true),
            // A worker that commits at this moment moves the row itself; the SDK does not retry such a conflict.
            Err(error) if condition_failed(&error) || is_conflict(&error) => Ok(false),
            Err(error) => Err(failed(TABLE, "push due")(error)),
        }
    }

    pub(super) async fn orders_waiting_for(
        &self,
        code: &CodeKey,
        from: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Waiting>, TableError> {
        let sort = from.map(|from| Sort::From("since", time(from)));
        let items = self.of_index("missing", ("missing_code", &missing_code(code)), sort, Some(limit)).await?;
        items.iter().map(waiting).collect::<Result<_, _>>().map_err(failed(TABLE, "waiting for a code"))
    }

    pub(super) async fn exceptions_of(&self, owner: &str) -> Result<Vec<(OrderId, Row)>, TableError> {
        let items = self.of_index("exceptions", ("owner", owner), None, None).await?;
        items.iter().map(order_and_row).collect::<Result<_, _>>().map_err(failed(TABLE, "exceptions"))
    }

    pub(super) async fn orders_under(
        &self,
        kind: &str,
        beginning: &str,
        limit: usize,
    ) -> Result<Vec<(String, OrderId)>, TableError> {
        // A key condition takes no empty text.
        let sort = (!beginning.is_empty()).then(|| Sort::BeginsWith("alias_value", text(beginning)));
        let items = self.of_index("alias", ("alias_kind", kind), sort, Some(limit)).await?;
        items.iter().map(alias).collect::<Result<_, _>>().map_err(failed(TABLE, "aliases"))
    }
}

type Unreadable = Box<dyn Error + Send + Sync>;

fn order_of(item: &Item) -> Result<OrderId, Unreadable> {
    Ok(OrderId::parse(read_text(item, "order")?)?)
}

fn due(item: &Item) -> Result<DueOrder, Unreadable> {
    Ok(DueOrder { order: order_of(item)?, due_at: read_time(item, "due_at")? })
}

fn waiting(item: &Item) -> Result<Waiting, Unreadable> {
    Ok(Waiting { since: read_time(item, "since")?, order: order_of(item)? })
}

fn order_and_row(item: &Item) -> Result<(OrderId, Row), Unreadable> {
    Ok((order_of(item)?, rows::from_item(item)?))
}

fn alias(item: &Item) -> Result<(String, OrderId), Unreadable> {
    Ok((read_text(item, "alias_value")?.to_owned(), order_of(item)?))
}

fn entry(item: &Item) -> Result<TrailEntry, Unreadable> {
    Ok(serde_json::from_str(read_text(item, "body")?)?)
}
