//! Keeps what the Shopify client knows of Shopify's schema in step with its operations: `cargo sandbox schema`.
//!
//! From the client's `queries/*.graphql` it makes the pruned schema (from Shopify's whole one, where that is at hand), the
//! declared cost of each operation, and the generated types. All three are checked in; the tests hold them to the same bytes.

mod cost;
mod error;
mod generate;
mod operation_file;
mod prune;
mod share;

use std::fs;
use std::path::{Path, PathBuf};

pub use cost::{cost, unbounded_connections};
pub use error::SchemaError;
pub use generate::generate;
pub use operation_file::{OperationFile, read_operations};
pub use prune::{parse_schema, prune};

/// Where the client keeps each thing, below its crate's folder.
pub struct ClientFolder(pub PathBuf);

impl ClientFolder {
    /// The operations: one in each file, with the fragments that it uses.
    pub fn queries(&self) -> PathBuf {
        self.0.join("queries")
    }

    /// The pruned schema.
    pub fn pruned(&self) -> PathBuf {
        self.0.join("schema/admin-2026-10.graphql")
    }

    /// The generated types.
    pub fn generated(&self) -> PathBuf {
        self.0.join("src/generated/operations.rs")
    }
}

/// What [`refresh`] did, for the person who called it.
pub struct Refreshed {
    /// Each operation's file with its cost in points.
    pub costs: Vec<(String, u32)>,
    /// Bytes of the pruned schema.
    pub schema_bytes: usize,
}

/// Writes the pruned schema (when the whole one is given), the cost lines and the generated types.
///
/// # Errors
/// When a file cannot be read or written, or an operation does not fit the schema.
pub fn refresh(client: &ClientFolder, whole: Option<&Path>) -> Result<Refreshed, SchemaError> {
    let mut operations = read_operations(&client.queries())?;
    if let Some(whole) = whole {
        let pruned = prune(&error::read(whole)?, &operations)?;
        write(&client.pruned(), &pruned)?;
    }
    let pruned = error::read(&client.pruned())?;
    let schema = parse_schema(&pruned)?;
    let mut costs = Vec::new();
    for operation in &mut operations {
        let computed = cost(&schema, operation)?;
        if operation.declared_cost() != Some(computed) {
            operation.declare_cost(computed);
            write(&client.queries().join(&operation.file), &operation.text)?;
        }
        costs.push((operation.file.clone(), computed));
    }
    write(&client.generated(), &generate(&client.pruned(), &operations)?)?;
    Ok(Refreshed { costs, schema_bytes: pruned.len() })
}

fn write(path: &Path, text: &str) -> Result<(), SchemaError> {
    let wrote = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    wrote.map_err(|source| SchemaError::Write { path: path.to_owned(), source })
}
