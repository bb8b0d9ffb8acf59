//! A violation, told so that it can be acted on: its seed, a shrunk case as a file, and the story of its order.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::case::Case;
use crate::played::{Played, Violation};
use crate::replay::numbered;
use crate::shrink::{Shrunk, shrink};

/// How long one violation is shrunk.
pub const SHRINK_FOR: Duration = Duration::from_secs(30);
/// How many lines of a story are printed; all of them are a `--replay` away.
const STORY_LINES: usize = 400;
/// How much of a line is printed.
const LINE_LENGTH: usize = 200;

/// A violation, for a machine.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// The seed.
    pub seed: u64,
    /// The day.
    pub day: u32,
    /// What does not hold.
    #[serde(flatten)]
    pub violation: Violation,
    /// The file of the shrunk case, if this one was shrunk.
    pub file: Option<PathBuf>,
}

/// Shrinks a case that violates, by so many jobs, writes it as `simulation-case-NAME.json` into the folder and tells it. None if it
/// does not violate when it is played again: then it is not determined by its case, which is a bug of the simulation.
///
/// # Errors
///
/// If the file or the output cannot be written.
pub fn tell(
    case: &Case,
    violation: &Violation,
    jobs: usize,
    play: &(impl Fn(&Case, Option<&mut dyn FnMut(&str)>) -> Played + Sync),
    place: (&Path, &str),
    out: &mut dyn Write,
) -> io::Result<Option<PathBuf>> {
    let until = Instant::now() + SHRINK_FOR;
    let shrunk = shrink(case, violation.invariant, jobs, &|case| play(case, None), &|| Instant::now() > until);
    let Some(shrunk) = shrunk else {
        writeln!(out, "  it does not come again: this world is not determined by its case")?;
        return Ok(None);
    };
    let file = write_case(&shrunk.case, place)?;
    writeln!(
        out,
        "  shrunk to {} orders and {} faults in {} worlds: {}",
        shrunk.orders,
        shrunk.strikes.len(),
        shrunk.plays,
        file.display()
    )?;
    writeln!(out, "  then: {}", shrunk.violation.says)?;
    for strike in &shrunk.strikes {
        writeln!(out, "    {strike}")?;
    }
    writeln!(out, "  replay: cargo simulate --replay {}", file.display())?;
    story(&shrunk, play, out)?;
    Ok(Some(file))
}

/// The lines of the story that name the order; all of them if the violation is no order's.
fn story(
    shrunk: &Shrunk,
    play: &impl Fn(&Case, Option<&mut dyn FnMut(&str)>) -> Played,
    out: &mut dyn Write,
) -> io::Result<()> {
    let order = shrunk.violation.order.map(|order| order.to_string());
    let mut number = 0;
    let mut lines = Vec::new();
    let mut tell = |line: &str| {
        number += 1;
        if order.as_ref().is_none_or(|order| line.contains(order.as_str())) {
            let short: String = line.chars().take(LINE_LENGTH).collect();
            lines.push(numbered(number, &short));
        }
    };
    play(&shrunk.case, Some(&mut tell));
    writeln!(out, "  its story:")?;
    for line in lines.iter().take(STORY_LINES) {
        writeln!(out, "    {line}")?;
    }
    if lines.len() > STORY_LINES {
        writeln!(out, "    … and {} more lines", lines.len() - STORY_LINES)?;
    }
    Ok(())
}

fn write_case(case: &Case, (folder, name): (&Path, &str)) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let file = folder.join(format!("simulation-case-{name}.json"));
    std::fs::write(&file, serde_json::to_vec_pretty(case)?)?;
    Ok(file)
}
