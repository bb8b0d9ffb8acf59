//! What checks may look at: the simulators' own books and the tables, at a moment.

use std::collections::BTreeSet;

use driver::memory::MemoryTables;
use jiff::Timestamp;
use sandbox::bluecherry::BookedOrder;
use sandbox::shopify::Shop;

/// A world at a moment.
pub struct View<'world> {
    /// The true time.
    pub now: Timestamp,
    /// The shop.
    pub shop: &'world Shop,
    /// BlueCherry's books, the oldest order first.
    pub books: &'world [BookedOrder],
    /// The tables.
    pub tables: &'world MemoryTables,
    /// Orders of which a post was doubled on the wire: two sales orders may stand, if BlueCherry does not refuse that.
    pub doubled: &'world BTreeSet<u64>,
    /// Orders of which a sales order was booked otherwise than it was posted: without its freight.
    pub otherwise: &'world BTreeSet<u64>,
    /// Whether something waits for an import under a reference.
    pub staged: &'world dyn Fn(&str) -> bool,
    /// Whether BlueCherry knows a staged order of this number, imported or not.
    pub imports: &'world dyn Fn(&str) -> bool,
    /// When the last window that was closed ends, or ended.
    pub closed_until: Option<Timestamp>,
}

/// What happened to an order's calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Traffic {
    /// Messages that were received for it.
    pub received: u32,
    /// Loads of its rows.
    pub loads: u32,
    /// Commits of its rows, those that were lost included.
    pub commits: u32,
    /// Reads from Shopify.
    pub reads: u32,
    /// Writes to Shopify.
    pub writes: u32,
    /// Posts to BlueCherry.
    pub posts: u32,
    /// Lookups in BlueCherry.
    pub finds: u32,
    /// Faults that struck its calls.
    pub strikes: u32,
    /// Workers that were killed while they drove it, or a batch that it was of.
    pub kills: u32,
}

/// What messages about an order told that were not done, and are never received again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Unheard {
    /// The newest revision that was told.
    pub told: Option<Timestamp>,
    /// The last word of a code that had arrived is among them.
    pub is_released: bool,
}

/// What is left of a world that has drained.
pub struct Rest<'world> {
    /// Messages in the queues, those that are received included.
    pub queued: usize,
    /// Messages that nobody could do.
    pub dead_letters: usize,
    /// When BlueCherry takes orders again, if it does not now.
    pub closed_until: Option<Timestamp>,
    /// Orders are booked by imports.
    pub imports: bool,
    /// Calls that BlueCherry's gateway refused although it lets through three budgets at a time.
    pub over_limit: u64,
    /// What happened to an order's calls.
    pub traffic: &'world dyn Fn(u64) -> Traffic,
    /// What was told of an order that nobody has heard.
    pub unheard: &'world dyn Fn(u64) -> Unheard,
}
