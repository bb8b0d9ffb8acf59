//! How an order lies in its table: which rows, with which index attributes. Both implementations of the tables store these
//! rows as they are.

mod body;

use std::sync::Arc;

use domain::exception::{OpenException, Owner, Problem};
use domain::id::OrderId;
use domain::mapping::{CodeKey, DEFAULT_SOURCE, MappingKind};
use domain::order::{Order, Reading};
use domain::planted::{self, Bug};
use domain::step::Lane;
use domain::trail::TrailEntry;
use jiff::Timestamp;

pub use body::Body;

/// The schema version of the bodies that this code writes. A row with a higher one was written by newer code.
pub const SCHEMA: u32 = 1;

/// How many codes that an order waits for are indexed. The rest is found when these have arrived. A transaction takes 100
/// rows, and these may all be exchanged for others in one.
const MISSING_INDEXED: usize = 30;

/// How much of a code stands in its row's key: a sort key takes 1,024 bytes, and a title of Shopify's 255 characters of four.
const LONGEST_KEY: usize = 250;

/// How many exceptions of an order are indexed, beside the first of each owner. The root holds them all.
const EXCEPTIONS_INDEXED: usize = 20;

/// A row of an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its sort key.
    pub item: String,
    /// Its content.
    pub body: Body,
    /// What it is found by, beside its key. Outside the body, so that code of any version can read it.
    pub index: Index,
}

/// What a row is found by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Index {
    /// The order's head: its version and the schema of its bodies.
    Root {
        /// The order's version, from 1.
        version: u64,
        /// The schema of its bodies.
        schema: u32,
    },
    /// By its key alone.
    None,
    /// By the time at which a lane must look at the order.
    Due {
        /// Lane and shard, such as `export#3`.
        shard: String,
        /// When.
        at: Timestamp,
    },
    /// By who has to act.
    Exception {
        /// The owner's name.
        owner: String,
        /// Since when.
        since: Timestamp,
    },
    /// By a code that the order waits for: it is missing, or its mapping may have to be mended.
    Missing {
        /// Kind and source, such as `sku#ABC`.
        code: String,
        /// Since when.
        since: Timestamp,
    },
    /// By another name of the order.
    Alias {
        /// The kind, such as `sales_order`.
        kind: String,
        /// The name.
        value: String,
    },
}

/// An order's changed rows, to be written in one transaction with its trail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Commit {
    /// The order.
    pub order: OrderId,
    /// The version that was loaded; 0 when nothing was known of the order.
    pub expected: u64,
    /// Rows to write; the root, with its new version, is always among them.
    pub put: Vec<Row>,
    /// Sort keys of rows to delete.
    pub delete: Vec<String>,
    /// New entries of the trail, with their sort keys. Never overwritten.
    pub trail: Vec<(String, TrailEntry)>,
}

/// An order as it was loaded.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The order.
    pub order: Order,
    /// Its version; 0 when nothing was known of it.
    pub version: u64,
    /// Its rows, as they lie in the table.
    pub rows: Vec<Row>,
    /// When the lane is due, if it is.
    pub due_at: Option<Timestamp>,
}

/// The rows of an order could not be read.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// They were written by newer code, which must finish the order.
    #[error("order {order} has schema {found}, newer than {SCHEMA}: the newer version of this function must drive it")]
    NewerSchema {
        /// The order.
        order: OrderId,
        /// Its schema.
        found: u32,
    },
    /// They are broken.
    #[error("order {order}: row `{item}` cannot be read")]
    Broken {
        /// The order.
        order: OrderId,
        /// The row.
        item: String,
    },
    /// They have no root.
    #[error("order {order} has rows but no root")]
    Rootless {
        /// The order.
        order: OrderId,
    },
}

const ROOT: &str = "root";
const PLAN: &str = "plan";

fn due_item(lane: Lane) -> String {
    format!("due#{}", lane.name())
}

/// The index value of a code.
pub fn missing_code(code: &CodeKey) -> String {
    format!("{}#{}", code.kind, code.source)
}

/// The shard of an order in a lane's due index.
pub fn shard(lane: Lane, order: OrderId, shards: u16) -> String {
    shard_name(lane, u16::try_from(order.0 % u64::from(shards.max(1))).unwrap_or_default())
}

/// The index value of a lane's shard.
pub fn shard_name(lane: Lane, shard: u16) -> String {
    format!("{}#{shard}", lane.name())
}

/// The order in its rows; a new one when there are none.
///
/// # Errors
/// When the rows were written by newer code, or are broken.
pub fn read(id: OrderId, lane: Lane, rows: Vec<Row>) -> Result<Stored, RowError> {
    if rows.is_empty() {
        return Ok(Stored { order: Order::new(id), version: 0, rows, due_at: None });
    }
    let root = rows.iter().find(|row| row.item == ROOT).ok_or(RowError::Rootless { order: id })?;
    let Index::Root { version, schema } = root.index else { return Err(RowError::Rootless { order: id }) };
    if schema > SCHEMA {
        return Err(RowError::NewerSchema { order: id, found: schema });
    }
    let broken = |row: &Row| RowError::Broken { order: id, item: row.item.clone() };
    let Body::Head(head) = &root.body else { return Err(broken(root)) };
    let mut order = Order::clone(head);
    for row in &rows {
        match &row.body {
            Body::Part(part) => order.parts.push(part.as_ref().clone()),
            Body::Plan(plan) => order.plan = Some(plan.as_ref().clone()),
            Body::Raw(_) if row.item == PLAN || row.item.starts_with("part#") => return Err(broken(row)),
            _ => {}
        }
    }
    order.parts.sort_by_key(|part| part.ordinal);
    let due_at = rows.iter().find(|row| row.item == due_item(lane)).and_then(|row| match row.index {
        Index::Due { at, .. } => Some(at),
        _ => None,
    });
    Ok(Stored { order, version, rows, due_at })
}

/// What has to be written so that the table holds `order`, due at `due_at`, with these new trail entries.
pub fn commit(
    stored: &Stored,
    order: &Order,
    lane: Lane,
    due_at: Option<Timestamp>,
    shards: u16,
    trail: &[TrailEntry],
) -> Commit {
    let version = stored.version + 1;
    let rows = rows(stored, order, version, lane, due_at, shards);
    let delete = stored
        .rows
        .iter()
        .filter(|held| !rows.iter().any(|row| row.item == held.item) && is_of(lane, &held.item))
        .map(|held| held.item.clone())
        .collect();
    let put = rows.into_iter().filter(|row| row.item == ROOT || !stored.rows.contains(row)).collect();
    let trail = trail
        .iter()
        .enumerate()
        .map(|(index, entry)| (format!("trail#{version:010}#{index:02}"), entry.clone()))
        .collect();
    Commit { order: order.id, expected: stored.version, put, delete, trail }
}

/// A lane does not touch the due row of another.
fn is_of(lane: Lane, item: &str) -> bool {
    !item.starts_with("due#") || item == due_item(lane)
}

/// The rows as they are once the commit is done.
pub fn after(stored: &Stored, commit: &Commit) -> Vec<Row> {
    let mut rows: Vec<Row> = stored
        .rows
        .iter()
        .filter(|row| !commit.delete.contains(&row.item) && !commit.put.iter().any(|put| put.item == row.item))
        .cloned()
        .collect();
    rows.extend(commit.put.iter().cloned());
    rows
}

/// The content that stands in a row, if it is still this; content is compared before it is copied.
fn standing(stored: &Stored, item: &str, is_same: impl Fn(&Body) -> bool) -> Option<Body> {
    stored.rows.iter().find(|row| row.item == item).map(|row| &row.body).filter(|body| is_same(body)).cloned()
}

fn rows(stored: &Stored, order: &Order, version: u64, lane: Lane, due_at: Option<Timestamp>, shards: u16) -> Vec<Row> {
    let head = Body::Head(Arc::new(head_of(order)));
    let mut rows = vec![Row { item: ROOT.to_owned(), body: head, index: Index::Root { version, schema: SCHEMA } }];
    for part in &order.parts {
        let item = format!("part#{:04}", part.ordinal);
        let body = standing(stored, &item, |body| matches!(body, Body::Part(before) if **before == *part));
        let body = body.unwrap_or_else(|| Body::Part(Arc::new(part.clone())));
        rows.push(Row { item, body, index: Index::None });
    }
    // An item of its own: it seldom changes, and two images of a long order do not fit into one item.
    if let Some(plan) = &order.plan {
        let body = standing(stored, PLAN, |body| matches!(body, Body::Plan(before) if **before == *plan));
        let body = body.unwrap_or_else(|| Body::Plan(Arc::new(plan.clone())));
        rows.push(Row { item: PLAN.to_owned(), body, index: Index::None });
    }
    rows.extend(due_at.map(|at| Row {
        item: due_item(lane),
        body: Body::Empty,
        index: Index::Due { shard: shard(lane, order.id, shards), at },
    }));
    let exceptions = &order.rest.exceptions;
    for (number, open) in exceptions.iter().enumerate() {
        let is_first = exceptions[..number].iter().all(|before| owner_of(before) != owner_of(open));
        if number >= EXCEPTIONS_INDEXED && !is_first {
            continue;
        }
        rows.push(Row {
            item: format!("exception#{number:03}"),
            body: Body::Exception(Arc::new(open.clone())),
            index: Index::Exception { owner: shown_to(open).name().to_owned(), since: open.since },
        });
    }
    rows.extend(missing_rows(order));
    let mut alias = |kind: &str, value: String| {
        rows.push(Row {
            item: format!("alias#{kind}#{value}"),
            body: Body::Empty,
            index: Index::Alias { kind: kind.to_owned(), value },
        });
    };
    if let Some(image) = &order.image {
        alias("name", image.name.0.clone());
    }
    // Also of a part that was found twice: each of its numbers leads here.
    let shown = order.parts.iter().filter(|_| !planted::is(Bug::AliasForgotten));
    for number in shown.flat_map(|part| part.state.numbers()) {
        alias("sales_order", number.to_string());
    }
    rows
}

/// What stands in the head's row: parts and plan have rows of their own, and what a worker knows is never saved.
fn head_of(order: &Order) -> Order {
    let Order {
        id,
        image,
        address,
        stale,
        unread,
        attempts,
        numbers_written,
        numbers_refused,
        put_off,
        routing_since,
        empty_since,
        rest,
        ..
    } = order;
    Order {
        id: *id,
        image: image.clone(),
        address: address.clone(),
        stale: *stale,
        unread: unread.clone(),
        plan: None,
        parts: Vec::new(),
        attempts: attempts.clone(),
        numbers_written: numbers_written.clone(),
        numbers_refused: numbers_refused.clone(),
        put_off: put_off.clone(),
        routing_since: *routing_since,
        empty_since: *empty_since,
        rest: rest.clone(),
        reading: Reading::default(),
    }
}

fn owner_of(open: &OpenException) -> Owner {
    open.exception.problem.owner()
}

/// Whose list an exception is on.
fn shown_to(open: &OpenException) -> Owner {
    if planted::is(Bug::AllForOperations) { Owner::Operations } else { owner_of(open) }
}

/// One row for each code that the order waits for.
fn missing_rows(order: &Order) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for open in &order.rest.exceptions {
        for code in awaited(order, &open.exception.problem) {
            let code = missing_code(&code);
            let item = format!("missing#{}", code.chars().take(LONGEST_KEY).collect::<String>());
            if !rows.iter().any(|row| row.item == item) {
                rows.push(Row { item, body: Body::Empty, index: Index::Missing { code, since: open.since } });
            }
        }
    }
    rows.truncate(MISSING_INDEXED);
    rows
}

/// The codes whose arrival, or whose change, may end a problem. Where a default row would do, its arrival too.
fn awaited(order: &Order, problem: &Problem) -> Vec<CodeKey> {
    match problem {
        Problem::MissingCode { code: kind, sources } => {
            let default = kind.has_default().then(|| DEFAULT_SOURCE.to_owned());
            sources.iter().cloned().chain(default).map(|source| CodeKey::new(*kind, source)).collect()
        }
        Problem::ErpRejected { part, .. } => {
            let tried = order.parts.iter().find(|held| held.ordinal == *part).and_then(|held| held.last.as_ref());
            let mut codes: Vec<CodeKey> =
                tried.map(|tried| tried.codes.iter().map(|(code, _)| code.clone()).collect()).unwrap_or_default();
            // Only so many are indexed: the few codes that hold for the whole order first, then its articles.
            codes.sort_by_key(|code| code.kind == MappingKind::Sku);
            codes
        }
        Problem::SkuOutsideLocation { sku, location, .. } => {
            vec![CodeKey::new(MappingKind::Location, location.as_str()), CodeKey::new(MappingKind::Sku, sku.as_str())]
        }
        _ => Vec::new(),
    }
}
