//! Plays one day again and tells its story.

use std::io::{self, Write};
use std::path::PathBuf;
use std::str::FromStr;

use thiserror::Error;

use crate::case::Case;
use crate::played::{Played, Violation};

/// What is to be played again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Which {
    /// A day of a seed: `7:31`.
    Day {
        /// The seed.
        seed: u64,
        /// The day.
        day: u32,
    },
    /// The file of a case.
    File(PathBuf),
}

impl FromStr for Which {
    type Err = std::convert::Infallible;

    /// Two numbers with a colon between them are a day, all else is a file.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let day = text.split_once(':').and_then(|(seed, day)| Some((seed.parse().ok()?, day.parse().ok()?)));
        Ok(match day {
            Some((seed, day)) => Self::Day { seed, day },
            None => Self::File(PathBuf::from(text)),
        })
    }
}

/// Why a case's file could not be played.
#[derive(Debug, Error)]
pub enum CaseError {
    /// It cannot be read.
    #[error("{path} cannot be read; give SEED:DAY, or a file that a violation has written")]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It holds no case.
    #[error("{path} holds no case of this version of the simulation; find the violation again with its seed")]
    NoCase {
        /// Which file.
        path: PathBuf,
        /// What could not be read.
        source: serde_json::Error,
    },
}

/// The case of a file.
///
/// # Errors
///
/// If it cannot be read or holds no case.
pub fn read_case(path: &std::path::Path) -> Result<Case, CaseError> {
    let text = std::fs::read(path).map_err(|source| CaseError::Read { path: path.to_owned(), source })?;
    serde_json::from_slice(&text).map_err(|source| CaseError::NoCase { path: path.to_owned(), source })
}

/// Plays a case, writes its story as far as the event `until`, and then what does not hold. The events of a story are numbered.
///
/// # Errors
///
/// If the output cannot be written.
pub fn replay(
    case: &Case,
    until: Option<u64>,
    play: &impl Fn(&Case, Option<&mut dyn FnMut(&str)>) -> Played,
    out: &mut dyn Write,
) -> io::Result<Vec<Violation>> {
    let mut written = Ok(());
    let mut number = 0;
    let mut tell = |line: &str| {
        number += 1;
        if written.is_ok() && until.is_none_or(|until| number <= until) {
            written = writeln!(out, "{}", numbered(number, line));
        }
    };
    let played = play(case, Some(&mut tell));
    written?;
    writeln!(out, "{number} lines of {} events, trace {:016x}", played.counts.events, played.trace)?;
    for violation in &played.violations {
        writeln!(out, "{violation}")?;
    }
    if played.violations.is_empty() {
        writeln!(out, "no violation")?;
    }
    Ok(played.violations)
}

/// A line of a story with its number, by which `--until` names it.
pub fn numbered(number: u64, line: &str) -> String {
    format!("{number:>6} {line}")
}

#[cfg(test)]
mod tests {
    use super::Which;

    #[test]
    fn two_numbers_are_a_day_and_all_else_is_a_file() {
        assert_eq!("7:31".parse(), Ok(Which::Day { seed: 7, day: 31 }));
        for file in ["target/simulation/simulation-case-7-31.json", "7", "C:7", "7:31.json"] {
            assert_eq!(file.parse(), Ok(Which::File(file.into())), "{file}");
        }
    }
}
