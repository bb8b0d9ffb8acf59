//! The operations table: versioned rows, and the counters of the call budgets.

use aws_sdk_dynamodb::types::AttributeValue;
use driver::ports::{Operation, TableError};

use super::attributes::{Item, NotAnAttribute, number, read_number, read_text, text};
use super::query::{self, Query};
use super::{DynamoTables, condition_failed, failed, if_version_before};

const TABLE: &str = "operations";

/// The kind of the rows that count calls.
const BUDGET: &str = "budget";

impl DynamoTables {
    pub(super) async fn read_operation(&self, kind: &str, name: &str) -> Result<Option<Operation>, TableError> {
        let answer = self
            .client
            .get_item()
            .table_name(&self.names.operations)
            .set_key(Some(key(kind, name)))
            .consistent_read(true)
            .send()
            .await
            .map_err(failed(TABLE, "read"))?;
        answer.item.as_ref().map(from_item).transpose().map_err(failed(TABLE, "read"))
    }

    pub(super) async fn operations_of_kind(&self, kind: &str) -> Result<Vec<Operation>, TableError> {
        let query =
            Query { table: &self.names.operations, index: None, key: ("kind", text(kind)), sort: None, limit: None };
        let items = query::items(&self.client, query).await.map_err(failed(TABLE, "list"))?;
        items.iter().map(from_item).collect::<Result<_, _>>().map_err(failed(TABLE, "list"))
    }

    pub(super) async fn write_operation(&self, row: &Operation) -> Result<bool, TableError> {
        let put = self.client.put_item().table_name(&self.names.operations).set_item(Some(to_item(row)));
        match if_version_before(put, row.version).send().await {
            Ok(_) => Ok(true),
            Err(error) if condition_failed(&error) => Ok(false),
            Err(error) => Err(failed(TABLE, "write")(error)),
        }
    }

    pub(super) async fn remove_operation(&self, row: &Operation) -> Result<bool, TableError> {
        let deleted = self
            .client
            .delete_item()
            .table_name(&self.names.operations)
            .set_key(Some(key(&row.kind, &row.name)))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", number(row.version))
            .send()
            .await;
        match deleted {
            Ok(_) => Ok(true),
            Err(error) if condition_failed(&error) => Ok(false),
            Err(error) => Err(failed(TABLE, "delete")(error)),
        }
    }

    /// Counts in the window that stands, else begins the window; if another worker began it in between, counts in that. A
    /// repetition by the SDK may count twice: a call too few is made then, never one too many.
    pub(super) async fn count(&self, counter: &str, window: i64, ceiling: u32) -> Result<bool, TableError> {
        if ceiling == 0 {
            return Ok(false);
        }
        Ok(self.count_in_window(counter, window, ceiling).await?
            || self.begin_window(counter, window).await?
            || self.count_in_window(counter, window, ceiling).await?)
    }

    async fn count_in_window(&self, counter: &str, window: i64, ceiling: u32) -> Result<bool, TableError> {
        let values = [(":window", number(window)), (":ceiling", number(ceiling)), (":one", number(1))];
        let condition = "#window = :window AND #used < :ceiling";
        self.update_counter(counter, condition, "SET #used = #used + :one", &values).await
    }

    async fn begin_window(&self, counter: &str, window: i64) -> Result<bool, TableError> {
        let values = [(":window", number(window)), (":one", number(1))];
        let condition = "attribute_not_exists(#window) OR #window < :window";
        self.update_counter(counter, condition, "SET #window = :window, #used = :one", &values).await
    }

    async fn update_counter(
        &self,
        counter: &str,
        condition: &str,
        update: &str,
        values: &[(&str, AttributeValue)],
    ) -> Result<bool, TableError> {
        let mut request = self
            .client
            .update_item()
            .table_name(&self.names.operations)
            .set_key(Some(key(BUDGET, counter)))
            .condition_expression(condition)
            .update_expression(update)
            .expression_attribute_names("#window", "window")
            .expression_attribute_names("#used", "used");
        for (name, value) in values {
            request = request.expression_attribute_values(*name, value.clone());
        }
        match request.send().await {
            Ok(_) => Ok(true),
            Err(error) if condition_failed(&error) => Ok(false),
            Err(error) => Err(failed(TABLE, "count a call")(error)),
        }
    }
}

fn key(kind: &str, name: &str) -> Item {
    Item::from([("kind".to_owned(), text(kind)), ("name".to_owned(), text(name))])
}

fn to_item(row: &Operation) -> Item {
    let mut item = key(&row.kind, &row.name);
    item.insert("body".to_owned(), text(&row.body));
    item.insert("version".to_owned(), number(row.version));
    item
}

fn from_item(item: &Item) -> Result<Operation, NotAnAttribute> {
    Ok(Operation {
        kind: read_text(item, "kind")?.to_owned(),
        name: read_text(item, "name")?.to_owned(),
        body: read_text(item, "body")?.to_owned(),
        version: read_number(item, "version")?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use super::*;

    #[test]
    fn an_operation_is_read_as_it_was_written() {
        let row = Operation {
            kind: "mode".to_owned(),
            name: "export".to_owned(),
            body: r#"{"mode":"paused"}"#.to_owned(),
            version: 2,
        };
        assert_eq!(from_item(&to_item(&row)).unwrap(), row);
    }

    #[test]
    fn a_counter_is_no_versioned_row() {
        let counter = Item::from([("window".to_owned(), number(1)), ("used".to_owned(), number(1))]);
        assert!(from_item(&counter).is_err());
    }
}
