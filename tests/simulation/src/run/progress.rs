//! What a person sees while worlds are played: how many, how fast, and what was found so far. Everything goes to standard error.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a plain line is written where standard error is no terminal.
const PLAIN_EVERY: Duration = Duration::from_secs(10);

/// A row of worlds under way.
#[derive(Debug)]
pub struct Progress {
    what: &'static str,
    bar: Option<ProgressBar>,
    count: usize,
    begun: Instant,
    said: Instant,
}

impl Progress {
    /// Begins a row of so many `what`: `days`, `runs`.
    pub fn begin(what: &'static str, count: usize) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {prefix}, {msg} ({elapsed})");
            let bar = ProgressBar::new(count as u64)
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
                .with_prefix(what);
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self { what, bar, count, begun: Instant::now(), said: Instant::now() }
    }

    /// So many are played, and so much was found.
    pub fn reached(&mut self, done: usize, found: usize) {
        let a_minute = rate(done, self.begun.elapsed());
        match &self.bar {
            Some(bar) => {
                bar.set_position(done as u64);
                bar.set_message(format!("{a_minute:.0} a minute, {found} found"));
            }
            None if self.said.elapsed() >= PLAIN_EVERY => {
                self.said = Instant::now();
                say(format_args!("{done}/{} {}, {a_minute:.0} a minute, {found} found", self.count, self.what));
            }
            None => {}
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// So many in a minute.
#[expect(clippy::cast_precision_loss, reason = "a rate is read by a person")]
pub fn rate(done: usize, elapsed: Duration) -> f64 {
    if elapsed.is_zero() { 0.0 } else { done as f64 * 60.0 / elapsed.as_secs_f64() }
}

/// A closed pipe is no reason to stop.
fn say(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
