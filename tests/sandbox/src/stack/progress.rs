//! What a person sees while the stack is set up: one line for each phase, with what it waits for and how long it took.
//! Everything goes to standard error; a report on standard output stays clean.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// Where phases are shown. Clones show theirs among the others.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Absent where standard error is no terminal: moving lines would fill a CI log.
    bars: Option<MultiProgress>,
}

impl Progress {
    /// Moving lines at a terminal, plain ones elsewhere.
    pub fn for_people() -> Self {
        Self { bars: std::io::stderr().is_terminal().then(MultiProgress::new) }
    }

    /// One plain line at the start and at the end of each phase.
    pub fn plain() -> Self {
        Self { bars: None }
    }

    /// Begins a phase, named by what is being done: `building the functions`.
    pub fn phase(&self, name: impl Into<String>) -> Phase {
        let name = name.into();
        let bar = self.bars.as_ref().map(|bars| {
            let bar = bars.add(ProgressBar::new_spinner()).with_style(moving("{spinner}"));
            bar.set_prefix(name.clone());
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        if bar.is_none() {
            print(format_args!("{name} ..."));
        }
        Phase { name, bar, begun: Instant::now(), ended: false }
    }
}

/// A phase under way. Dropped without [`Phase::done`], it is shown as not finished.
#[derive(Debug)]
pub struct Phase {
    name: String,
    bar: Option<ProgressBar>,
    begun: Instant,
    ended: bool,
}

impl Phase {
    /// What the phase waits for at the moment. Not shown on plain lines.
    pub fn say(&self, what: impl Display) {
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_string());
        }
    }

    /// How far it is, in things of which the whole number is known.
    pub fn reached(&self, count: u64, of: u64) {
        if let Some(bar) = &self.bar {
            bar.set_style(moving("{spinner} {pos}/{len}"));
            bar.set_length(of);
            bar.set_position(count);
        }
    }

    /// Ends the phase with its result: `3 functions, 1 of them anew`.
    pub fn done(mut self, result: impl Display) {
        self.end(&result.to_string());
    }

    fn end(&mut self, result: &str) {
        self.ended = true;
        let seconds = self.begun.elapsed().as_secs_f32();
        match &self.bar {
            Some(bar) => {
                bar.set_style(template("{prefix}: {msg}"));
                bar.finish_with_message(format!("{result} ({seconds:.1} s)"));
            }
            None => print(format_args!("{}: {result} ({seconds:.1} s)", self.name)),
        }
    }
}

impl Drop for Phase {
    fn drop(&mut self) {
        if !self.ended {
            self.end("not finished");
        }
    }
}

fn moving(front: &str) -> ProgressStyle {
    template(&format!("{front} {{prefix}} {{msg}} ({{elapsed}})"))
}

fn template(text: &str) -> ProgressStyle {
    ProgressStyle::with_template(text).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// Not `eprintln!`, which a test run swallows: minutes of building would look like a hang. A closed pipe is no reason
/// to stop.
fn print(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
