//! What can happen to an order. An order's state is the fold of its events, and its trail is their list.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::address::AddressMark;
use crate::code::SalesOrderNumber;
use crate::eligibility::Ineligible;
use crate::exception::Exception;
use crate::image::OrderImage;
use crate::part::{Answer, Intent};
use crate::partition::PartKey;

/// Something that happened to an order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Shopify's order was read, and it is news.
    Read {
        /// What was read.
        image: Arc<OrderImage>,
        /// The mark of its address.
        address: AddressMark,
    },
    /// Shopify's order was read; only its revision is newer. The echo of our own write is one of these.
    ReadUnchanged {
        /// Its revision.
        updated_at: Timestamp,
        /// When it was read, by Shopify's clock.
        read_at: Timestamp,
        /// The sales order numbers that it shows.
        numbers_shown: Vec<SalesOrderNumber>,
    },
    /// Shopify answered, but not with an order that can be read.
    Unread {
        /// What could not be read; none when Shopify shows no such order.
        why: Option<String>,
    },
    /// Nothing was sent, because nothing may be sent now.
    PutOff {
        /// Until when.
        until: Timestamp,
        /// Why.
        why: String,
        /// It was the reading that was put off.
        stale: bool,
    },
    /// A worker is about to post a part.
    IntentOpened {
        /// The part's ordinal.
        part: u16,
        /// What makes it a part.
        key: PartKey,
        /// What it is about to post.
        intent: Box<Intent>,
    },
    /// What became of a try.
    Answered {
        /// The part's ordinal.
        part: u16,
        /// Which try.
        attempt: u32,
        /// What became of it.
        answer: Answer,
    },
    /// Shopify shows these numbers.
    NumbersWritten {
        /// The sales orders' numbers.
        numbers: Vec<SalesOrderNumber>,
    },
    /// Shopify refuses to show these numbers.
    NumbersRefused {
        /// The sales orders' numbers.
        numbers: Vec<SalesOrderNumber>,
        /// What Shopify says.
        why: String,
    },
    /// There is nothing to do now.
    Rested {
        /// When to look again.
        until: Option<Timestamp>,
        /// What needs a person.
        exceptions: Vec<Exception>,
        /// Why the order is none of ours, if it is not.
        ineligible: Option<Ineligible>,
    },
}

impl Event {
    /// What happened, in a word or two, for a log line.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Read { .. } => "read",
            Self::ReadUnchanged { .. } => "read, no news",
            Self::Unread { .. } => "not read",
            Self::PutOff { .. } => "put off",
            Self::IntentOpened { .. } => "intent opened",
            Self::Answered { answer, .. } => match answer {
                Answer::Accepted { .. } => "accepted",
                Answer::NotDone { .. } => "not done",
                Answer::Rejected { .. } => "rejected",
                Answer::Unknown { .. } => "unknown",
                Answer::Staged { .. } => "staged",
                Answer::NotImported { .. } => "not imported",
                Answer::Imported { .. } => "imported",
                Answer::NotStaged { .. } => "not staged",
                Answer::FoundNothing => "found nothing",
                Answer::FoundTwice { .. } => "found twice",
            },
            Self::NumbersWritten { .. } => "numbers written",
            Self::NumbersRefused { .. } => "numbers refused",
            Self::Rested { .. } => "rests",
        }
    }
}
