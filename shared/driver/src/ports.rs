//! What the driver needs of the outside, in the domain's words. The real ports stand in `shared/systems`; a simulation
//! supplies its own and nothing else.

#![expect(async_fn_in_trait, reason = "one worker is one task: the driver never moves a future to another thread")]

use std::sync::Arc;

use domain::address::Delivery;
use domain::code::SalesOrderNumber;
use domain::id::OrderId;
use domain::image::OrderImage;
use domain::import::{ImportId, Imports};
use domain::mapping::{CodeKey, MappingRow};
use domain::reference::ExternalReference;
use domain::sales_order::SalesOrder;
use domain::step::{FindAnswer, ImportAnswer, Lane, PostAnswer};
use domain::trail::TrailEntry;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::hint::Hint;
use crate::rows::{Commit, Row};

/// Everything outside, as one bundle.
pub trait Ports {
    /// The tables.
    type Tables: Tables;
    /// Shopify.
    type Shopify: Shopify;
    /// BlueCherry.
    type BlueCherry: BlueCherry;

    /// The tables.
    fn tables(&self) -> &Self::Tables;
    /// Shopify.
    fn shopify(&self) -> &Self::Shopify;
    /// BlueCherry.
    fn bluecherry(&self) -> &Self::BlueCherry;
    /// The time, by this machine's clock.
    fn now(&self) -> Timestamp;
    /// 128 random bits, hexadecimal.
    fn random_hex(&self) -> String;
}

/// A table could not be read or written. Nothing is known of a write.
#[derive(Debug, thiserror::Error)]
#[error("table `{table}`: {operation} failed")]
pub struct TableError {
    /// Which table.
    pub table: &'static str,
    /// What was tried.
    pub operation: &'static str,
    /// Why.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// A commit did not happen, or nobody knows.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Another worker committed since the order was loaded.
    #[error("another worker moved the order on")]
    Lost,
    /// The table failed.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// An order of the due index whose time has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueOrder {
    /// The order.
    pub order: OrderId,
    /// When it was due.
    pub due_at: Timestamp,
}

/// An order that waits for a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Waiting {
    /// Since when.
    pub since: Timestamp,
    /// The order.
    pub order: OrderId,
}

/// A row of the operations table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Operation {
    /// What kind of row, such as `mode` or `arrived`.
    pub kind: String,
    /// Which one, such as `export`.
    pub name: String,
    /// Its content, JSON.
    pub body: String,
    /// 1 when it was first written, one more with each change.
    pub version: u64,
}

/// The tables `orders`, `mappings` and `operations`. Reads of an order are strongly consistent; indexes may lag.
pub trait Tables {
    /// An order's rows without its trail; none when nothing is known of the order.
    async fn load(&self, order: OrderId) -> Result<Vec<Row>, TableError>;
    /// Writes an order's changed rows and its trail in one transaction, if its version is still the one that was loaded.
    async fn commit(&self, commit: &Commit) -> Result<(), CommitError>;
    /// An order's trail, oldest first.
    async fn trail(&self, order: OrderId) -> Result<Vec<TrailEntry>, TableError>;
    /// Orders of a lane's shard that are due at `now`, oldest first, at most `limit`.
    async fn due(&self, lane: Lane, shard: u16, now: Timestamp, limit: usize) -> Result<Vec<DueOrder>, TableError>;
    /// Moves an order's due time on, if it is still the one that was seen. Says whether it was.
    async fn push_due(&self, lane: Lane, due: &DueOrder, to: Timestamp) -> Result<bool, TableError>;
    /// Orders that wait for a code, oldest first, at most `limit`; only those that wait since `from` or later, if it is given.
    async fn waiting_for(
        &self,
        code: &CodeKey,
        from: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Waiting>, TableError>;
    /// Open exceptions of an owner (as they were committed), oldest first.
    async fn exceptions(&self, owner: &str) -> Result<Vec<(OrderId, Row)>, TableError>;
    /// Orders under an alias of a kind (`name`, `sales_order`), whole or by its beginning.
    async fn aliases(&self, kind: &str, beginning: &str, limit: usize) -> Result<Vec<(String, OrderId)>, TableError>;

    /// The rows of these codes that exist.
    async fn mappings(&self, codes: &[CodeKey]) -> Result<Vec<Arc<MappingRow>>, TableError>;
    /// Every row of a kind.
    async fn mappings_of(&self, kind: domain::mapping::MappingKind) -> Result<Vec<MappingRow>, TableError>;
    /// Writes a row if the one it replaces still has the version before it (none for version 1). Says whether it did.
    async fn put_mapping(&self, row: &MappingRow) -> Result<bool, TableError>;

    /// A row of the operations table.
    async fn operation(&self, kind: &str, name: &str) -> Result<Option<Operation>, TableError>;
    /// All rows of a kind.
    async fn operations(&self, kind: &str) -> Result<Vec<Operation>, TableError>;
    /// Writes a row if the one it replaces still has the version before it (none for version 1). Says whether it did.
    async fn put_operation(&self, row: &Operation) -> Result<bool, TableError>;
    /// Deletes a row if it still has this version. Says whether it did.
    async fn delete_operation(&self, row: &Operation) -> Result<bool, TableError>;
    /// Counts one more call in a window, unless `ceiling` were counted in it. Says whether it counted. Windows are numbered;
    /// a higher one starts at 0, a lower one is refused.
    async fn count_call(&self, counter: &str, window: i64, ceiling: u32) -> Result<bool, TableError>;
}

/// A queue could not take a message.
#[derive(Debug, thiserror::Error)]
#[error("queue of lane `{lane}`: {failed} of {sent} messages were not taken")]
pub struct QueueError {
    /// Whose queue.
    pub lane: &'static str,
    /// How many were sent.
    pub sent: usize,
    /// How many of them failed.
    pub failed: usize,
    /// Why, where a reason was given.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The lanes' queues.
pub trait Queues {
    /// Rings a lane's doorbell for each hint.
    async fn ring(&self, lane: Lane, hints: &[Hint]) -> Result<(), QueueError>;
}

/// What came of reading an order.
#[derive(Clone, Debug)]
pub enum ReadAnswer {
    /// The order, and where it goes.
    Order(Box<OrderImage>, Box<Delivery>),
    /// Shopify shows no such order.
    NotFound,
    /// The answer is no order that can be read; `why` names the field, never its content.
    Unreadable {
        /// What could not be read.
        why: String,
    },
    /// No answer now.
    NotNow(NotNow),
}

/// What came of showing the numbers.
#[derive(Clone, Debug)]
pub enum WriteAnswer {
    /// Shopify shows them.
    Written,
    /// Shopify refuses to show them on this order.
    Refused {
        /// What it says.
        why: String,
    },
    /// No answer now, or none that can be relied on.
    NotNow(NotNow),
}

/// A call could not be answered now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotNow {
    /// When it may be tried again, if that was said.
    pub until: Option<Timestamp>,
    /// Why.
    pub why: String,
    /// Credentials or permissions were refused: no repetition helps until a person acts.
    pub refused: bool,
}

/// Shopify.
pub trait Shopify {
    /// Reads an order.
    async fn read_order(&self, order: OrderId) -> ReadAnswer;
    /// Lets the order show its sales orders' numbers. Doing it again changes nothing.
    async fn write_numbers(&self, order: OrderId, numbers: &[SalesOrderNumber]) -> WriteAnswer;
}

/// What BlueCherry says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Status {
    /// The company that answered.
    pub company: String,
    /// The environment that answered.
    pub environment: String,
    /// When the closed window ends; none while it is open.
    pub closed_until: Option<Timestamp>,
    /// Its imports; none where orders are booked at once.
    #[serde(default)]
    pub import: Option<Imports>,
}

/// What came of asking for the status.
#[derive(Clone, Debug)]
pub enum StatusAnswer {
    /// The status.
    Status(Status),
    /// No answer now.
    NotNow(NotNow),
}

/// BlueCherry, by the adapter contract.
pub trait BlueCherry {
    /// The company and environment that the settings pin.
    fn pinned(&self) -> (&str, &str);
    /// Asks for the status.
    async fn status(&self) -> StatusAnswer;
    /// Posts a sales order; the delivery joins it here and nowhere else. It does not leave after `send_by`: that is looked at
    /// when all else is ready.
    async fn post(&self, sales_order: &SalesOrder, delivery: &Delivery, send_by: Timestamp) -> PostAnswer;
    /// Looks for sales orders under a reference.
    async fn find(&self, reference: &ExternalReference) -> FindAnswer;
    /// Asks what became of a staged order.
    async fn import(&self, import: &ImportId) -> ImportAnswer;
}
