//! Real payloads instead of made-up customers: a folder of orders as Shopify sends them.

use std::fmt;
use std::path::{Path, PathBuf};

use domain::order::Standing;
use serde::Serialize;
use serde_json::Value;

use crate::day::facts::Facts;
use crate::shopify::{Placed, orders_in};
use crate::world::{World, now};

/// A file's order on its way.
#[derive(Debug)]
pub struct Filed {
    file: String,
    placed: Result<Placed, String>,
}

/// What became of a file's order.
#[derive(Debug, Serialize)]
pub struct FileOutcome {
    /// The file, below the folder that was given.
    pub file: String,
    /// `exported`, `exception`, `ineligible`, `unreadable` or `waiting`.
    pub outcome: &'static str,
    /// Why.
    pub why: String,
}

impl fmt::Display for FileOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:10} {}: {}", self.outcome, self.file, self.why)
    }
}

/// The folder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder or a file in it.
    #[error("{path} cannot be read: {source}", path = path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Nothing to play.
    #[error("{path} holds no .json file; give a folder with orders as Shopify sends them", path = .0.display())]
    Empty(PathBuf),
}

/// A file: its name below the folder, and its document or why it is none.
pub type Document = (String, Result<Value, String>);

/// Every JSON file of a folder, read recursively, in the order of their names.
///
/// # Errors
/// When the folder cannot be read or holds none.
pub fn read(folder: &Path) -> Result<Vec<Document>, FolderError> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    if paths.is_empty() {
        return Err(FolderError::Empty(folder.to_owned()));
    }
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read(&path).map_err(|source| FolderError::Read { path: path.clone(), source })?;
            let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
            Ok((name, serde_json::from_slice(&text).map_err(|error| format!("it is no JSON: {error}"))))
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), FolderError> {
    let failed = |source| FolderError::Read { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    Ok(())
}

/// Ids for orders whose own is taken.
const SPARE: u64 = 910_000_000_000_000_001;

/// Places every order of the files in the shop.
pub fn place(world: &World, documents: Vec<Document>) -> Vec<Filed> {
    let mut spare = SPARE;
    let mut filed = Vec::new();
    let mut shop = world.shopify.shop();
    for (file, document) in documents {
        let orders = match document {
            Ok(document) => orders_in(&document),
            Err(why) => {
                filed.push(Filed { file, placed: Err(why) });
                continue;
            }
        };
        if orders.is_empty() {
            filed.push(Filed { file: file.clone(), placed: Err("it holds no order".to_owned()) });
        }
        let several = orders.len() > 1;
        for (number, payload) in orders.iter().enumerate() {
            spare += 1;
            let placed = shop.place_rest(payload, Some(spare), now()).map_err(|unreadable| unreadable.why);
            let file = if several { format!("{file} #{}", number + 1) } else { file.clone() };
            filed.push(Filed { file, placed });
        }
    }
    filed
}

/// What became of each file.
pub fn outcomes(filed: &[Filed], facts: &Facts<'_>) -> Vec<FileOutcome> {
    filed.iter().map(|filed| outcome(filed, facts)).collect()
}

fn outcome(filed: &Filed, facts: &Facts<'_>) -> FileOutcome {
    let file = filed.file.clone();
    let placed = match &filed.placed {
        Ok(placed) => placed,
        Err(why) => return FileOutcome { file, outcome: "unreadable", why: why.clone() },
    };
    let renumbered = placed
        .renumbered_from
        .map(|from| format!(" (its id {from} was taken: played as {})", placed.id))
        .unwrap_or_default();
    let Some(order) = facts.settled.stored.get(&placed.id).map(|stored| &stored.order) else {
        return FileOutcome {
            file,
            outcome: "waiting",
            why: format!("{}: nothing is known of it{renumbered}", placed.name),
        };
    };
    let name = &placed.name;
    let (outcome, why) = match order.standing() {
        Standing::Exported => {
            let numbers: Vec<String> = order.numbers().iter().map(ToString::to_string).collect();
            ("exported", format!("{name} is sales order {}", numbers.join(", ")))
        }
        Standing::Exception => {
            let said: Vec<String> = order.rest.exceptions.iter().map(|open| open.exception.to_string()).collect();
            ("exception", format!("{name}: {}", said.join("; ")))
        }
        Standing::Ineligible => {
            let why = order.rest.ineligible.as_ref().map(ToString::to_string).unwrap_or_default();
            ("ineligible", format!("{name}: {why}"))
        }
        Standing::Waiting => ("waiting", format!("{name} was not at rest when the time was over")),
    };
    FileOutcome { file, outcome, why: why + &renumbered }
}
