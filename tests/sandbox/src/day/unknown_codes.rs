//! Sample codes for what a user's own orders name and the sample mappings do not know.

use std::collections::{BTreeMap, BTreeSet};

use crate::bluecherry::{MasterData, Sku};
use crate::shopify::{Line, Order};
use crate::world::samples::{Row, Samples};

/// What is to be mapped, and what BlueCherry then knows.
#[derive(Debug, Default)]
pub struct UnknownCodes {
    /// Arguments of `mappings put`, one list for each code.
    pub puts: Vec<Vec<String>>,
    /// The articles that BlueCherry has to know.
    pub known_to_erp: MasterData,
}

/// Styles of sample articles begin here, beyond those of the sample mappings.
const FIRST_STYLE: usize = 900_001;

/// The codes that these orders name and the samples lack.
pub fn unknown_codes(orders: &[Order], samples: &Samples) -> UnknownCodes {
    let mut names: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    let mut name = |kind: &'static str, rows: &[Row], source: String| {
        if Samples::find(rows, &source).is_none() {
            names.entry(kind).or_default().insert(source);
        }
    };
    for order in orders {
        for line in &order.lines {
            name("sku", &samples.skus, article(line));
        }
        for fulfillment in &order.fulfillment_orders {
            name("location", &samples.locations, fulfillment.location.to_string());
        }
        let shipping = order.shipping_lines.iter().find(|line| !line.removed);
        let carrier =
            shipping.map_or("none", |line| line.code.as_deref().filter(|code| !code.is_empty()).unwrap_or(&line.title));
        name("carrier", &samples.carriers, named(carrier));
        for transaction in &order.transactions {
            name("tender", &samples.tenders, named(&transaction.gateway));
        }
        for discount in &order.discounts {
            name("allowance", &samples.allowances, named(&discount.name));
        }
    }
    let mut unknown = UnknownCodes::default();
    for (kind, sources) in names {
        for (number, source) in sources.into_iter().enumerate() {
            let style = FIRST_STYLE + number;
            let target: Vec<String> = match kind {
                "sku" => {
                    unknown.known_to_erp.skus.push(sample_article(style));
                    ["division=10", &format!("style={style}"), "color_code=ANY", "size_bk=1"].map(str::to_owned).into()
                }
                "location" => ["warehouse=NJ", "divisions=10|20"].map(str::to_owned).into(),
                "carrier" => vec!["ship_via=UPSG".to_owned()],
                "tender" => vec!["tender=MANL".to_owned()],
                _ => vec!["allowance=PROMO".to_owned()],
            };
            unknown.puts.push([kind.to_owned(), source].into_iter().chain(target).collect());
        }
    }
    unknown
}

/// How a merchant would map a line: by SKU, else by variant, else by title.
fn article(line: &Line) -> String {
    match (line.sku.as_deref().map(str::trim).filter(|sku| !sku.is_empty()), line.variant) {
        (Some(sku), _) => sku.to_owned(),
        (None, Some(variant)) => format!("variant:{variant}"),
        (None, None) => format!("title:{}", line.title.trim()),
    }
}

/// What Shopify leaves unnamed is mapped as `none`.
fn named(name: &str) -> String {
    let name = name.trim();
    if name.is_empty() { "none".to_owned() } else { name.to_owned() }
}

fn sample_article(style: usize) -> Sku {
    Sku {
        division: "10".to_owned(),
        style: style.to_string(),
        color_code: "ANY".to_owned(),
        size_bk: 1,
        ..Sku::default()
    }
}
