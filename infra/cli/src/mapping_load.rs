//! Writes the rows of mapping files that differ from what is deployed.

use domain::mapping::MappingRow;
use driver::ports::{TableError, Tables};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;

use crate::mapping_compare::Comparison;
use crate::mapping_files::FileRow;
use crate::mapping_write::{Overtaken, write};

/// How many rows are written at a time.
const AT_A_TIME: usize = 16;

/// What was written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Loaded {
    /// Rows that were not deployed before.
    pub new: usize,
    /// Rows that mean something else now.
    pub changed: usize,
    /// Rows that somebody else wrote meanwhile; they were left as they are.
    pub overtaken: Vec<Overtaken>,
}

/// Writes what differs. `progress` is told how many rows are done, of how many.
///
/// # Errors
/// When the table fails. What was written by then stays; loading again writes the rest.
pub async fn load(
    tables: &impl Tables,
    comparison: &Comparison,
    author: &str,
    now: Timestamp,
    progress: impl Fn(usize, usize),
) -> Result<Loaded, TableError> {
    let all = comparison.differing.len();
    let mut written = stream::iter(&comparison.differing)
        .map(|(row, held)| async move { Ok((*held, write(tables, &next_version(row, *held, author, now)).await?)) })
        .buffer_unordered(AT_A_TIME);
    let (mut loaded, mut done) = (Loaded::default(), 0);
    while let Some((held, overtaken)) = written.try_next().await? {
        done += 1;
        progress(done, all);
        match overtaken {
            Some(overtaken) => loaded.overtaken.push(overtaken),
            None if held == 0 => loaded.new += 1,
            None => loaded.changed += 1,
        }
    }
    loaded.overtaken.sort();
    Ok(loaded)
}

fn next_version(row: &FileRow, held: u32, author: &str, now: Timestamp) -> MappingRow {
    MappingRow {
        source: row.source.clone(),
        target: row.target.clone(),
        version: held + 1,
        author: author.to_owned(),
        changed_at: now,
    }
}
