//! What needs a person, oldest first, with the money at stake.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::exception::Owner;
use domain::id::OrderId;
use domain::money::{Currency, Money};
use domain::step::Lane;
use driver::operations::{EXCEPTION, OperationException};
use driver::ports::{Operation, TableError, Tables};
use driver::rows::{self, Body, Row};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use serde::Serialize;

use crate::output::table;
use crate::words::{age, list};

/// How many orders are looked up at a time.
const AT_A_TIME: usize = 16;

/// Something that needs a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Open {
    /// Since when; unknown when it cannot be read.
    pub since: Option<Timestamp>,
    /// Who has to act.
    pub owner: Owner,
    /// Its kind.
    pub kind: String,
    /// The order; none when it is no order's.
    pub order: Option<OrderId>,
    /// The order's name, where it is known.
    pub name: Option<String>,
    /// How much money it holds up, where that is known.
    pub at_stake: Option<Money>,
    /// What is wrong.
    pub what: String,
    /// What to do; none where `what` says it.
    pub hint: Option<String>,
}

/// What one owner has to see to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Total {
    /// The owner.
    pub owner: Owner,
    /// How many exceptions.
    pub exceptions: usize,
    /// Of how many orders.
    pub orders: usize,
    /// How much money they hold up, by currency. The money of an order counts once, however many exceptions it has.
    pub money: Vec<Money>,
}

/// The open exceptions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct List {
    /// As of when.
    pub at: Timestamp,
    /// Each of them, oldest first.
    pub exceptions: Vec<Open>,
    /// By owner.
    pub totals: Vec<Total>,
    /// How many of other kinds are open, if one kind was asked for.
    pub other_kinds: BTreeMap<String, usize>,
}

/// Lists open exceptions, all or those of an owner or kind.
///
/// # Errors
/// When a table fails.
pub async fn list_open(
    tables: &impl Tables,
    owner: Option<Owner>,
    kind: Option<&str>,
    now: Timestamp,
) -> Result<List, TableError> {
    let mut exceptions = Vec::new();
    for owner in Owner::ALL.into_iter().filter(|of| owner.is_none_or(|wanted| wanted == *of)) {
        let open = tables.exceptions(owner.name()).await?;
        exceptions.extend(open.iter().map(|(order, row)| of_order(owner, *order, row)));
    }
    exceptions.extend(tables.operations(EXCEPTION).await?.iter().map(of_operation));
    exceptions.retain(|open| owner.is_none_or(|owner| owner == open.owner));
    let mut other_kinds = BTreeMap::new();
    for other in exceptions.extract_if(.., |open| kind.is_some_and(|kind| kind != open.kind)) {
        *other_kinds.entry(other.kind).or_default() += 1;
    }
    exceptions.sort_by_key(|open| (open.since, open.order));
    let images = images(tables, &exceptions).await?;
    for open in &mut exceptions {
        open.name = open.order.and_then(|order| images.get(&order)).map(|(name, _)| name.clone());
    }
    let totals = totals(&exceptions, &images);
    Ok(List { at: now, exceptions, totals, other_kinds })
}

/// What newer code wrote is shown as far as it can be, never left out.
fn of_order(owner: Owner, order: OrderId, row: &Row) -> Open {
    match &row.body {
        Body::Exception(open) => Open {
            since: Some(open.since),
            owner,
            kind: open.exception.problem.kind().to_owned(),
            order: Some(order),
            name: None,
            at_stake: open.exception.at_stake,
            what: open.exception.problem.to_string(),
            hint: Some(open.exception.problem.hint().to_owned()),
        },
        _ => unreadable(owner, Some(order)),
    }
}

fn of_operation(row: &Operation) -> Open {
    match serde_json::from_str::<OperationException>(&row.body) {
        Ok(open) => Open {
            since: Some(open.since),
            owner: open.owner,
            kind: open.kind,
            order: None,
            name: None,
            at_stake: None,
            what: open.text,
            hint: None,
        },
        Err(_) => Open { kind: row.name.clone(), ..unreadable(Owner::Engineering, None) },
    }
}

fn unreadable(owner: Owner, order: Option<OrderId>) -> Open {
    Open {
        since: None,
        owner,
        kind: "unreadable".to_owned(),
        order,
        name: None,
        at_stake: None,
        what: "this version of the program cannot read it".to_owned(),
        hint: Some("use the version that is deployed".to_owned()),
    }
}

/// What the orders are called and come to.
async fn images(tables: &impl Tables, exceptions: &[Open]) -> Result<BTreeMap<OrderId, (String, Money)>, TableError> {
    let orders: BTreeSet<OrderId> = exceptions.iter().filter_map(|open| open.order).collect();
    let found: Vec<Option<(OrderId, (String, Money))>> = stream::iter(orders)
        .map(|order| async move {
            let stored = rows::read(order, Lane::Export, tables.load(order).await?);
            let image = stored.ok().and_then(|stored| stored.order.image);
            Ok(image.map(|image| (order, (image.name.to_string(), image.total))))
        })
        .buffer_unordered(AT_A_TIME)
        .try_collect()
        .await?;
    Ok(found.into_iter().flatten().collect())
}

fn totals(exceptions: &[Open], images: &BTreeMap<OrderId, (String, Money)>) -> Vec<Total> {
    let of = |owner: Owner| {
        let open: Vec<&Open> = exceptions.iter().filter(|open| open.owner == owner).collect();
        let orders: BTreeSet<OrderId> = open.iter().filter_map(|open| open.order).collect();
        let mut money: BTreeMap<Currency, Money> = BTreeMap::new();
        for order in &orders {
            let stakes = open.iter().filter(|open| open.order == Some(*order)).filter_map(|open| open.at_stake);
            for stake in once(stakes, images.get(order).map(|(_, total)| *total)) {
                let sum = money.entry(stake.currency).or_insert(Money::zero(stake.currency));
                sum.amount += stake.amount;
            }
        }
        Total { owner, exceptions: open.len(), orders: orders.len(), money: money.into_values().collect() }
    };
    Owner::ALL.into_iter().map(of).filter(|total| total.exceptions > 0).collect()
}

/// What one order holds up: its exceptions may each hold up a part of it, or all of it again.
fn once(stakes: impl Iterator<Item = Money>, total: Option<Money>) -> Vec<Money> {
    let mut sums: BTreeMap<Currency, (Money, Money)> = BTreeMap::new();
    for stake in stakes {
        let zero = Money::zero(stake.currency);
        let (sum, largest) = sums.entry(stake.currency).or_insert((zero, zero));
        sum.amount += stake.amount;
        largest.amount = largest.amount.max(stake.amount);
    }
    let capped = |(currency, (sum, largest)): (Currency, (Money, Money))| {
        let whole = total.filter(|total| total.currency == currency).map_or(largest.amount, |total| total.amount);
        Money::new(sum.amount.min(whole.max(largest.amount)), currency)
    };
    sums.into_iter().map(capped).collect()
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others: Vec<String> = self.other_kinds.iter().map(|(kind, open)| format!("{open} {kind}")).collect();
        match (self.exceptions.is_empty(), others.is_empty()) {
            (true, true) => return f.write_str("No exception is open."),
            (true, false) => return write!(f, "None of this kind is open. Of others: {}.", list(others)),
            (false, _) => {}
        }
        let mut open = table(["age", "owner", "kind", "order", "money", "what, and what to do"]);
        for one in &self.exceptions {
            open.add_row([
                one.since.map_or("?".to_owned(), |since| age(since, self.at)),
                one.owner.to_string(),
                one.kind.clone(),
                list(one.name.iter().cloned().chain(one.order.map(|order| order.to_string()))),
                list(one.at_stake),
                one.hint.as_ref().map_or(one.what.clone(), |hint| format!("{}\n-> {hint}", one.what)),
            ]);
        }
        let mut totals = table(["owner", "exceptions", "orders", "money"]);
        for total in &self.totals {
            totals.add_row([
                total.owner.to_string(),
                total.exceptions.to_string(),
                total.orders.to_string(),
                list(&total.money),
            ]);
        }
        write!(f, "{}\n\n{}", open.trim_fmt(), totals.trim_fmt())
    }
}
