//! The aggregate: one Shopify order and everything of ours that hangs under it. Its state is the fold of its trail.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::address::AddressMark;
use crate::code::SalesOrderNumber;
use crate::eligibility::Ineligible;
use crate::event::Event;
use crate::exception::OpenException;
use crate::id::OrderId;
use crate::image::OrderImage;
use crate::part::{IllegalTransition, Part, PartState};
use crate::planted::{self, Bug};

/// One order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Order {
    /// Shopify's id.
    pub id: OrderId,
    /// What was last read, and the mark of its address.
    pub image: Option<Arc<OrderImage>>,
    /// The mark of the address that was last read.
    pub address: Option<AddressMark>,
    /// A newer revision is known of that could not be read yet.
    pub stale: bool,
    /// Since when Shopify does not show the order, or cannot be read.
    pub unread: Option<Unread>,
    /// What was exported, or is being exported.
    pub plan: Option<Plan>,
    /// The parts, by ordinal.
    pub parts: Vec<Part>,
    /// How many tries each part has had, by ordinal.
    pub attempts: BTreeMap<u16, u32>,
    /// The sales order numbers that Shopify shows.
    pub numbers_written: Vec<SalesOrderNumber>,
    /// Numbers that Shopify refuses to show.
    #[serde(default)]
    pub numbers_refused: Option<NumbersRefused>,
    /// Nothing is to be sent before.
    pub put_off: Option<PutOff>,
    /// Since when the order waits for its routing.
    pub routing_since: Option<Timestamp>,
    /// Since when no line of the order stands.
    #[serde(default)]
    pub empty_since: Option<Timestamp>,
    /// How it rests.
    pub rest: RestingState,
    /// What this worker knows of how current `image` is. Never saved.
    #[serde(skip)]
    pub reading: Reading,
}

/// How current the image is, to the worker that holds it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Reading {
    /// Something newer is known of: read before anything is decided.
    Outdated,
    /// As it was saved: good enough to rest on, not to send from.
    #[default]
    Held,
    /// Read by this worker, personal data in hand.
    Fresh,
}

/// Shopify told of the order, but it could not be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unread {
    /// Since when.
    pub since: Timestamp,
    /// When it was last tried.
    pub last: Timestamp,
    /// What could not be read; none when Shopify shows no such order.
    pub why: Option<String>,
}

/// Shopify refuses to show numbers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NumbersRefused {
    /// Which.
    pub numbers: Vec<SalesOrderNumber>,
    /// What it says.
    pub why: String,
}

/// Nothing is to be sent before a time, for a reason that is not the order's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PutOff {
    /// Until when.
    pub until: Timestamp,
    /// Why.
    pub why: String,
}

/// The revision that is exported.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// The order as it was when the first part left.
    pub image: Arc<OrderImage>,
    /// The mark of its address.
    pub address: AddressMark,
    /// The part that carries the order's charges, once that is frozen.
    pub charges_on: Option<u16>,
}

/// How an order rests.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RestingState {
    /// When it is to be looked at again.
    pub until: Option<Timestamp>,
    /// What needs a person.
    pub exceptions: Vec<OpenException>,
    /// Why it is none of ours, if it is not.
    pub ineligible: Option<Ineligible>,
}

/// An order's standing, in one word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Every part is a sales order and Shopify shows the numbers.
    Exported,
    /// It waits until a time.
    Waiting,
    /// A person has to act.
    Exception,
    /// It is not to be exported.
    Ineligible,
}

impl Order {
    /// An order of which nothing is known but its id.
    pub fn new(id: OrderId) -> Self {
        Self {
            id,
            image: None,
            address: None,
            stale: false,
            unread: None,
            plan: None,
            parts: Vec::new(),
            attempts: BTreeMap::new(),
            numbers_written: Vec::new(),
            numbers_refused: None,
            put_off: None,
            routing_since: None,
            empty_since: None,
            rest: RestingState::default(),
            reading: Reading::Held,
        }
    }

    /// The order's standing.
    pub fn standing(&self) -> Standing {
        if !self.rest.exceptions.is_empty() {
            Standing::Exception
        } else if self.rest.ineligible.is_some() {
            Standing::Ineligible
        } else if self.rest.until.is_none() && self.is_live() {
            Standing::Exported
        } else {
            Standing::Waiting
        }
    }

    /// How many tries a part has had.
    pub fn attempts(&self, part: u16) -> u32 {
        self.attempts.get(&part).copied().unwrap_or_default()
    }

    /// The numbers of the sales orders that BlueCherry holds for it as they were posted. One that was booked otherwise is no
    /// acknowledgement: Shopify does not show it before a person has decided. A number that is shown already stays while the
    /// order has no other: what it turns out to be is told by the exception.
    pub fn numbers(&self) -> Vec<SalesOrderNumber> {
        let is_shown = |state: &PartState| {
            matches!(state, PartState::Accepted(_)) || planted::is(Bug::WrittenBeforeEcho) && state.is_live()
        };
        let shown = self.parts.iter().filter(|part| is_shown(&part.state));
        shown.flat_map(|part| part.state.numbers()).collect()
    }

    /// Whether BlueCherry holds anything of it.
    pub fn is_live(&self) -> bool {
        self.parts.iter().any(|part| part.state.is_live())
    }

    /// Whether BlueCherry holds, or may hold, anything of it.
    pub fn may_be_live(&self) -> bool {
        self.parts.iter().any(|part| part.state.may_be_live())
    }

    /// The earliest probe of an open intent.
    pub fn next_probe(&self) -> Option<Timestamp> {
        self.parts
            .iter()
            .filter_map(|part| match &part.state {
                PartState::Sending(intent) => Some(intent.probe_at),
                _ => None,
            })
            .min()
    }

    /// The state after an event.
    ///
    /// # Errors
    /// When the state does not allow the event: a trail that was altered, or a bug.
    pub fn after(mut self, event: &Event, at: Timestamp) -> Result<Self, IllegalTransition> {
        match event {
            Event::Read { image, address } => {
                self.note_shown(&image.numbers_shown);
                // The order changed in Shopify: what it refused may go now.
                self.numbers_refused = None;
                self.image = Some(Arc::clone(image));
                self.address = Some(address.clone());
                self.stale = false;
                self.unread = None;
                self.reading = Reading::Fresh;
                self.note_routing(at);
                self.note_emptiness(at);
            }
            Event::ReadUnchanged { updated_at, read_at, numbers_shown } => {
                self.note_shown(numbers_shown);
                if let Some(image) = self.image.as_mut().map(Arc::make_mut) {
                    image.updated_at = *updated_at;
                    image.read_at = *read_at;
                    image.numbers_shown.clone_from(numbers_shown);
                }
                self.stale = false;
                self.unread = None;
                self.reading = Reading::Fresh;
                self.note_emptiness(at);
            }
            Event::Unread { why } => {
                let since = self.unread.take().map_or(at, |unread| unread.since);
                self.unread = Some(Unread { since, last: at, why: why.clone() });
                self.stale = true;
                self.reading = Reading::Held;
            }
            Event::PutOff { until, why, stale } => {
                self.put_off = Some(PutOff { until: *until, why: why.clone() });
                self.stale |= *stale;
                self.reading = if self.stale { Reading::Held } else { self.reading };
            }
            Event::IntentOpened { part, key, intent } => {
                if !self.parts.iter().any(|held| held.ordinal != *part && held.state.may_be_live())
                    && let (Some(image), Some(address)) = (&self.image, &self.address)
                {
                    self.plan = Some(Plan { image: image.clone(), address: address.clone(), charges_on: None });
                }
                if let Some(plan) = self.plan.as_mut().filter(|_| intent.carries_charges) {
                    plan.charges_on = Some(*part);
                }
                if !self.parts.iter().any(|held| held.ordinal == *part) {
                    self.parts.push(Part {
                        ordinal: *part,
                        key: key.clone(),
                        state: PartState::Open { not_before: None },
                        last: None,
                        unknown_since: None,
                    });
                    self.parts.sort_by_key(|part| part.ordinal);
                }
                self.attempts.insert(*part, intent.attempt);
                self.part_mut(*part, "open an intent")?.open_intent((**intent).clone())?;
            }
            Event::Answered { part, attempt, answer } => {
                self.part_mut(*part, "take an answer")?.take(*attempt, answer, at)?;
            }
            Event::NumbersWritten { numbers } => {
                self.numbers_written.clone_from(numbers);
                self.numbers_refused = None;
            }
            Event::NumbersRefused { numbers, why } => {
                self.numbers_refused = Some(NumbersRefused { numbers: numbers.clone(), why: why.clone() });
            }
            Event::Rested { until, exceptions, ineligible } => {
                let before = std::mem::take(&mut self.rest.exceptions);
                let since = |exception: &crate::exception::Exception| {
                    before.iter().find(|open| open.exception.is_same_trouble(exception)).map_or(at, |open| open.since)
                };
                self.rest = RestingState {
                    until: *until,
                    exceptions: exceptions
                        .iter()
                        .map(|exception| OpenException { exception: exception.clone(), since: since(exception) })
                        .collect(),
                    ineligible: ineligible.clone(),
                };
            }
        }
        Ok(self)
    }

    /// Two workers may write numbers at once, and the slower one knows fewer: what the order shows then is believed, so that
    /// all of them are written again. What it shows of others, or nothing at all, is no reason: that could go on for ever.
    fn note_shown(&mut self, shown: &[SalesOrderNumber]) {
        let numbers = self.numbers();
        if !shown.is_empty() && shown.iter().all(|number| numbers.contains(number)) {
            self.numbers_written = shown.to_vec();
        }
    }

    fn note_routing(&mut self, at: Timestamp) {
        let routed = self.image.as_ref().is_none_or(|image| image.is_routed());
        self.routing_since = if routed { None } else { self.routing_since.or(Some(at)) };
    }

    fn note_emptiness(&mut self, at: Timestamp) {
        let is_empty = self.image.as_ref().is_some_and(|image| image.standing_lines().next().is_none());
        self.empty_since = if is_empty { self.empty_since.or(Some(at)) } else { None };
    }

    fn part_mut(&mut self, ordinal: u16, event: &'static str) -> Result<&mut Part, IllegalTransition> {
        self.parts.iter_mut().find(|part| part.ordinal == ordinal).ok_or(IllegalTransition {
            part: ordinal,
            event,
            state: "unknown",
        })
    }
}
