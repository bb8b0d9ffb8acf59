//! Reads variables one by one and remembers what was wrong with each, so that all faults are told at once.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

use super::DEFAULTS;

/// A variable that is not as it must be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The variable.
    pub variable: &'static str,
    /// What was found; none when it is not set.
    pub found: Option<String>,
    /// What is expected, with an example.
    pub expected: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.found {
            None => write!(f, "{} is not set; it must be {}", self.variable, self.expected),
            Some(found) => write!(f, "{} is `{found}`; it must be {}", self.variable, self.expected),
        }
    }
}

/// The settings cannot be used. Tells every fault there is.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub struct SettingsError {
    /// What is wrong, variable by variable.
    pub faults: Vec<Fault>,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the settings cannot be used:")?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n- {fault}"))
    }
}

/// The variables that are being read, and the faults found so far. An empty variable counts as not set; what is not set has
/// its default, if there is one.
pub(super) struct Reader<'a> {
    look_up: &'a dyn Fn(&str) -> Option<String>,
    faults: Vec<Fault>,
}

/// Reads all variables of some settings: them, or every fault.
pub(super) fn read_all<T>(
    look_up: &dyn Fn(&str) -> Option<String>,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<T, SettingsError> {
    let mut reader = Reader { look_up, faults: Vec::new() };
    match read(&mut reader) {
        Some(settings) if reader.faults.is_empty() => Ok(settings),
        _ => Err(SettingsError { faults: reader.faults }),
    }
}

impl Reader<'_> {
    fn look_up(&self, variable: &str) -> Option<String> {
        (self.look_up)(variable).filter(|value| !value.is_empty())
    }

    /// A variable that may be left out.
    pub(super) fn optional(&self, variable: &'static str) -> Option<String> {
        self.look_up(variable)
    }

    /// Notes a fault, once for a variable that several settings are made of.
    pub(super) fn fault(&mut self, variable: &'static str, found: Option<String>, expected: impl Into<String>) {
        if self.faults.iter().all(|fault| fault.variable != variable) {
            self.faults.push(Fault { variable, found, expected: expected.into() });
        }
    }

    /// A variable that `parse` understands; `expected` says what that is, with an example.
    pub(super) fn value<T>(
        &mut self,
        variable: &'static str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let default = || DEFAULTS.iter().find(|(name, _)| *name == variable).map(|(_, value)| (*value).to_owned());
        let found = self.look_up(variable).or_else(default);
        let value = found.as_deref().and_then(parse);
        if value.is_none() {
            self.fault(variable, found, expected);
        }
        value
    }

    /// A text.
    pub(super) fn text(&mut self, variable: &'static str, expected: &str) -> Option<String> {
        self.value(variable, expected, |found| Some(found.to_owned()))
    }

    /// A duration of no less than `least`.
    pub(super) fn duration(&mut self, variable: &'static str, least: SignedDuration) -> Option<SignedDuration> {
        let expected = format!("a duration of at least {least:#}, such as 500ms, 30s, 10m or 1h 30m");
        self.value(variable, &expected, |found| found.parse().ok().filter(|duration| *duration >= least))
    }

    /// A whole number within bounds.
    pub(super) fn number<T>(&mut self, variable: &'static str, least: T, most: T) -> Option<T>
    where
        T: FromStr + PartialOrd + fmt::Display + Copy,
    {
        let expected = format!("a whole number from {least} to {most}, such as {least}");
        self.value(variable, &expected, |found| found.parse().ok().filter(|number| (least..=most).contains(number)))
    }

    /// An instant with its offset.
    pub(super) fn instant(&mut self, variable: &'static str) -> Option<Timestamp> {
        self.value(variable, "an instant with its offset, such as 2026-12-01T00:00:00-05:00", |found| {
            found.parse().ok()
        })
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, variable: &'static str, words: &[(&str, T)]) -> Option<T> {
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let expected = format!("one of {}", names.join(", "));
        self.value(variable, &expected, |found| words.iter().find(|(name, _)| *name == found).map(|(_, word)| *word))
    }

    /// An address that is https, or plain http to this machine alone.
    pub(super) fn url(&mut self, variable: &'static str, found: &str, example: &str) -> Option<String> {
        let url = is_safe_url(found).then(|| found.trim_end_matches('/').to_owned());
        if url.is_none() {
            let expected =
                format!("an address that begins with https:// (plain http only to this machine), such as {example}");
            self.fault(variable, Some(found.to_owned()), expected);
        }
        url
    }
}

fn is_safe_url(url: &str) -> bool {
    // An address before an `@` is a name to log in with, and the host stands behind it.
    if url.contains('@') {
        return false;
    }
    let host = |rest: &str| rest.split(['/', ':']).next().unwrap_or_default().to_owned();
    match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => !host(rest).is_empty(),
        (None, Some(rest)) => ["127.0.0.1", "localhost"].contains(&host(rest).as_str()),
        (None, None) => false,
    }
}
