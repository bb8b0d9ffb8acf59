//! The orders table: writing. State and trail go in one transaction, held by the version of the root.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, Delete, Put, TransactWriteItem};
use domain::id::OrderId;
use driver::ports::{CommitError, TableError};
use driver::rows::{Commit, Row};

use super::attributes::{Item, number, text};
use super::orders::TABLE;
use super::{DynamoTables, failed, rows};
use crate::clock;

const ROOT: &str = "root";

/// The attribute of the root that says which write made it what it is.
const WRITTEN_BY: &str = "written_by";

const OPERATION: &str = "commit";

/// A commit that cannot be written as it stands.
#[derive(Debug, thiserror::Error)]
#[error("the commit of order {0} has no root among its rows")]
struct Rootless(OrderId);

impl DynamoTables {
    /// Each call is a write of its own: two workers that want to write the very same are still two, and one of them loses.
    /// The write's id is the transaction's token, by which DynamoDB knows a repetition by the SDK (for ten minutes), and
    /// stands on the root, so that a refusal of such a repetition is seen for what it is.
    pub(super) async fn commit_order(&self, commit: &Commit) -> Result<(), CommitError> {
        let write = clock::random_hex();
        let items = self.writes(commit, &write).map_err(failed(TABLE, OPERATION))?;
        let sent = self
            .client
            .transact_write_items()
            .client_request_token(&write)
            .set_transact_items(Some(items))
            .send()
            .await;
        match sent {
            Ok(_) => Ok(()),
            Err(error) if lost(&error) && self.root_is_written_by(commit.order, &write).await? => Ok(()),
            Err(error) if lost(&error) => Err(CommitError::Lost),
            Err(error) => Err(failed(TABLE, OPERATION)(error).into()),
        }
    }

    /// The root comes first: [`lost`] relies on it.
    fn writes(
        &self,
        commit: &Commit,
        write: &str,
    ) -> Result<Vec<TransactWriteItem>, Box<dyn std::error::Error + Send + Sync>> {
        let root = commit.put.iter().find(|row| row.item == ROOT).ok_or(Rootless(commit.order))?;
        let mut items = vec![self.root(commit, root, write)?];
        for row in commit.put.iter().filter(|row| row.item != ROOT) {
            let put = Put::builder().table_name(&self.names.orders);
            let put = put.set_item(Some(rows::to_item(commit.order, row))).build()?;
            items.push(TransactWriteItem::builder().put(put).build());
        }
        for item in &commit.delete {
            let delete = Delete::builder().table_name(&self.names.orders);
            let delete = delete.set_key(Some(rows::key(commit.order, item))).build()?;
            items.push(TransactWriteItem::builder().delete(delete).build());
        }
        for (item, entry) in &commit.trail {
            let mut attributes = rows::key(commit.order, item);
            attributes.insert("body".to_owned(), text(serde_json::to_string(entry)?));
            let put = Put::builder()
                .table_name(&self.names.orders)
                .set_item(Some(attributes))
                .condition_expression("attribute_not_exists(#item)")
                .expression_attribute_names("#item", "item")
                .build()?;
            items.push(TransactWriteItem::builder().put(put).build());
        }
        Ok(items)
    }

    fn root(
        &self,
        commit: &Commit,
        row: &Row,
        write: &str,
    ) -> Result<TransactWriteItem, aws_sdk_dynamodb::error::BuildError> {
        let mut attributes = rows::to_item(commit.order, row);
        attributes.insert(WRITTEN_BY.to_owned(), text(write));
        let put = Put::builder().table_name(&self.names.orders).set_item(Some(attributes));
        let put = if commit.expected == 0 {
            put.condition_expression("attribute_not_exists(#item)").expression_attribute_names("#item", "item")
        } else {
            put.condition_expression("#version = :expected")
                .expression_attribute_names("#version", "version")
                .expression_attribute_values(":expected", number(commit.expected))
        };
        Ok(TransactWriteItem::builder().put(put.build()?).build())
    }

    async fn root_is_written_by(&self, order: OrderId, write: &str) -> Result<bool, TableError> {
        let root: Option<Item> = self
            .client
            .get_item()
            .table_name(&self.names.orders)
            .set_key(Some(rows::key(order, ROOT)))
            .consistent_read(true)
            .projection_expression(WRITTEN_BY)
            .send()
            .await
            .map_err(failed(TABLE, OPERATION))?
            .item;
        Ok(root.is_some_and(|root| root.get(WRITTEN_BY) == Some(&text(write))))
    }
}

/// Whether a transaction was refused because the order moved on or is being moved on. A trail entry that stands already
/// under an unchanged root is neither: trying again would never end.
fn lost(error: &SdkError<TransactWriteItemsError>) -> bool {
    let Some(TransactWriteItemsError::TransactionCanceledException(canceled)) = error.as_service_error() else {
        return false;
    };
    let reasons = canceled.cancellation_reasons();
    is(reasons.first(), "ConditionalCheckFailed")
        || reasons.iter().any(|reason| is(Some(reason), "TransactionConflict"))
}

fn is(reason: Option<&CancellationReason>, code: &str) -> bool {
    reason.and_then(CancellationReason::code) == Some(code)
}
