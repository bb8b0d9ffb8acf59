//! What the functions printed, and how often they were invoked: the files that `serve.py` writes into the run's folder.

use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;

/// One invocation that has ended.
#[derive(Debug, Clone, Deserialize)]
pub struct Invocation {
    /// The deployed function's name.
    pub function: String,
    /// The request id, as the function was told it in a batch or a call.
    pub request: String,
    /// Whether it answered with an error, exited, or ran out of time. Failed records of a batch are no failure.
    pub failed: bool,
    /// Seconds since 1970.
    pub ended: f64,
    /// How long it ran, in milliseconds.
    pub ms: u64,
}

/// How often a function was invoked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All that have ended.
    pub invocations: usize,
    /// Those that failed.
    pub errors: usize,
}

/// Every line that the function printed so far, on either output, from all its processes.
///
/// # Errors
/// When the log is there and cannot be read.
pub fn lines(run: &Path, function: &str) -> io::Result<Vec<String>> {
    let log = read(&run.join("functions").join(format!("{function}.log")))?;
    Ok(log.lines().map(str::to_owned).collect())
}

/// Every invocation of the function that has ended.
///
/// # Errors
/// When the list is there and cannot be read.
pub fn invocations(run: &Path, function: &str) -> io::Result<Vec<Invocation>> {
    let list = read(&run.join("functions/invocations.jsonl"))?;
    let all: Vec<Invocation> = list.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter(|invocation| invocation.function == function).collect())
}

/// Counts the function's invocations and failures.
///
/// # Errors
/// As [`invocations`].
pub fn counts(run: &Path, function: &str) -> io::Result<Counts> {
    let all = invocations(run, function)?;
    Ok(Counts { invocations: all.len(), errors: all.iter().filter(|invocation| invocation.failed).count() })
}

/// Empty before the first line. The last line may be half written while functions run, and is left for the next look.
fn read(path: &Path) -> io::Result<String> {
    match fs::read(path) {
        Ok(bytes) => {
            let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            Ok(String::from_utf8_lossy(&bytes[..whole]).into_owned())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error),
    }
}
