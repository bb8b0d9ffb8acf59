//! Mapping files: one CSV file for each kind, named after it.

use std::path::{Path, PathBuf};

use csv::StringRecord;
use domain::mapping::{CodeKey, MappingKind, MappingTarget};

use crate::finding::{Finding, Place, Rule};
use crate::mapping_fields::{Fields, columns, source_fault, target};

/// A row of a mapping file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileRow {
    /// Where it stands.
    pub place: Place,
    /// The name in Shopify, trimmed.
    pub source: String,
    /// What it means.
    pub target: MappingTarget,
}

impl FileRow {
    /// The code that the row answers.
    pub fn key(&self) -> CodeKey {
        CodeKey::new(self.target.kind(), self.source.as_str())
    }
}

/// The files as they were read: the rows that make sense, and what is wrong with the others.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Files {
    /// The folder.
    pub dir: String,
    /// The rows, file by file.
    pub rows: Vec<FileRow>,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

/// There are no mapping files.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder or a file in it.
    #[error("`{path}` cannot be read", path = path.display())]
    Unread {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Nothing in it is a mapping file.
    #[error("`{path}` holds no mapping file: one was expected for each kind, such as sku.csv", path = path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
}

/// Reads every mapping file of a folder.
///
/// # Errors
/// When the folder or a file cannot be read, or there is none. What is wrong inside a file is a finding.
pub fn read(dir: &Path) -> Result<Files, FolderError> {
    let unread = |path: &Path| {
        let path = path.to_owned();
        move |source| FolderError::Unread { path, source }
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unread(dir))? {
        let path = entry.map_err(unread(dir))?.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(FolderError::Empty { path: dir.to_owned() });
    }
    let mut files = Files { dir: dir.display().to_string(), ..Files::default() };
    for path in paths {
        let bytes = std::fs::read(&path).map_err(unread(&path))?;
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        files.read_file(&path.display().to_string(), stem, &bytes);
    }
    Ok(files)
}

/// What spreadsheets put before the first column's name.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl Files {
    /// Reads one file; `stem` is its name without `.csv`, which tells its kind.
    pub fn read_file(&mut self, file: &str, stem: &str, bytes: &[u8]) {
        let at = |line| Place { file: file.to_owned(), line };
        let Some(kind) = MappingKind::named(stem) else {
            let kinds = MappingKind::ALL.map(MappingKind::name).join(", ");
            let text = format!("`{stem}` is no kind of mapping: name the file after one of {kinds}");
            self.findings.push(Finding::error(&at(1), Rule::Unreadable, text));
            return;
        };
        let mut reader = csv::Reader::from_reader(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes));
        let header = match reader.headers().map(trimmed) {
            Ok(header) => header,
            Err(error) => return self.findings.push(unreadable(file, &error)),
        };
        if let Err(fault) = check_header(kind, &header) {
            return self.findings.push(Finding::error(&at(1), Rule::Unreadable, fault));
        }
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let place = at(record.position().map_or(0, csv::Position::line));
                    self.read_row(kind, place, &header, &record);
                }
                Err(error) => self.findings.push(unreadable(file, &error)),
            }
        }
    }

    fn read_row(&mut self, kind: MappingKind, place: Place, header: &[String], record: &StringRecord) {
        let mut fields: Fields =
            header.iter().cloned().zip(record.iter().map(|value| value.trim().to_owned())).collect();
        let source = fields.remove(SOURCE).unwrap_or_default();
        let fault = source_fault(kind, &source);
        match target(kind, &fields) {
            Ok(target) if fault.is_none() => self.rows.push(FileRow { place, source, target }),
            other => {
                let faults = fault.into_iter().chain(other.err().unwrap_or_default());
                self.findings.extend(faults.map(|fault| Finding::error(&place, Rule::Malformed, fault)));
            }
        }
    }
}

const SOURCE: &str = "source";

fn trimmed(header: &StringRecord) -> Vec<String> {
    header.iter().map(|column| column.trim().to_owned()).collect()
}

fn check_header(kind: MappingKind, header: &[String]) -> Result<(), String> {
    let (filled, optional) = columns(kind);
    let wanted = [&[SOURCE], filled].concat();
    let missing: Vec<&str> =
        wanted.iter().copied().filter(|column| !header.iter().any(|found| found == column)).collect();
    let unknown: Vec<&str> = header
        .iter()
        .map(String::as_str)
        .filter(|found| !wanted.contains(found) && !optional.contains(found))
        .collect();
    let twice = header.iter().enumerate().find(|(number, column)| header[..*number].contains(column));
    let columns = [wanted.as_slice(), optional].concat().join(",");
    match (missing.is_empty(), unknown.is_empty(), twice) {
        (true, true, None) => Ok(()),
        (_, _, Some((_, column))) => Err(format!("the column `{column}` stands there twice")),
        (false, _, _) => Err(format!(
            "the columns are `{}`, without `{}`: the first line must be {columns}",
            header.join(","),
            missing.join("`, `")
        )),
        (true, false, _) => Err(format!("a {kind} mapping has no column `{}`: it has {columns}", unknown.join("`, `"))),
    }
}

fn unreadable(file: &str, error: &csv::Error) -> Finding {
    let line = error.position().map_or(1, csv::Position::line);
    let text = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the line has {len} columns where the first has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "the line is not UTF-8: export the file as CSV UTF-8".to_owned(),
        _ => "the line is no CSV".to_owned(),
    };
    Finding::error(&Place { file: file.to_owned(), line }, Rule::Unreadable, text)
}
