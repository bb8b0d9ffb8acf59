//! The sample mappings as plain rows, for the generator, the simulator's master data and the checks. They are read here anew,
//! not through the code that they test.

use std::collections::BTreeMap;
use std::path::Path;

use crate::bluecherry::{Customer, Division, MasterData, Sku};
use crate::stack::workspace;

/// One row of a file: its columns by name.
pub type Row = BTreeMap<String, String>;

/// The sample mappings.
#[derive(Debug, Clone)]
pub struct Samples {
    /// Shopify SKU -> article.
    pub skus: Vec<Row>,
    /// Shopify location -> warehouse and divisions.
    pub locations: Vec<Row>,
    /// Division -> house customer and the like.
    pub divisions: Vec<Row>,
    /// Rate -> ship-via.
    pub carriers: Vec<Row>,
    /// Discount -> allowance.
    pub allowances: Vec<Row>,
    /// Kind of charge -> charge.
    pub charges: Vec<Row>,
    /// Gateway -> tender.
    pub tenders: Vec<Row>,
}

/// A file of samples cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {source}")]
pub struct SampleError {
    file: String,
    #[source]
    source: csv::Error,
}

impl Samples {
    /// Reads `infra/mappings`.
    ///
    /// # Errors
    /// When a file is missing or is no CSV.
    pub fn read() -> Result<Self, SampleError> {
        let folder = workspace().join("infra/mappings");
        let kind = |name: &str| rows(&folder.join(format!("{name}.csv")));
        Ok(Self {
            skus: kind("sku")?,
            locations: kind("location")?,
            divisions: kind("division")?,
            carriers: kind("carrier")?,
            allowances: kind("allowance")?,
            charges: kind("charge")?,
            tenders: kind("tender")?,
        })
    }

    /// The row of a list with this source.
    pub fn find<'rows>(rows: &'rows [Row], source: &str) -> Option<&'rows Row> {
        rows.iter().find(|row| value(row, "source") == source)
    }

    /// What BlueCherry knows: every target of the samples, except articles that the caller leaves out.
    pub fn master_data(&self, currencies: &[&str], unknown_skus: &[String]) -> MasterData {
        let column = |rows: &[Row], name: &str| {
            let mut codes: Vec<String> = rows.iter().map(|row| value(row, name).to_owned()).collect();
            codes.sort();
            codes.dedup();
            codes
        };
        let currencies: Vec<String> = currencies.iter().map(|&currency| currency.to_owned()).collect();
        MasterData {
            divisions: column(&self.divisions, "source")
                .into_iter()
                .map(|code| Division { code, currencies: currencies.clone() })
                .collect(),
            locations: column(&self.locations, "warehouse"),
            customers: self
                .divisions
                .iter()
                .map(|row| Customer {
                    code: value(row, "customer").to_owned(),
                    stores: vec![value(row, "store").to_owned()],
                })
                .collect(),
            skus: self
                .skus
                .iter()
                .filter(|row| !unknown_skus.iter().any(|unknown| unknown == value(row, "source")))
                .map(sku)
                .collect(),
            ship_via: column(&self.carriers, "ship_via"),
            allowance_codes: column(&self.allowances, "allowance"),
            charge_codes: column(&self.charges, "charge"),
            payment_methods: column(&self.tenders, "tender"),
            terms: column(&self.divisions, "terms"),
            ord_types: column(&self.divisions, "order_type"),
        }
    }
}

/// A column of a row; empty where it is not.
pub fn value<'row>(row: &'row Row, column: &str) -> &'row str {
    row.get(column).map_or("", String::as_str)
}

fn sku(row: &Row) -> Sku {
    Sku {
        division: value(row, "division").to_owned(),
        style: value(row, "style").to_owned(),
        color_code: value(row, "color_code").to_owned(),
        lbl_code: value(row, "lbl_code").to_owned(),
        dimension: value(row, "dimension").to_owned(),
        size_bk: value(row, "size_bk").parse().unwrap_or_default(),
        size_desc: value(row, "size_desc").to_owned(),
        upc: Some(value(row, "upc").to_owned()).filter(|upc| !upc.is_empty()),
    }
}

fn rows(path: &Path) -> Result<Vec<Row>, SampleError> {
    let failed = |source| SampleError { file: path.display().to_string(), source };
    csv::Reader::from_path(path)
        .map_err(failed)?
        .deserialize()
        .collect::<Result<Vec<Row>, csv::Error>>()
        .map_err(failed)
}
