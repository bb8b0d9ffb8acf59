//! Staged imports: where BlueCherry takes an order now and books or rejects it later, in its next import.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The number of a staged order, as the adapter gave it: opaque, its case kept.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ImportId(String);

/// The text cannot be the number of a staged order.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not an import's number: it is empty, longer than {LONGEST} characters, or has a control character")]
pub struct NotAnImport(String);

const LONGEST: usize = 64;

impl ImportId {
    /// Parses a number: trimmed, nothing else changed.
    ///
    /// # Errors
    /// When it is empty, too long or has a control character.
    pub fn parse(text: &str) -> Result<Self, NotAnImport> {
        let trimmed = text.trim();
        if trimmed.is_empty() || trimmed.chars().count() > LONGEST || trimmed.chars().any(char::is_control) {
            return Err(NotAnImport(text.to_owned()));
        }
        Ok(Self(trimmed.to_owned()))
    }

    /// The number as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ImportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<ImportId> for String {
    fn from(id: ImportId) -> Self {
        id.0
    }
}

impl TryFrom<String> for ImportId {
    type Error = NotAnImport;
    fn try_from(text: String) -> Result<Self, NotAnImport> {
        Self::parse(&text)
    }
}

/// What BlueCherry says of its imports.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Imports {
    /// When the last import began, if one did and that is told.
    pub last_begun: Option<Timestamp>,
    /// When the next one begins, if that is told.
    pub next_at: Option<Timestamp>,
}

/// What BlueCherry said of its own course when it was asked for an order: whether what was staged can have been booked by now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Course {
    /// When the closed window ends, or when the last one that was seen ended. Nothing is imported in a closed window.
    pub closed_until: Option<Timestamp>,
    /// Its imports; none where orders are booked at once, or where nothing is told of them.
    pub imports: Option<Imports>,
}
