//! What a lane may do next, and what can come of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::address::AddressMark;
use crate::code::SalesOrderNumber;
use crate::eligibility::Ineligible;
use crate::exception::{ErpError, Exception};
use crate::image::OrderImage;
use crate::import::{Course, ImportId};
use crate::part::Intent;
use crate::partition::PartKey;
use crate::reference::ExternalReference;
use crate::sales_order::Booked;

/// A kind of work on an order, driven by one function with the permissions of that work alone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// An order -> its sales orders.
    Export,
}

impl Lane {
    /// The lane's name in tables and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Export => "export",
        }
    }
}

/// What is to be done now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Do this.
    Do(Effect),
    /// There is nothing to do now.
    Rest(Rest),
}

/// How long to rest, and what needs a person meanwhile. Neither: it is done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rest {
    /// Until when; none when only an outside event can bring something new.
    pub until: Option<Timestamp>,
    /// What needs a person.
    pub exceptions: Vec<Exception>,
    /// Why the order is none of ours, if it is not.
    pub ineligible: Option<Ineligible>,
}

impl Rest {
    /// Rests no longer than this.
    pub fn wake_at(&mut self, at: Timestamp) {
        self.until = Some(self.until.map_or(at, |until| until.min(at)));
    }
}

/// One call to the outside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Read the order from Shopify.
    ReadOrder,
    /// Post a part to BlueCherry; its intent is saved first.
    PostSalesOrder {
        /// The part's ordinal.
        part: u16,
        /// What makes it a part.
        key: PartKey,
        /// What is posted.
        intent: Box<Intent>,
    },
    /// Find out what became of a post.
    FindSalesOrder {
        /// The part's ordinal.
        part: u16,
        /// The try whose outcome is unknown.
        attempt: u32,
        /// The reference that it was posted under.
        reference: ExternalReference,
    },
    /// Find out what became of a staged order.
    FindImport {
        /// The part's ordinal.
        part: u16,
        /// The try that was staged.
        attempt: u32,
        /// The number that it was staged under.
        import: ImportId,
    },
    /// Let Shopify show the sales orders' numbers. Doing it twice changes nothing, so it needs no intent.
    WriteNumbers {
        /// The numbers.
        numbers: Vec<SalesOrderNumber>,
    },
}

/// What came of an effect. It names its target, so that it can be applied to a newer state than it was decided on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Shopify's order, and the mark of its address.
    Read(Box<OrderImage>, AddressMark),
    /// Shopify answered, but not with an order; `why` names what could not be read.
    Unread {
        /// What could not be read; none when Shopify shows no such order.
        why: Option<String>,
    },
    /// Nothing was sent.
    PutOff {
        /// Until when nothing is to be sent; the policy decides where the outside does not say.
        until: Option<Timestamp>,
        /// Why.
        why: String,
        /// It was the reading that was put off.
        reading: bool,
    },
    /// BlueCherry's answer to a post.
    Posted {
        /// The part's ordinal.
        part: u16,
        /// Which try.
        attempt: u32,
        /// The answer.
        answer: PostAnswer,
    },
    /// BlueCherry's answer to a probe.
    Found {
        /// The part's ordinal.
        part: u16,
        /// Which try.
        attempt: u32,
        /// The answer.
        answer: FindAnswer,
        /// What BlueCherry said of its course before it was asked.
        course: Course,
    },
    /// BlueCherry's answer to what became of a staged order.
    Imported {
        /// The part's ordinal.
        part: u16,
        /// Which try.
        attempt: u32,
        /// The answer.
        answer: ImportAnswer,
    },
    /// Shopify shows the numbers.
    NumbersWritten {
        /// The numbers.
        numbers: Vec<SalesOrderNumber>,
    },
    /// Shopify refuses to show them.
    NumbersRefused {
        /// The numbers.
        numbers: Vec<SalesOrderNumber>,
        /// What Shopify says.
        why: String,
    },
}

/// What an answer to a post means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PostAnswer {
    /// It is booked, and this is what was booked.
    Booked(Box<Booked>),
    /// It is taken, and will be booked or rejected by an import.
    Staged {
        /// The number under which it can be asked for.
        import: ImportId,
        /// When the next import begins, if that was said.
        until: Option<Timestamp>,
    },
    /// Certainly not done: throttled, busy, closed, or never sent.
    NotDone {
        /// When it may be tried again, if that was said.
        until: Option<Timestamp>,
        /// Why.
        why: String,
    },
    /// Certainly refused.
    Rejected(Vec<ErpError>),
    /// Certainly not done: we are refused, not the order. No repetition helps until a person acts.
    Refused {
        /// What is refused.
        why: String,
    },
    /// Anything else: a timeout, another 5xx, garbage, a 2xx without a number.
    Unknown {
        /// What was seen.
        why: String,
    },
}

/// What an answer to a probe means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FindAnswer {
    /// There is none.
    Nothing,
    /// There is one.
    One(Box<Booked>),
    /// There are several.
    Several(Vec<SalesOrderNumber>),
    /// We are refused: no repetition helps until a person acts.
    Refused {
        /// What is refused.
        why: String,
    },
    /// No answer that can be relied on; ask again.
    Unanswered {
        /// When, if that was said.
        until: Option<Timestamp>,
        /// Why.
        why: String,
    },
}

/// What an answer about a staged order means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ImportAnswer {
    /// No import has taken it yet.
    Staged {
        /// When the next import begins, if that was said.
        until: Option<Timestamp>,
    },
    /// It is booked under this number.
    Posted(SalesOrderNumber),
    /// An import rejected it: certainly refused.
    Rejected(Vec<ErpError>),
    /// BlueCherry knows no such import; what became of the order is found by its reference.
    Nothing,
    /// We are refused: no repetition helps until a person acts.
    Refused {
        /// What is refused.
        why: String,
    },
    /// No answer that can be relied on; ask again.
    Unanswered {
        /// When, if that was said.
        until: Option<Timestamp>,
        /// Why.
        why: String,
    },
}
