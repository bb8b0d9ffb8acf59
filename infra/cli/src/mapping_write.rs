//! Writes a row of the mappings, unless somebody else was quicker.

use std::fmt;

use domain::mapping::{CodeKey, MappingRow};
use driver::operations::note_arrival;
use driver::ports::{TableError, Tables};
use jiff::Timestamp;

use crate::words::instant;

/// Somebody else wrote the row while we were about to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Overtaken {
    /// Which row.
    pub code: CodeKey,
    /// Who, and when; unknown when the row is gone again.
    pub by: Option<(String, Timestamp)>,
}

impl fmt::Display for Overtaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.by {
            Some((author, at)) => write!(f, "{} was changed by {author} at {}", self.code, instant(*at))?,
            None => write!(f, "{} was changed by somebody else", self.code)?,
        }
        f.write_str(" meanwhile and was left so: look at it, and do this again if it is still needed")
    }
}

/// Writes a row if the one that it replaces is still there; says who was quicker if it is not.
///
/// The arrival of the code is noted before: whoever dies in between leaves orders that are rung once more than needed, never
/// one that is not rung.
///
/// # Errors
/// When a table fails.
pub async fn write(tables: &impl Tables, row: &MappingRow) -> Result<Option<Overtaken>, TableError> {
    let code = row.key();
    note_arrival(tables, &code, row.changed_at).await?;
    if tables.put_mapping(row).await? {
        return Ok(None);
    }
    let held = tables.mappings(std::slice::from_ref(&code)).await?.into_iter().next();
    // A write that was repeated because its answer was lost meets itself.
    if held.as_deref() == Some(row) {
        return Ok(None);
    }
    Ok(Some(Overtaken { code, by: held.map(|held| (held.author.clone(), held.changed_at)) }))
}
