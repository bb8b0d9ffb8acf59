//! The client's `.graphql` files.

use std::path::Path;

use super::error::{self, SchemaError};

/// One operation with the fragments that it uses, as it is sent.
#[derive(Clone)]
pub struct OperationFile {
    /// The file's name, such as `order_for_export.graphql`.
    pub file: String,
    /// Its whole text.
    pub text: String,
}

impl OperationFile {
    /// The cost in the first line, `# cost: N`.
    pub fn declared_cost(&self) -> Option<u32> {
        self.text.lines().next()?.strip_prefix("# cost: ")?.trim().parse().ok()
    }

    pub(super) fn declare_cost(&mut self, cost: u32) {
        let rest = match (self.declared_cost(), self.text.split_once('\n')) {
            (Some(_), Some((_, rest))) => rest,
            _ => self.text.as_str(),
        };
        self.text = format!("# cost: {cost}\n{rest}");
    }
}

/// Reads every `.graphql` file of a folder, in the order of their names.
///
/// # Errors
/// When the folder or a file cannot be read.
pub fn read_operations(folder: &Path) -> Result<Vec<OperationFile>, SchemaError> {
    let failed = |source| SchemaError::Read { path: folder.to_owned(), source };
    let mut operations = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "graphql") {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            operations.push(OperationFile { file, text: error::read(&path)? });
        }
    }
    operations.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(operations)
}
