//! What a check found, and where.

use std::fmt;

use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Orders would be held up or booked wrongly: nothing is loaded.
    Error,
    /// Odd, but it may be meant.
    Warning,
}

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A file or a line cannot be read.
    Unreadable,
    /// A value cannot be what its column says.
    Malformed,
    /// A source, or what looks like it, stands there twice; or two sources mean the same article.
    Duplicate,
    /// A code is named that has no row.
    Unknown,
    /// A row that no order can come to.
    Unreachable,
}

impl Rule {
    fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Malformed => "malformed",
            Self::Duplicate => "duplicate",
            Self::Unknown => "unknown",
            Self::Unreachable => "unreachable",
        }
    }
}

/// A place in a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Place {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Something that a check found.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Finding {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// How bad it is.
    pub severity: Severity,
    /// What rule it breaks.
    pub rule: Rule,
    /// What is wrong and what to do.
    pub text: String,
}

impl Finding {
    /// An error at a place.
    pub fn error(place: &Place, rule: Rule, text: impl Into<String>) -> Self {
        Self { place: place.clone(), severity: Severity::Error, rule, text: text.into() }
    }

    /// A warning at a place.
    pub fn warning(place: &Place, rule: Rule, text: impl Into<String>) -> Self {
        Self { place: place.clone(), severity: Severity::Warning, rule, text: text.into() }
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.is_error() { "error" } else { "warning" };
        write!(f, "{}: {severity}: {}: {}", self.place, self.rule.name(), self.text)
    }
}
