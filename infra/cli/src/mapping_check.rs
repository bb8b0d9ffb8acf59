//! Finds what would hold up orders, or book them wrongly, before the first order does.

use std::collections::{BTreeMap, BTreeSet};

use domain::code::DivisionCode;
use domain::mapping::{CodeKey, MappingKind, MappingTarget, SkuTarget};

use crate::finding::{Finding, Place, Rule};
use crate::mapping_fields::charge_sources;
use crate::mapping_files::{FileRow, Files};

/// Everything that is wrong with the files, by file and line.
pub fn check(files: &Files) -> Vec<Finding> {
    let mut findings = files.findings.clone();
    findings.extend(same_sources(&files.rows));
    findings.extend(same_articles(&files.rows));
    findings.extend(unknown_divisions(&files.rows));
    findings.extend(unserved_divisions(&files.rows));
    findings.extend(unreachable_rows(&files.rows));
    // A row that cannot be read may be the one that seems to be missing.
    if files.findings.is_empty() {
        findings.extend(missing_rows(files));
    }
    findings.sort();
    findings
}

/// Sources that are the same, or look the same to a person.
fn same_sources(rows: &[FileRow]) -> Vec<Finding> {
    let mut seen: BTreeMap<(MappingKind, String), &FileRow> = BTreeMap::new();
    let mut findings = Vec::new();
    for row in rows {
        let key = row.key();
        let Some(first) = seen.get(&(key.kind, look(&key.source))) else {
            seen.insert((key.kind, look(&key.source)), row);
            continue;
        };
        findings.push(if first.source == row.source {
            let text = format!("{key} stands at {} already: delete one", first.place);
            Finding::error(&row.place, Rule::Duplicate, text)
        } else if first.target == row.target {
            let text = format!(
                "{key} differs from `{}` at {} only in capitals or spaces; both mean the same",
                first.source, first.place
            );
            Finding::warning(&row.place, Rule::Duplicate, text)
        } else {
            let text = format!(
                "{key} differs from `{}` at {} only in capitals or spaces, but means something else: let both mean the same, or delete one",
                first.source, first.place
            );
            Finding::error(&row.place, Rule::Duplicate, text)
        });
    }
    findings
}

/// A source without what the eye passes over.
fn look(source: &str) -> String {
    source.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn skus(rows: &[FileRow]) -> impl Iterator<Item = (&FileRow, &SkuTarget)> {
    rows.iter().filter_map(|row| match &row.target {
        MappingTarget::Sku(sku) => Some((row, sku)),
        _ => None,
    })
}

/// The locations with the divisions that they serve.
fn locations(rows: &[FileRow]) -> impl Iterator<Item = (&FileRow, &[DivisionCode])> {
    rows.iter().filter_map(|row| match &row.target {
        MappingTarget::Location(location) => Some((row, location.divisions.as_slice())),
        _ => None,
    })
}

/// Two sources for one article, and one UPC for two.
fn same_articles(rows: &[FileRow]) -> Vec<Finding> {
    let mut articles: BTreeMap<Article<'_>, (&FileRow, &SkuTarget)> = BTreeMap::new();
    let mut upcs: BTreeMap<&str, &FileRow> = BTreeMap::new();
    let mut findings = Vec::new();
    for (row, sku) in skus(rows) {
        if let Some((first, held)) = articles.get(&article(sku)) {
            let differs = if held.upc == sku.upc { "" } else { ", but with another UPC" };
            let text = format!(
                "`{}` is the same article as `{}` at {}{differs}: both sell from one stock",
                row.source, first.source, first.place
            );
            findings.push(Finding::warning(&row.place, Rule::Duplicate, text));
            continue;
        }
        articles.insert(article(sku), (row, sku));
        if let Some(upc) = &sku.upc
            && let Some(first) = upcs.insert(upc, row)
        {
            let text = format!(
                "`{}` has the UPC {upc} of another article, `{}` at {}: one of them is wrong",
                row.source, first.source, first.place
            );
            findings.push(Finding::warning(&row.place, Rule::Duplicate, text));
        }
    }
    findings
}

/// What makes an article in BlueCherry.
type Article<'a> = (&'a DivisionCode, &'a str, &'a str, &'a str, &'a str, u8);

fn article(sku: &SkuTarget) -> Article<'_> {
    (&sku.division, &sku.style, &sku.color_code, &sku.lbl_code, &sku.dimension, sku.size_bk)
}

/// Divisions that articles and locations name, but that have no row.
fn unknown_divisions(rows: &[FileRow]) -> Vec<Finding> {
    let known: BTreeSet<CodeKey> = rows.iter().map(FileRow::key).collect();
    let is_unknown = |division: &DivisionCode| !known.contains(&CodeKey::new(MappingKind::Division, division.as_str()));
    let finding = |row: &FileRow, division: &DivisionCode| {
        let text = format!("division {division} has no row: add one to division.csv, or mend the code");
        Finding::error(&row.place, Rule::Unknown, text)
    };
    let of_skus = skus(rows).filter(|(_, sku)| is_unknown(&sku.division)).map(|(row, sku)| finding(row, &sku.division));
    let of_locations = locations(rows).flat_map(|(row, divisions)| {
        divisions.iter().filter(|division| is_unknown(division)).map(move |division| finding(row, division))
    });
    of_skus.chain(of_locations).collect()
}

/// Articles of a division that no location serves: wherever Shopify routes them, it is an exception.
fn unserved_divisions(rows: &[FileRow]) -> Vec<Finding> {
    let served: BTreeSet<&DivisionCode> = locations(rows).flat_map(|(_, divisions)| divisions).collect();
    skus(rows)
        .filter(|(_, sku)| !served.contains(&sku.division))
        .map(|(row, sku)| {
            let text = format!(
                "no location serves division {}: `{}` could never ship; add the division to a row of location.csv",
                sku.division, row.source
            );
            Finding::error(&row.place, Rule::Unknown, text)
        })
        .collect()
}

/// Rows that no order can come to.
fn unreachable_rows(rows: &[FileRow]) -> Vec<Finding> {
    let with_skus: BTreeSet<&DivisionCode> = skus(rows).map(|(_, sku)| &sku.division).collect();
    let idle_locations = locations(rows)
        .filter(|(_, divisions)| !divisions.iter().any(|division| with_skus.contains(division)))
        .map(|(row, _)| (row, format!("location {} serves no division that has an article", row.source)));
    let idle_divisions = rows
        .iter()
        .filter(|row| row.target.kind() == MappingKind::Division)
        .filter(|row| !with_skus.iter().any(|division| division.as_str() == row.source))
        .map(|row| (row, format!("division {} has no article", row.source)));
    idle_locations
        .chain(idle_divisions)
        .map(|(row, text)| Finding::warning(&row.place, Rule::Unreachable, text))
        .collect()
}

/// Kinds without any row, and charges without one: each is an exception for every order that names it.
fn missing_rows(files: &Files) -> Vec<Finding> {
    let has = |kind, source: &str| files.rows.iter().any(|row| row.target.kind() == kind && row.source == source);
    let file = |kind: MappingKind| Place { file: format!("{}/{kind}.csv", files.dir), line: 1 };
    let empty = MappingKind::ALL
        .into_iter()
        .filter(|kind| !files.rows.iter().any(|row| row.target.kind() == *kind))
        .map(|kind| {
            let text = format!("there is no {kind} mapping at all: an order that names one is an exception");
            Finding::warning(&file(kind), Rule::Unknown, text)
        });
    let charges = charge_sources().into_iter().filter(|source| !has(MappingKind::Charge, source)).map(|source| {
        let text = format!("charge `{source}` has no row: an order with one is an exception");
        Finding::warning(&file(MappingKind::Charge), Rule::Unknown, text)
    });
    empty.chain(charges).collect()
}
