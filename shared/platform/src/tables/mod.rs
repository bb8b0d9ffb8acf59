//! The tables `orders`, `mappings` and `operations` in DynamoDB. What they promise is checked by the driver's `contract`.

mod attributes;
mod commit;
mod mappings;
mod operations;
mod orders;
mod query;
mod rows;

use std::error::Error;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use domain::id::OrderId;
use domain::mapping::{CodeKey, MappingKind, MappingRow};
use domain::step::Lane;
use domain::trail::TrailEntry;
use driver::ports::{CommitError, DueOrder, Operation, TableError, Tables, Waiting};
use driver::rows::{Commit, Row};
use jiff::Timestamp;

use self::attributes::number;

/// What the tables are called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableNames {
    /// The orders table.
    pub orders: String,
    /// The mappings table.
    pub mappings: String,
    /// The operations table.
    pub operations: String,
}

impl TableNames {
    /// Of a function that touches `operations` alone: DynamoDB refuses what it asks of a table without a name.
    pub fn of_operations(operations: String) -> Self {
        Self { orders: String::new(), mappings: String::new(), operations }
    }
}

/// The tables in DynamoDB.
#[derive(Clone, Debug)]
pub struct DynamoTables {
    client: Client,
    names: TableNames,
}

impl DynamoTables {
    /// The tables of these names. Calls nobody yet.
    pub fn new(client: Client, names: TableNames) -> Self {
        Self { client, names }
    }
}

/// Makes any failure the failure of a table's operation.
fn failed<E: Into<Box<dyn Error + Send + Sync>>>(
    table: &'static str,
    operation: &'static str,
) -> impl Fn(E) -> TableError {
    move |source| TableError { table, operation, source: source.into() }
}

/// Whether DynamoDB refused a write because its condition did not hold.
fn condition_failed<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    error.as_service_error().and_then(ProvideErrorMetadata::code) == Some("ConditionalCheckFailedException")
}

/// A transaction was under way on the same item.
fn is_conflict<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    error.as_service_error().and_then(ProvideErrorMetadata::code) == Some("TransactionConflictException")
}

/// Lets a put replace the version before its own and nothing else; the first version replaces nothing.
fn if_version_before(put: PutItemFluentBuilder, version: u64) -> PutItemFluentBuilder {
    let put = put.expression_attribute_names("#version", "version");
    if version <= 1 {
        put.condition_expression("attribute_not_exists(#version)")
    } else {
        put.condition_expression("#version = :before").expression_attribute_values(":before", number(version - 1))
    }
}

impl Tables for DynamoTables {
    async fn load(&self, order: OrderId) -> Result<Vec<Row>, TableError> {
        self.load_order(order).await
    }

    async fn commit(&self, commit: &Commit) -> Result<(), CommitError> {
        self.commit_order(commit).await
    }

    async fn trail(&self, order: OrderId) -> Result<Vec<TrailEntry>, TableError> {
        self.load_trail(order).await
    }

    async fn due(&self, lane: Lane, shard: u16, now: Timestamp, limit: usize) -> Result<Vec<DueOrder>, TableError> {
        self.due_orders(lane, shard, now, limit).await
    }

    async fn push_due(&self, lane: Lane, due: &DueOrder, to: Timestamp) -> Result<bool, TableError> {
        self.push_due_on(lane, due, to).await
    }

    async fn waiting_for(
        &self,
        code: &CodeKey,
        from: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Waiting>, TableError> {
        self.orders_waiting_for(code, from, limit).await
    }

    async fn exceptions(&self, owner: &str) -> Result<Vec<(OrderId, Row)>, TableError> {
        self.exceptions_of(owner).await
    }

    async fn aliases(&self, kind: &str, beginning: &str, limit: usize) -> Result<Vec<(String, OrderId)>, TableError> {
        self.orders_under(kind, beginning, limit).await
    }

    async fn mappings(&self, codes: &[CodeKey]) -> Result<Vec<Arc<MappingRow>>, TableError> {
        self.mappings_for(codes).await
    }

    async fn mappings_of(&self, kind: MappingKind) -> Result<Vec<MappingRow>, TableError> {
        self.mappings_of_kind(kind).await
    }

    async fn put_mapping(&self, row: &MappingRow) -> Result<bool, TableError> {
        self.write_mapping(row).await
    }

    async fn operation(&self, kind: &str, name: &str) -> Result<Option<Operation>, TableError> {
        self.read_operation(kind, name).await
    }

    async fn operations(&self, kind: &str) -> Result<Vec<Operation>, TableError> {
        self.operations_of_kind(kind).await
    }

    async fn put_operation(&self, row: &Operation) -> Result<bool, TableError> {
        self.write_operation(row).await
    }

    async fn delete_operation(&self, row: &Operation) -> Result<bool, TableError> {
        self.remove_operation(row).await
    }

    async fn count_call(&self, counter: &str, window: i64, ceiling: u32) -> Result<bool, TableError> {
        self.count(counter, window, ceiling).await
    }
}
