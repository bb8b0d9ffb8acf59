//! What checks may look at: the simulators' own books and the tables, at a moment.

use std::collections::BTreeSet;

use driver::hint::{DUE, RELEASED, SWEEP};
use driver::memory::MemoryTables;
use jiff::Timestamp;
use sandbox::bluecherry::BookedOrder;
use sandbox::shopify::Shop;

use crate::fault::CallKind;

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
    /// References under which a post that was doubled on the wire booked or staged a second sales order: two may stand.
    pub doubled: &'world BTreeSet<String>,
    /// Orders of which a sales order was booked otherwise than it was posted: without its freight.
    pub otherwise: &'world BTreeSet<u64>,
    /// Whether something waits for an import under a reference.
    pub staged: &'world dyn Fn(&str) -> bool,
    /// Whether BlueCherry knows a staged order of this number, imported or not.
    pub imports: &'world dyn Fn(&str) -> bool,
    /// When the last window that was closed ends, or ended.
    pub closed_until: Option<Timestamp>,
}

/// A call that leaves a machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Departure {
    /// The machine's number.
    pub machine: u64,
    /// The order that it is about, or what is no order's.
    pub order: u64,
    /// What it is for.
    pub call: CallKind,
    /// What it posts, if it is a post.
    pub tried: Option<Tried>,
}

/// A part that is posted, as its caller has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tried {
    /// The part, as its reference names it.
    pub part: u16,
    /// Until when the caller believes that it may leave.
    pub send_by: Timestamp,
}

/// What happened to an order's calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Traffic {
    /// Messages that were received for it for the first time, since Shopify told of it.
    pub told: u32,
    /// The same, since a sweep saw it.
    pub swept: u32,
    /// The same, since its time had come.
    pub due: u32,
    /// The same, since a code that it had lacked arrived.
    pub released: u32,
    /// Messages that were received again, because they had not been done.
    pub again: u32,
    /// Messages that two workers received at once.
    pub twice: u32,
    /// Times that newer code took it.
    pub newer: u32,
    /// Webhooks that its changes called for.
    pub events: u32,
    /// Requests by which Shopify delivered one of them.
    pub deliveries: u32,
    /// Loads of its rows.
    pub loads: u32,
    /// Commits of its rows, those that were lost included.
    pub commits: u32,
    /// Commits whose version check was lost.
    pub lost: u32,
    /// Reads from Shopify.
    pub reads: u32,
    /// Writes to Shopify.
    pub writes: u32,
    /// Posts to BlueCherry.
    pub posts: u32,
    /// Lookups in BlueCherry.
    pub finds: u32,
    /// Questions to BlueCherry about a staged order.
    pub imports: u32,
    /// Questions for BlueCherry's status, on its behalf.
    pub statuses: u32,
    /// Calls to BlueCherry that were asked of the budget on its behalf.
    pub counts: u32,
    /// Looks at mappings, on its behalf.
    pub mappings: u32,
    /// Calls that the budget did not grant it.
    pub refused: u32,
    /// Calls that BlueCherry's gateway stopped, for their key or for a minute.
    pub stopped: u32,
    /// Calls that it stopped since the day's quota was used up.
    pub out_of_quota: u32,
    /// Times that BlueCherry said that it rejects it.
    pub rejected: u32,
    /// Faults that struck its calls.
    pub strikes: u32,
    /// Workers that were killed while they drove it, or a batch that it was of.
    pub kills: u32,
}

impl Traffic {
    /// Notes that a message about the order is received, for the first time or again, with the cause that it names.
    pub fn receives(&mut self, receive_count: u32, cause: &str) {
        let counter = match cause {
            _ if receive_count > 1 => &mut self.again,
            SWEEP => &mut self.swept,
            DUE => &mut self.due,
            RELEASED => &mut self.released,
            _ => &mut self.told,
        };
        *counter += 1;
    }

    /// Messages that were received for it, in all.
    pub fn received(&self) -> u32 {
        self.told + self.swept + self.due + self.released + self.again
    }
}

/// What messages about an order told that were not done, and are never received again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Unheard {
    /// The newest revision that was told.
    pub told: Option<Timestamp>,
    /// When the last word of a code that had arrived was lost, if it was.
    pub released_at: Option<Timestamp>,
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
