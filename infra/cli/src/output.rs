//! What the program says: answers on the standard output, everything else on the standard error.

use std::error::Error;
use std::fmt::Display;
use std::io::{IsTerminal, Write};

use comfy_table::{ContentArrangement, LineStyle, Table, presets};
use platform::lambda::chain;
use serde::Serialize;

/// Says an answer, as JSON or in words.
pub fn say(answer: &(impl Serialize + Display), json: bool) {
    let text = if json { serde_json::to_string_pretty(answer).unwrap_or_default() } else { answer.to_string() };
    // Whoever reads may hang up early, as `head` does: that is no failure.
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
}

/// Says how far a long command is: on a terminal it overwrites itself, elsewhere only the end is said.
pub fn progress(done: usize, all: usize) {
    let mut stream = std::io::stderr();
    let said = match (stream.is_terminal(), done == all) {
        (true, false) => format!("\r{done} of {all} rows written"),
        (true, true) => format!("\r{done} of {all} rows written\n"),
        (false, true) => format!("{done} of {all} rows written\n"),
        (false, false) => return,
    };
    let _ = stream.write_all(said.as_bytes());
}

/// Says why a command failed.
pub fn complain(failure: &(dyn Error + 'static)) {
    let _ = writeln!(std::io::stderr(), "cherrycycle: {}", chain(failure));
}

/// How wide a table is where no terminal says.
const WIDTH: u16 = 160;

/// An empty table under these headings.
pub fn table<const N: usize>(headings: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING.header_separator(LineStyle::new(' ', '-', ' ', ' ')));
    table.set_content_arrangement(ContentArrangement::Dynamic).set_header(headings);
    if table.width().is_none() {
        table.set_width(WIDTH);
    }
    table
}
