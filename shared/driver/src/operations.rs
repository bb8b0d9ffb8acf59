//! Rows of the operations table that the driver reads and writes: lane modes, arrived codes, exceptions that are no order's.

use domain::exception::Owner;
use domain::mapping::CodeKey;
use domain::step::Lane;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ports::{Operation, TableError, Tables};
use crate::rows::missing_code;

/// Whether a lane works.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// It does.
    #[default]
    Live,
    /// It reads and plans; nothing is written outside until it is live again.
    Paused,
}

/// A lane's mode, and why.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LaneMode {
    /// The mode.
    pub mode: Mode,
    /// Why, for people.
    #[serde(default)]
    pub why: String,
}

/// An exception that is no order's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OperationException {
    /// Its kind.
    pub kind: String,
    /// Who has to act.
    pub owner: Owner,
    /// What is wrong and what to do.
    pub text: String,
    /// Since when.
    pub since: Timestamp,
}

/// Kind of the rows that hold lane modes.
pub const MODE: &str = "mode";
/// Kind of the rows that note codes whose mapping has arrived.
pub const ARRIVED: &str = "arrived";
/// Kind of the rows that hold exceptions that are no order's.
pub const EXCEPTION: &str = "exception";
/// Kind of the rows that cache what the other systems say of themselves.
pub const STATUS: &str = "status";
/// Kind of the rows that hold a feed's cursor and lease; their names are `<feed>@<shop>`.
pub const FEED: &str = "feed";
/// Kind of the rows that note when something outside was last audited.
pub const AUDIT: &str = "audit";

/// A lane's mode; live unless something else was written. A mode that cannot be read, such as one of a newer version, is no
/// leave to write.
///
/// # Errors
/// When the table fails.
pub async fn lane_mode(tables: &impl Tables, lane: Lane) -> Result<LaneMode, TableError> {
    let row = tables.operation(MODE, lane.name()).await?;
    let Some(row) = row else { return Ok(LaneMode::default()) };
    Ok(serde_json::from_str(&row.body).unwrap_or_else(|_| {
        tracing::error!(lane = lane.name(), "the lane's mode cannot be read: it is taken for paused");
        LaneMode { mode: Mode::Paused, why: "its mode cannot be read; set it anew".to_owned() }
    }))
}

/// Writes a row whatever stood there before.
///
/// # Errors
/// When the table fails.
pub async fn put<T: Serialize>(tables: &impl Tables, kind: &str, name: &str, body: &T) -> Result<(), TableError> {
    let body = serde_json::to_string(body).unwrap_or_default();
    loop {
        let version = tables.operation(kind, name).await?.map_or(0, |row| row.version) + 1;
        let row = Operation { kind: kind.to_owned(), name: name.to_owned(), body: body.clone(), version };
        if tables.put_operation(&row).await? {
            return Ok(());
        }
    }
}

/// Raises an exception that is no order's; one that is open already keeps its age.
///
/// # Errors
/// When the table fails.
pub async fn raise(tables: &impl Tables, exception: &OperationException) -> Result<(), TableError> {
    let row = Operation {
        kind: EXCEPTION.to_owned(),
        name: exception.kind.clone(),
        body: serde_json::to_string(exception).unwrap_or_default(),
        version: 1,
    };
    tables.put_operation(&row).await.map(|_| ())
}

/// Raises an exception that is no order's under a name of its own, so that one kind may stand about several things. One that is
/// open already keeps its age and takes the new text.
///
/// # Errors
/// When the table fails.
pub async fn raise_as(tables: &impl Tables, name: &str, exception: &OperationException) -> Result<(), TableError> {
    let open = tables.operation(EXCEPTION, name).await?;
    let held = open.as_ref().and_then(|row| serde_json::from_str::<OperationException>(&row.body).ok());
    let since = held.as_ref().map_or(exception.since, |held| held.since);
    let wanted = OperationException { since, ..exception.clone() };
    if held.as_ref() == Some(&wanted) {
        return Ok(());
    }
    let row = Operation {
        kind: EXCEPTION.to_owned(),
        name: name.to_owned(),
        body: serde_json::to_string(&wanted).unwrap_or_default(),
        version: open.map_or(0, |row| row.version) + 1,
    };
    // Another worker that wrote meanwhile told of the same trouble.
    tables.put_operation(&row).await.map(|_| ())
}

/// Settles an exception that is no order's, by its kind or the name that it was raised under: what raised it works again.
///
/// # Errors
/// When the table fails.
pub async fn settle(tables: &impl Tables, name: &str) -> Result<(), TableError> {
    match tables.operation(EXCEPTION, name).await? {
        Some(row) => tables.delete_operation(&row).await.map(|_| ()),
        None => Ok(()),
    }
}

/// Notes that a code's mapping has arrived, so that due work releases the orders that wait for it.
///
/// # Errors
/// When the table fails.
pub async fn note_arrival(tables: &impl Tables, code: &CodeKey, now: Timestamp) -> Result<(), TableError> {
    put(tables, ARRIVED, &missing_code(code), &Arrival { code: code.clone(), at: now, rung_from: None, passed: false })
        .await
}

/// A code whose mapping has arrived, and how far the orders that waited for it were rung.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Arrival {
    /// The code.
    pub code: CodeKey,
    /// When.
    pub at: Timestamp,
    /// Orders that wait since before this were rung in this pass.
    #[serde(default)]
    pub rung_from: Option<Timestamp>,
    /// Every waiting order was rung once; a second pass comes when the watch ends.
    #[serde(default)]
    pub passed: bool,
}
