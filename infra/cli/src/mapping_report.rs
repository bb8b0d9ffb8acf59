//! What is said of mapping files.

use std::fmt;

use serde::Serialize;

use crate::finding::Finding;
use crate::mapping_check::check;
use crate::mapping_compare::Comparison;
use crate::mapping_files::Files;
use crate::mapping_load::Loaded;

/// What is said of mapping files.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MappingReport {
    rows: usize,
    errors: usize,
    warnings: usize,
    findings: Vec<Finding>,
    deployed: Option<Deployed>,
    written: Option<usize>,
    overtaken: Vec<String>,
}

/// The files beside what was deployed before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Deployed {
    new: usize,
    changed: usize,
    unchanged: usize,
    in_no_file: usize,
}

impl Deployed {
    fn of(comparison: &Comparison) -> Self {
        Self {
            new: comparison.new_rows(),
            changed: comparison.changed_rows(),
            unchanged: comparison.unchanged,
            in_no_file: comparison.only_deployed.len(),
        }
    }
}

impl MappingReport {
    /// Checks files.
    pub fn new(files: &Files) -> Self {
        let findings = check(files);
        let errors = findings.iter().filter(|finding| finding.is_error()).count();
        Self {
            rows: files.rows.len(),
            errors,
            warnings: findings.len() - errors,
            findings,
            deployed: None,
            written: None,
            overtaken: Vec::new(),
        }
    }

    /// Adds what was deployed before.
    pub fn compared(&mut self, comparison: &Comparison) {
        self.deployed = Some(Deployed::of(comparison));
    }

    /// Adds what was written.
    pub fn loaded(&mut self, loaded: &Loaded) {
        self.written = Some(loaded.new + loaded.changed);
        self.overtaken = loaded.overtaken.iter().map(ToString::to_string).collect();
    }

    /// Whether nothing may be loaded.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether there is nothing that a person has to see to.
    pub fn is_fine(&self) -> bool {
        !self.has_errors() && self.overtaken.is_empty()
    }
}

impl fmt::Display for MappingReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.findings.iter().try_for_each(|finding| writeln!(f, "{finding}"))?;
        self.overtaken.iter().try_for_each(|overtaken| writeln!(f, "{overtaken}"))?;
        writeln!(f, "{} rows, {} errors, {} warnings", self.rows, self.errors, self.warnings)?;
        if let Some(deployed) = &self.deployed {
            let Deployed { new, changed, unchanged, in_no_file } = deployed;
            let beside =
                format!("{new} new, {changed} changed, {unchanged} unchanged, {in_no_file} deployed but in no file");
            writeln!(f, "Beside what was deployed: {beside}")?;
        }
        match self.written {
            None => Ok(()),
            Some(0) => writeln!(f, "Nothing had to be written."),
            Some(written) => {
                writeln!(f, "{written} rows written. Orders that wait for them go by themselves within minutes.")
            }
        }
    }
}
