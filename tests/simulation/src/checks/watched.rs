//! What is kept of an order between two looks: its state as the fold of its trail, entry by entry.

use std::collections::BTreeMap;
use std::ops::Bound;

use domain::event::Event;
use domain::exception::{Exception, Problem};
use domain::id::OrderId;
use domain::image::OrderImage;
use domain::order::{Order, Reading};
use domain::part::{Answer, Intent, PartState};
use domain::trail::TrailEntry;
use driver::memory::MemoryTables;
use driver::rows::{Body, Index, Row};
use jiff::Timestamp;

use super::begun::{Wait, begun};

/// An order under watch.
pub struct Watched {
    /// The fold of its trail.
    pub folded: Order,
    /// Its version when it was last looked at.
    pub version: u64,
    /// Its due time, if it has one.
    pub due_at: Option<Timestamp>,
    /// Places of its sales orders in BlueCherry's books.
    pub booked: Vec<usize>,
    /// A promise was broken for it: it is not looked at any more.
    pub is_broken: bool,
    /// Parts of which it was believed since the last look that nothing stands, and nothing will.
    pub believed: Vec<u16>,
    /// Calls that an exception was made of because their outcome was not known: when it was made, and until when they may leave.
    pub unknown: Vec<(Timestamp, Timestamp)>,
    /// Of parts of which one try after the other came to nothing without an answer: until when the call of the first may leave.
    lost: BTreeMap<u16, Timestamp>,
    /// Waits that began since the last look.
    pub waits: Vec<Wait>,
    /// When BlueCherry was shut to it, by a closed window or a quota that was used up: the end of each such time, and when it first
    /// met it.
    pub shut: BTreeMap<Timestamp, Timestamp>,
    /// Its trail has grown since the last look.
    pub has_moved: bool,
    /// When its trail was last seen to have grown.
    pub moved_at: Option<Timestamp>,
    last: String,
}

impl Watched {
    /// An order of which nothing is known yet.
    pub fn new(id: u64) -> Self {
        Self {
            folded: Order::new(OrderId(id)),
            version: 0,
            due_at: None,
            booked: Vec::new(),
            is_broken: false,
            believed: Vec::new(),
            unknown: Vec::new(),
            lost: BTreeMap::new(),
            waits: Vec::new(),
            shut: BTreeMap::new(),
            has_moved: false,
            moved_at: None,
            last: String::new(),
        }
    }

    /// Takes what is new in the tables. Says what does not hold: I10.
    pub fn follow(&mut self, tables: &MemoryTables) -> Result<(), String> {
        let id = self.folded.id;
        tables.with_trail(id, |trail| self.fold(trail))?;
        tables.with_order(id, |rows| self.compare(rows))
    }

    fn fold(&mut self, trail: &BTreeMap<String, TrailEntry>) -> Result<(), String> {
        for (item, entry) in trail.range::<str, _>((Bound::Excluded(self.last.as_str()), Bound::Unbounded)) {
            if entry.actor.is_empty() || entry.cause.0.is_empty() {
                return Err(format!("the entry {item} of the trail has no actor or no cause"));
            }
            if let Event::Read { image, address } = &entry.event
                && self.folded.address.as_ref() == Some(address)
                && self.folded.image.as_ref().is_some_and(|held| is_same(held, image))
            {
                return Err(format!("the entry {item} takes for news what was known"));
            }
            if let Event::Answered { part, attempt, answer: Answer::FoundNothing } = &entry.event
                && let Some(intent) = self.intent(*part)
                && intent.attempt == *attempt
            {
                let (send_by, is_alone) = (intent.send_by, intent.also.is_empty());
                self.believed.extend(is_alone.then_some(*part));
                self.lost.entry(*part).or_insert(send_by);
            }
            if let Event::Rested { exceptions, .. } = &entry.event {
                self.note_unknown(exceptions, entry.at);
            }
            self.waits.extend(begun(&self.folded, &entry.event, entry.at));
            let folded = std::mem::replace(&mut self.folded, Order::new(OrderId(0)));
            self.folded = folded.after(&entry.event, entry.at).map_err(|illegal| format!("{item}: {illegal}"))?;
            self.folded.reading = Reading::default();
            if let Event::Answered { part, answer, .. } = &entry.event
                && !matches!(answer, Answer::FoundNothing | Answer::NotDone { .. })
                && self.intent(*part).is_none()
            {
                self.lost.remove(part);
            }
        }
        if let Some((last, _)) = trail.last_key_value()
            && *last != self.last
        {
            self.last.clone_from(last);
            self.has_moved = true;
        }
        Ok(())
    }

    fn compare(&mut self, rows: &BTreeMap<String, Row>) -> Result<(), String> {
        let Some(root) = rows.get("root") else {
            return if rows.is_empty() { Ok(()) } else { Err("the order has rows but no root".to_owned()) };
        };
        let Index::Root { version, .. } = root.index else { return Err("the root has no version".to_owned()) };
        if version < self.version {
            return Err(format!("the version went back from {} to {version}", self.version));
        }
        self.version = version;
        self.due_at = rows.get("due#export").and_then(|row| match row.index {
            Index::Due { at, .. } => Some(at),
            _ => None,
        });
        // The head stands without parts and plan, which are rows of their own.
        let (parts, plan) = (std::mem::take(&mut self.folded.parts), self.folded.plan.take());
        let is_head = matches!(&root.body, Body::Head(head) if **head == self.folded);
        let is_plan = match rows.get("plan").map(|row| &row.body) {
            Some(Body::Plan(held)) => plan.as_ref() == Some(held.as_ref()),
            Some(_) => false,
            None => plan.is_none(),
        };
        let held = rows.range("part#".to_owned().."part$".to_owned()).map(|(_, row)| match &row.body {
            Body::Part(part) => Some(part.as_ref()),
            _ => None,
        });
        let is_parts = held.eq(parts.iter().map(Some));
        (self.folded.parts, self.folded.plan) = (parts, plan);
        match (is_head, is_plan, is_parts) {
            (true, true, true) => Ok(()),
            (false, ..) => Err("the trail does not lead to the state".to_owned()),
            (_, false, _) => Err("the trail does not lead to the plan".to_owned()),
            _ => Err("the trail does not lead to the parts".to_owned()),
        }
    }

    /// Notes of which calls exceptions are made because their outcome is not known.
    fn note_unknown(&mut self, exceptions: &[Exception], at: Timestamp) {
        for exception in exceptions {
            if let Problem::OutcomeUnknown { part, .. } = exception.problem {
                // Of tries that are lost one after the other it is the first that patience counts from.
                let first = self.lost.get(&part).copied();
                self.unknown.extend(self.intent(part).map(|intent| (at, first.unwrap_or(intent.send_by))));
            }
        }
    }

    /// The open intent of a part.
    pub fn intent(&self, part: u16) -> Option<&Intent> {
        self.folded.parts.iter().find(|held| held.ordinal == part).and_then(|held| match &held.state {
            PartState::Sending(intent) => Some(intent.as_ref()),
            _ => None,
        })
    }

    /// When the first open intent must be taken up, and until when its call may leave.
    pub fn open_intent(&self) -> Option<(Timestamp, Timestamp)> {
        let open = self.folded.parts.iter().filter_map(|part| match &part.state {
            PartState::Sending(intent) => Some((intent.probe_at, intent.send_by)),
            _ => None,
        });
        open.min()
    }

    /// Whether this number is known to be one of the order's.
    pub fn knows(&self, number: &str) -> bool {
        self.folded.parts.iter().flat_map(|part| part.state.numbers()).any(|known| known.as_str() == number)
    }
}

/// Whether two images say the same of the order, whenever they were read.
fn is_same(held: &OrderImage, read: &OrderImage) -> bool {
    held.total == read.total
        && held.financial == read.financial
        && held.cancelled_at == read.cancelled_at
        && held.lines == read.lines
        && held.payments == read.payments
        && held.routing == read.routing
        && held.shipping == read.shipping
        && held.extras == read.extras
        && (held.tax, held.test, held.has_address) == (read.tax, read.test, read.has_address)
        && held.name == read.name
}
