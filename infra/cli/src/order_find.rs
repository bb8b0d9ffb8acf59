//! Finds an order by what people call it.

use std::collections::BTreeMap;
use std::fmt;

use domain::id::OrderId;
use driver::ports::{TableError, Tables};
use serde::Serialize;

/// How many candidates are looked for under each kind of name.
const CANDIDATES: usize = 20;

/// An order that may be meant.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Candidate {
    /// Shopify's id.
    pub order: OrderId,
    /// Under which name it was found.
    pub name: String,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// This order.
    One(OrderId),
    /// One of these.
    Several(Candidates),
    /// None.
    Nothing,
}

/// Orders to choose from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Candidates {
    /// What was looked for.
    pub which: String,
    /// What fits, at most so many as are of use.
    pub candidates: Vec<Candidate>,
}

impl fmt::Display for Candidates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Several orders fit `{}`; choose one by its id:", self.which)?;
        self.candidates.iter().try_for_each(|one| writeln!(f, "  {:<20} {}", one.order, one.name))
    }
}

/// Finds an order by its id, its name (with or without `#`) or a sales order's number: exactly, else by how these begin.
///
/// # Errors
/// When the table fails.
pub async fn find(tables: &impl Tables, which: &str) -> Result<Found, TableError> {
    let which = which.trim();
    if let Ok(order) = OrderId::parse(which)
        && !tables.load(order).await?.is_empty()
    {
        return Ok(Found::One(order));
    }
    let mut exact: BTreeMap<OrderId, String> = BTreeMap::new();
    let mut beginning: BTreeMap<OrderId, String> = BTreeMap::new();
    // BlueCherry's numbers are codes, and codes come in capitals.
    for (kind, wanted) in
        [("name", which.to_owned()), ("name", format!("#{which}")), ("sales_order", which.to_uppercase())]
    {
        // Sorted by name, so that the exact one comes first.
        for (name, order) in tables.aliases(kind, &wanted, CANDIDATES).await? {
            let found = if name == wanted { &mut exact } else { &mut beginning };
            found.entry(order).or_insert(name);
        }
    }
    let found = if exact.is_empty() { beginning } else { exact };
    let mut candidates: Vec<Candidate> = found.into_iter().map(|(order, name)| Candidate { order, name }).collect();
    candidates.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(match candidates.as_slice() {
        [] => Found::Nothing,
        [one] => Found::One(one.order),
        _ => Found::Several(Candidates { which: which.to_owned(), candidates }),
    })
}
