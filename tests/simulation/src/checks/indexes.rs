//! What leads to an order at rest: by whoever has to act, by its other names, and by the codes that it waits for. Each is there, whole,
//! and nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use domain::exception::OpenException;
use domain::mapping::{CodeKey, MappingKind};
use driver::memory::MemoryTables;
use driver::ports::Tables;
use driver::rows::{Body, Index, Row};
use jiff::Timestamp;
use sandbox::shopify::Order;

use super::codes::awaited;
use super::{Checker, Rest, View};
use crate::oracle::{PartKey, owner};
use crate::ports::at_once;

/// Who has to act, by the trade.
const OWNERS: [&str; 4] = ["operations", "finance", "customer_service", "engineering"];

/// What the indexes lead to an order by.
#[derive(Debug, Default)]
struct Found {
    exceptions: Vec<Row>,
    names: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

/// The orders that wait for each code, and since when.
type Waiting = BTreeMap<String, BTreeSet<(Timestamp, u64)>>;

impl Checker {
    /// Looks at everything by which orders are found.
    pub(super) fn are_found(&mut self, view: &View<'_>, rest: &Rest<'_>) {
        // What lags shows now.
        view.tables.advance_indexes(Timestamp::MAX);
        let mut found = found(view.tables);
        let mut waiting = Waiting::new();
        for order in view.shop.orders() {
            let found = found.remove(&order.id).unwrap_or_default();
            self.exceptions_are_found(view, order.id, &found.exceptions);
            self.is_found_by_names(view, order, &found);
            let rows = missing_rows(view.tables, order.id);
            let is_knowable = !self.is_unknowable(order.id, (rest.unheard)(order.id));
            self.waits_for_its_codes(view, order, is_knowable, &rows);
            for (code, since) in rows {
                waiting.entry(code).or_default().insert((since, order.id));
            }
        }
        for (order, found) in found {
            self.fact("found", Some(order), false, || {
                format!("the indexes lead to no order of the shop, by {found:?}")
            });
        }
        for (code, orders) in waiting {
            let indexed = waiting_for(view.tables, &code);
            self.fact("found", None, indexed.as_ref() == Some(&orders), || {
                format!("{orders:?} wait for {code}, of which the index knows {indexed:?}")
            });
        }
    }

    /// Each open exception is found by its owner, whole; and none that is over.
    fn exceptions_are_found(&mut self, view: &View<'_>, order: u64, found: &[Row]) {
        let Some(watched) = self.watched.get(&order) else { return };
        let open = &watched.folded.rest.exceptions;
        // No order of these customers has so many that some are left out.
        let stand = |one: &OpenException| open.iter().filter(|other| *other == one).count();
        let is_whole = found.len() == open.len() && open.iter().all(|one| rows_of(one, found) == stand(one));
        let stored = view.tables.with_order(watched.folded.id, |rows| {
            let rows = rows.values().filter(|row| row.item.starts_with("exception#"));
            rows.clone().count() == found.len() && rows.into_iter().all(|row| found.contains(row))
        });
        let says = (!is_whole || !stored).then(|| format!("its owners find {found:?}, open are {open:?}"));
        self.fact("found", Some(order), says.is_none(), || says.unwrap_or_default());
    }

    /// It is found by its name, once that was read, and by the number of each sales order.
    fn is_found_by_names(&mut self, view: &View<'_>, order: &Order, found: &Found) {
        let Some(watched) = self.watched.get(&order.id) else { return };
        let names: BTreeSet<&str> = watched.folded.image.iter().map(|_| order.name.as_str()).collect();
        let is_open = watched.open_intent().is_some();
        let booked = self.booked(view, order.id);
        let numbers: BTreeSet<&str> = booked.iter().map(|booked| booked.ord_num.as_str()).collect();
        self.fact("found", Some(order.id), names.iter().eq(found.names.iter()), || {
            format!("it is found by {:?}, and its name is {names:?}", found.names)
        });
        // What became of an open intent is not known yet.
        self.fact("found", Some(order.id), is_open || numbers.iter().eq(found.numbers.iter()), || {
            format!("it is found by the numbers {:?}, and {numbers:?} are booked", found.numbers)
        });
    }

    /// It is found by the codes that it lacks, and by no others.
    fn waits_for_its_codes(&mut self, view: &View<'_>, order: &Order, is_knowable: bool, rows: &[(String, Timestamp)]) {
        let Some(watched) = self.watched.get(&order.id).filter(|_| is_knowable) else { return };
        let open = &watched.folded.rest.exceptions;
        let kinds: BTreeSet<&str> = open.iter().map(|open| open.exception.problem.kind()).collect();
        let since: BTreeSet<Timestamp> = open.iter().map(|open| open.since).collect();
        let booked: BTreeSet<PartKey> = self
            .booked(view, order.id)
            .iter()
            .map(|booked| (booked.posted.division.clone(), booked.posted.location.clone()))
            .collect();
        let unbooked: Vec<PartKey> =
            self.oracle.parts(order).into_keys().filter(|part| !booked.contains(part)).collect();
        let awaited = awaited(&self.oracle, order, &kinds, &unbooked);
        let codes: BTreeSet<String> = rows.iter().map(|(code, _)| code.clone()).collect();
        let is_it = awaited.is(&codes) && rows.iter().all(|(_, at)| since.contains(at));
        self.fact("found", Some(order.id), is_it, || {
            format!("it is found by the codes {rows:?}, and waits for {awaited:?} since {since:?}")
        });
    }
}

/// By what the indexes lead to orders.
fn found(tables: &MemoryTables) -> BTreeMap<u64, Found> {
    let mut found: BTreeMap<u64, Found> = BTreeMap::new();
    for owner in OWNERS {
        for (order, row) in at_once(tables.exceptions(owner)).unwrap_or_default() {
            found.entry(order.0).or_default().exceptions.push(row);
        }
    }
    for (name, order) in at_once(tables.aliases("name", "", usize::MAX)).unwrap_or_default() {
        found.entry(order.0).or_default().names.insert(name);
    }
    for (number, order) in at_once(tables.aliases("sales_order", "", usize::MAX)).unwrap_or_default() {
        found.entry(order.0).or_default().numbers.insert(number);
    }
    found
}

/// How many rows tell of an exception: whose it is, since when, and all of it.
fn rows_of(open: &OpenException, rows: &[Row]) -> usize {
    let whose = owner(open.exception.problem.kind());
    let tells = |row: &&Row| {
        matches!(&row.body, Body::Exception(held) if **held == *open)
            && matches!(&row.index, Index::Exception { owner, since } if owner == whose && *since == open.since)
    };
    rows.iter().filter(tells).count()
}

/// The codes by which an order's rows say that it waits.
fn missing_rows(tables: &MemoryTables, order: u64) -> Vec<(String, Timestamp)> {
    tables.with_order(domain::id::OrderId(order), |rows| {
        let codes = rows.values().filter_map(|row| match &row.index {
            Index::Missing { code, since } => Some((code.clone(), *since)),
            _ => None,
        });
        codes.collect()
    })
}

/// Who waits for a code, by the index.
fn waiting_for(tables: &MemoryTables, code: &str) -> Option<BTreeSet<(Timestamp, u64)>> {
    let (kind, source) = code.split_once('#')?;
    let code = CodeKey::new(MappingKind::named(kind)?, source);
    let waiting = at_once(tables.waiting_for(&code, None, usize::MAX)).ok()?;
    Some(waiting.into_iter().map(|waiting| (waiting.since, waiting.order.0)).collect())
}
