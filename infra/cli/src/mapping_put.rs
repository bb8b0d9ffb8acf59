//! Writes one mapping.

use std::fmt;

use domain::mapping::{CodeKey, MappingRow, MappingTarget};
use driver::ports::{TableError, Tables};
use jiff::Timestamp;
use serde::Serialize;

use crate::mapping_fields::fields;
use crate::mapping_write::{Overtaken, write};
use crate::words::list;

/// A mapping was not written.
#[derive(Debug, thiserror::Error)]
pub enum PutError {
    /// The table failed.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Somebody else was quicker.
    #[error("{0}")]
    Overtaken(Overtaken),
}

/// A column that changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Change {
    /// The column.
    pub column: &'static str,
    /// What stood there; none in a new row.
    pub before: Option<String>,
    /// What stands there now.
    pub after: String,
}

/// What was written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Put {
    /// The row.
    pub code: CodeKey,
    /// Its version now.
    pub version: u32,
    /// What changed in it; nothing if it was only touched.
    pub changes: Vec<Change>,
}

impl fmt::Display for Put {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |change: &Change| match &change.before {
            Some(before) => format!("{} was `{before}`, is now `{}`", change.column, change.after),
            None => format!("{} is `{}`", change.column, change.after),
        };
        let what = match (self.version, self.changes.is_empty()) {
            (1, _) => "is new",
            (_, true) => "was touched: nothing changed in it",
            (_, false) => "was changed",
        };
        write!(f, "{} {what} (version {})", self.code, self.version)?;
        if !self.changes.is_empty() {
            write!(f, ": {}", list(self.changes.iter().map(say)))?;
        }
        f.write_str("\nOrders that wait for it go by themselves within minutes.")
    }
}

/// Writes a mapping as its next version, even if nothing changes in it, and notes its arrival.
///
/// # Errors
/// When the table fails, or somebody else writes the same row at the same time.
pub async fn put(
    tables: &impl Tables,
    code: CodeKey,
    target: MappingTarget,
    author: &str,
    now: Timestamp,
) -> Result<Put, PutError> {
    let held = tables.mappings(std::slice::from_ref(&code)).await?.into_iter().next();
    let version = held.as_ref().map_or(0, |held| held.version) + 1;
    let changes = changes(held.as_ref().map(|held| &held.target), &target);
    let row = MappingRow { source: code.source.clone(), target, version, author: author.to_owned(), changed_at: now };
    match write(tables, &row).await? {
        None => Ok(Put { code, version, changes }),
        Some(overtaken) => Err(PutError::Overtaken(overtaken)),
    }
}

fn changes(before: Option<&MappingTarget>, after: &MappingTarget) -> Vec<Change> {
    let old = before.map(fields);
    fields(after)
        .into_iter()
        .enumerate()
        .map(|(number, (column, after))| {
            let before = old.as_ref().and_then(|old| old.get(number)).map(|(_, value)| value.clone());
            Change { column, before, after }
        })
        .filter(|change| match &change.before {
            Some(before) => *before != change.after,
            None => !change.after.is_empty(),
        })
        .collect()
}
