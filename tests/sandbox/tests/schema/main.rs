//! The schema, the operations, their costs and the generated types of the Shopify client stay in step.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod costs_are_declared;
mod files_are_up_to_date;
mod operations_are_valid;

use std::path::PathBuf;

use sandbox::schema::{ClientFolder, OperationFile, read_operations};

fn client() -> ClientFolder {
    ClientFolder(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/shopify"))
}

fn operations() -> Vec<OperationFile> {
    let operations = read_operations(&client().queries()).unwrap();
    assert!(!operations.is_empty());
    operations
}

fn pruned() -> String {
    std::fs::read_to_string(client().pruned()).unwrap()
}

fn operation(text: &str) -> OperationFile {
    OperationFile { file: "inline.graphql".to_owned(), text: text.to_owned() }
}
