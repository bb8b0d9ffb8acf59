//! The mappings table.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::types::KeysAndAttributes;
use domain::mapping::{CodeKey, MappingKind, MappingRow};
use driver::ports::TableError;

use super::attributes::{Item, number, read_number, read_text, read_time, text};
use super::query::{self, Query};
use super::{DynamoTables, condition_failed, failed};

const TABLE: &str = "mappings";

/// As many keys as `BatchGetItem` takes.
const BATCH: usize = 100;

/// As many bytes as DynamoDB takes in a sort key. A longer source can have no row.
const LONGEST_SOURCE: usize = 1024;

/// How often keys that DynamoDB left out are asked for again, and how long after the first try; twice as long after each.
const TRIES: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_millis(25);

/// DynamoDB left keys out, again and again.
#[derive(Debug, thiserror::Error)]
#[error("{0} keys were not processed in {TRIES} tries: the table is throttled; try again later")]
struct Unprocessed(usize);

impl DynamoTables {
    pub(super) async fn mappings_for(&self, codes: &[CodeKey]) -> Result<Vec<Arc<MappingRow>>, TableError> {
        let mut keys: Vec<&CodeKey> = codes.iter().filter(|code| code.source.len() <= LONGEST_SOURCE).collect();
        keys.sort();
        keys.dedup();
        let mut found = Vec::new();
        for chunk in keys.chunks(BATCH) {
            let keys = chunk.iter().map(|code| key(code.kind, &code.source)).collect();
            found.extend(self.batch(keys).await?);
        }
        let rows = found.iter().map(|item| from_item(item).map(Arc::new));
        rows.collect::<Result<_, _>>().map_err(failed(TABLE, "read"))
    }

    async fn batch(&self, mut keys: Vec<Item>) -> Result<Vec<Item>, TableError> {
        let mut found = Vec::new();
        for attempt in 0..TRIES {
            if attempt > 0 {
                tokio::time::sleep(FIRST_PAUSE * 2_u32.pow(attempt - 1)).await;
            }
            let wanted = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true).build();
            let answer = self
                .client
                .batch_get_item()
                .request_items(&self.names.mappings, wanted.map_err(failed(TABLE, "read"))?)
                .send()
                .await
                .map_err(failed(TABLE, "read"))?;
            found.extend(answer.responses.unwrap_or_default().into_values().flatten());
            let left = answer.unprocessed_keys.unwrap_or_default();
            keys = left.into_values().flat_map(|left| left.keys).collect();
            if keys.is_empty() {
                return Ok(found);
            }
        }
        Err(failed(TABLE, "read")(Unprocessed(keys.len())))
    }

    pub(super) async fn mappings_of_kind(&self, kind: MappingKind) -> Result<Vec<MappingRow>, TableError> {
        let key = ("kind", text(kind.name()));
        let query = Query { table: &self.names.mappings, index: None, key, sort: None, limit: None };
        let items = query::items(&self.client, query).await.map_err(failed(TABLE, "list"))?;
        items.iter().map(from_item).collect::<Result<_, _>>().map_err(failed(TABLE, "list"))
    }

    pub(super) async fn write_mapping(&self, row: &MappingRow) -> Result<bool, TableError> {
        let item = to_item(row).map_err(failed(TABLE, "write"))?;
        let put = self.client.put_item().table_name(&self.names.mappings).set_item(Some(item));
        let put = super::if_version_before(put, u64::from(row.version));
        match put.send().await {
            Ok(_) => Ok(true),
            Err(error) if condition_failed(&error) => Ok(false),
            Err(error) => Err(failed(TABLE, "write")(error)),
        }
    }
}

fn key(kind: MappingKind, source: &str) -> Item {
    HashMap::from([("kind".to_owned(), text(kind.name())), ("source".to_owned(), text(source))])
}

fn to_item(row: &MappingRow) -> Result<Item, serde_json::Error> {
    let mut item = key(row.target.kind(), &row.source);
    item.insert("target".to_owned(), text(serde_json::to_string(&row.target)?));
    item.insert("version".to_owned(), number(row.version));
    item.insert("author".to_owned(), text(&row.author));
    item.insert("changed_at".to_owned(), text(row.changed_at.to_string()));
    Ok(item)
}

fn from_item(item: &Item) -> Result<MappingRow, Box<dyn Error + Send + Sync>> {
    Ok(MappingRow {
        source: read_text(item, "source")?.to_owned(),
        target: serde_json::from_str(read_text(item, "target")?)?,
        version: read_number(item, "version")?,
        author: read_text(item, "author")?.to_owned(),
        changed_at: read_time(item, "changed_at")?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use domain::code::ChargeCode;
    use domain::mapping::MappingTarget;

    use super::*;

    #[test]
    fn a_mapping_is_read_as_it_was_written() {
        let row = MappingRow {
            source: "freight".to_owned(),
            target: MappingTarget::Charge(ChargeCode::parse("FRT").unwrap()),
            version: 3,
            author: "someone".to_owned(),
            changed_at: "2026-11-24T10:00:00.123456789Z".parse().unwrap(),
        };
        let item = to_item(&row).unwrap();
        assert_eq!(item["kind"], text("charge"));
        assert_eq!(item["target"], text(r#"{"charge":"FRT"}"#));
        assert_eq!(item["version"], number(3));
        assert_eq!(from_item(&item).unwrap(), row);
    }
}
