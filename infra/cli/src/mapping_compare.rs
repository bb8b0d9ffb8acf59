//! In what mapping files differ from what is deployed.

use std::collections::BTreeMap;

use domain::mapping::{CodeKey, MappingKind, MappingRow};
use driver::ports::{TableError, Tables};

use crate::mapping_files::FileRow;

/// The files beside what is deployed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// Rows that are not deployed yet, or mean something else there, with the version that they replace (0 for none).
    pub differing: Vec<(FileRow, u32)>,
    /// How many rows are the same on both sides.
    pub unchanged: usize,
    /// Codes that are deployed but in no file.
    pub only_deployed: Vec<CodeKey>,
}

impl Comparison {
    /// How many rows are not deployed yet.
    pub fn new_rows(&self) -> usize {
        self.differing.iter().filter(|(_, version)| *version == 0).count()
    }

    /// How many rows mean something else where they are deployed.
    pub fn changed_rows(&self) -> usize {
        self.differing.len() - self.new_rows()
    }
}

/// Compares rows with what is deployed.
///
/// # Errors
/// When the table fails.
pub async fn compare(tables: &impl Tables, rows: &[FileRow]) -> Result<Comparison, TableError> {
    let mut deployed: BTreeMap<CodeKey, MappingRow> = BTreeMap::new();
    for kind in MappingKind::ALL {
        deployed.extend(tables.mappings_of(kind).await?.into_iter().map(|row| (row.key(), row)));
    }
    let mut comparison = Comparison { differing: Vec::new(), unchanged: 0, only_deployed: Vec::new() };
    for row in rows {
        match deployed.remove(&row.key()) {
            Some(held) if held.target == row.target => comparison.unchanged += 1,
            held => comparison.differing.push((row.clone(), held.map_or(0, |held| held.version))),
        }
    }
    comparison.only_deployed = deployed.into_keys().collect();
    Ok(comparison)
}
