//! What can go wrong with schema and operations.

use std::path::{Path, PathBuf};

/// The schema, an operation or the generated types could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A file could not be read.
    #[error("{path} could not be read: check the path", path = path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("{path} could not be written: check that the folder is yours to write", path = path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The schema is not one.
    #[error("the schema does not parse; give Shopify's Admin SDL of 2026-10\n{diagnostics}")]
    Schema {
        /// What the compiler says, with lines.
        diagnostics: String,
    },
    /// An operation does not fit the schema.
    #[error("{file} does not fit the schema; correct the operation\n{diagnostics}")]
    Operation {
        /// The operation's file.
        file: String,
        /// What the compiler says, with lines.
        diagnostics: String,
    },
    /// A connection has no literal `first` or `last`, so that its cost cannot be told (and Shopify refuses it without one).
    #[error("{file}: the connection `{field}` needs a literal `first` or `last`")]
    Unbounded {
        /// The operation's file.
        file: String,
        /// The connection's field.
        field: String,
    },
    /// The types could not be generated.
    #[error("no types could be generated for {file}: {why}")]
    Generate {
        /// The operation's file.
        file: String,
        /// What the generator says.
        why: String,
    },
}

pub(super) fn read(path: &Path) -> Result<String, SchemaError> {
    std::fs::read_to_string(path).map_err(|source| SchemaError::Read { path: path.to_owned(), source })
}
