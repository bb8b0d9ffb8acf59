//! A part of an order and where its sales order stands, with the transitions that are legal.

mod settle;

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::code::SalesOrderNumber;
use crate::exception::ErpError;
use crate::import::ImportId;
use crate::mapping::CodeKey;
use crate::partition::PartKey;
use crate::reference::ExternalReference;
use crate::sales_order::SalesOrder;

use settle::{join, settle};

/// A part of an order. Its ordinal is frozen when it is first planned and names its external reference.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// From 1.
    pub ordinal: u16,
    /// What makes it a part.
    pub key: PartKey,
    /// Where its sales order stands.
    pub state: PartState,
    /// The last try that came to nothing, as far as we know: its answer may still arrive. Where two sales orders stand, what
    /// was posted.
    pub last: Option<Box<Intent>>,
    /// Since when no try was accepted or rejected: until when the call of the first that was lost could leave, or when its outcome
    /// was promised. Each of those before the open one came to nothing as far as could be found out.
    #[serde(default)]
    pub unknown_since: Option<Timestamp>,
}

/// Where a part's sales order stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Certainly nothing at BlueCherry.
    Open {
        /// Not to be sent before, because BlueCherry asked for time.
        not_before: Option<Timestamp>,
    },
    /// An intent is saved: until its outcome is known, BlueCherry may or may not hold the order.
    Sending(Box<Intent>),
    /// BlueCherry holds the order, and what it booked is what was posted.
    Accepted(Box<Accepted>),
    /// BlueCherry holds the order, but booked something else.
    Differs {
        /// What was posted, and under which number it stands.
        accepted: Box<Accepted>,
        /// In what it differs.
        what: String,
    },
    /// BlueCherry certainly refused.
    Rejected {
        /// What was refused.
        hash: String,
        /// Why.
        errors: Vec<ErpError>,
    },
    /// Two sales orders stand under the part's reference.
    FoundTwice {
        /// Their numbers.
        numbers: Vec<SalesOrderNumber>,
    },
}

/// What a worker is about to do, saved before it does it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Intent {
    /// Which try this is, from 1. An outcome names it.
    pub attempt: u32,
    /// What is posted.
    pub sales_order: Arc<SalesOrder>,
    /// Its hash.
    pub hash: String,
    /// The mapping rows that decided it, with their versions.
    pub codes: Vec<(CodeKey, u32)>,
    /// Whether the order's charges go with it.
    pub carries_charges: bool,
    /// After which the call may no longer leave.
    pub send_by: Timestamp,
    /// When a probe that finds nothing proves that there is nothing.
    pub probe_at: Timestamp,
    /// Numbers that it, or earlier tries, are known to have got, though nobody has seen what was booked.
    pub also: Vec<SalesOrderNumber>,
    /// It is staged: an import will book or reject it.
    #[serde(default)]
    pub import: Option<ImportId>,
    /// When BlueCherry first said, or let expect, that its outcome would be known.
    #[serde(default)]
    pub promised: Option<Timestamp>,
    /// When the first import began that must book it, if it was staged after all.
    #[serde(default)]
    pub import_begun: Option<Timestamp>,
}

impl Intent {
    /// The reference that is posted under.
    pub fn reference(&self) -> &ExternalReference {
        &self.sales_order.reference
    }
}

/// A sales order that BlueCherry holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Accepted {
    /// BlueCherry's number.
    pub number: SalesOrderNumber,
    /// What was posted.
    pub sales_order: Arc<SalesOrder>,
    /// When we learnt of it.
    pub since: Timestamp,
}

/// What became of a try.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// BlueCherry holds the order.
    Accepted {
        /// Its number.
        number: SalesOrderNumber,
        /// In what the booking differs from what was posted, if it does.
        differs: Option<String>,
        /// A probe found it; the answer to the post itself was lost.
        probed: bool,
    },
    /// Certainly not done.
    NotDone {
        /// Why.
        why: String,
        /// When it may be tried again.
        until: Option<Timestamp>,
    },
    /// Certainly rejected.
    Rejected {
        /// Why.
        errors: Vec<ErpError>,
    },
    /// Nobody knows. The intent stays.
    Unknown {
        /// What was seen.
        why: String,
        /// When the probe is due, if it has to move.
        probe_at: Option<Timestamp>,
    },
    /// It is staged, and is asked for when the next import has run.
    Staged {
        /// Its number there.
        import: ImportId,
        /// When it is asked for.
        probe_at: Timestamp,
    },
    /// Nothing was found, but no import has run since it may have been staged: that proves nothing.
    NotImported {
        /// When it is looked for again.
        probe_at: Timestamp,
        /// The first import that has begun since, if one has.
        begun: Option<Timestamp>,
    },
    /// An import booked it; what was booked is looked at next.
    Imported {
        /// Its number.
        number: SalesOrderNumber,
    },
    /// BlueCherry knows no such import: it is looked for by its reference.
    NotStaged {
        /// When.
        probe_at: Timestamp,
    },
    /// A probe past the horizon found nothing: there is nothing.
    FoundNothing,
    /// A probe found several.
    FoundTwice {
        /// Their numbers.
        numbers: Vec<SalesOrderNumber>,
    },
}

/// The part's state does not allow this.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("part {part} of the order cannot take `{event}` while it is {state}")]
pub struct IllegalTransition {
    /// The part's ordinal.
    pub part: u16,
    /// What was to happen.
    pub event: &'static str,
    /// Where it stands.
    pub state: &'static str,
}

impl PartState {
    /// The state's name, for messages.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Sending(_) => "sending",
            Self::Accepted(_) => "accepted",
            Self::Differs { .. } => "booked differently",
            Self::Rejected { .. } => "rejected",
            Self::FoundTwice { .. } => "found twice",
        }
    }

    /// Whether BlueCherry holds a sales order for the part.
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Accepted(_) | Self::Differs { .. } | Self::FoundTwice { .. })
    }

    /// Whether BlueCherry holds one or may hold one.
    pub fn may_be_live(&self) -> bool {
        self.is_live() || matches!(self, Self::Sending(_))
    }

    /// The numbers under which BlueCherry holds it.
    pub fn numbers(&self) -> Vec<SalesOrderNumber> {
        match self {
            Self::Accepted(accepted) | Self::Differs { accepted, .. } => vec![accepted.number.clone()],
            Self::FoundTwice { numbers } => numbers.clone(),
            Self::Open { .. } | Self::Sending(_) | Self::Rejected { .. } => Vec::new(),
        }
    }

    /// The sales order that stands for the part, if it is one.
    pub fn accepted(&self) -> Option<&Accepted> {
        match self {
            Self::Accepted(accepted) | Self::Differs { accepted, .. } => Some(accepted),
            _ => None,
        }
    }
}

impl Part {
    /// Opens an intent.
    ///
    /// # Errors
    /// When something of the part stands or may stand at BlueCherry.
    pub fn open_intent(&mut self, intent: Intent) -> Result<(), IllegalTransition> {
        match &self.state {
            PartState::Open { .. } | PartState::Rejected { .. } => {
                self.state = PartState::Sending(Box::new(intent));
                // An answer that is still under way finds the open intent now; two of them may not fit into one item.
                self.last = None;
                Ok(())
            }
            state => Err(IllegalTransition { part: self.ordinal, event: "open an intent", state: state.name() }),
        }
    }

    /// Takes the answer to a try. An answer to a try that is no longer the open one counts only if it brings a number: then
    /// BlueCherry holds an order that the books must know of.
    ///
    /// # Errors
    /// When the part never opened an intent.
    pub fn take(&mut self, attempt: u32, answer: &Answer, at: Timestamp) -> Result<(), IllegalTransition> {
        let state = std::mem::replace(&mut self.state, PartState::Open { not_before: None });
        self.state = match state {
            PartState::Sending(intent) if intent.attempt == attempt => {
                let settled = settle(intent.clone(), answer, at);
                self.unknown_since = match (&settled, answer) {
                    // What certainly never arrived, or was sent away, tells nothing of those before it.
                    (PartState::Sending(_), _) | (_, Answer::NotDone { .. }) => self.unknown_since,
                    (_, Answer::FoundNothing) => self.unknown_since.or(Some(intent.promised.unwrap_or(intent.send_by))),
                    _ => None,
                };
                let is_kept_there = matches!(settled, PartState::Sending(_)) || settled.accepted().is_some();
                self.last = (!is_kept_there).then_some(intent);
                settled
            }
            PartState::Sending(mut intent) => match answer {
                Answer::Accepted { number, .. } | Answer::Imported { number } => {
                    join(&mut intent.also, std::slice::from_ref(number));
                    PartState::Sending(intent)
                }
                Answer::FoundTwice { numbers } => {
                    join(&mut intent.also, numbers);
                    let numbers = std::mem::take(&mut intent.also);
                    self.last = Some(intent);
                    PartState::FoundTwice { numbers }
                }
                _ => PartState::Sending(intent),
            },
            state @ (PartState::Accepted(_) | PartState::Differs { .. } | PartState::FoundTwice { .. }) => {
                let held = state.numbers();
                let mut numbers = held.clone();
                join(&mut numbers, answer.numbers());
                if numbers == held {
                    state
                } else {
                    self.last = state.accepted().map(|one| Box::new(one.as_tried(attempt))).or(self.last.take());
                    PartState::FoundTwice { numbers }
                }
            }
            state if answer.numbers().is_empty() => state,
            state => match (self.last.take(), answer) {
                (Some(intent), Answer::FoundTwice { numbers }) => {
                    self.last = Some(intent);
                    PartState::FoundTwice { numbers: numbers.clone() }
                }
                (Some(intent), answer) => settle(intent, answer, at),
                (None, _) => {
                    let illegal =
                        IllegalTransition { part: self.ordinal, event: "take an answer", state: state.name() };
                    self.state = state;
                    return Err(illegal);
                }
            },
        };
        Ok(())
    }

    /// Whether the last try was decided by these very mapping rows: a row that was touched since is reason for another.
    pub fn was_tried_with(&self, codes: &[(CodeKey, u32)]) -> bool {
        self.last.as_ref().is_none_or(|last| last.codes == codes)
    }

    /// What was posted, or is being posted, in the last try.
    pub fn posted(&self) -> Option<&Arc<SalesOrder>> {
        match &self.state {
            PartState::Sending(intent) => Some(&intent.sales_order),
            PartState::Accepted(accepted) | PartState::Differs { accepted, .. } => Some(&accepted.sales_order),
            _ => self.last.as_ref().map(|intent| &intent.sales_order),
        }
    }
}

impl Accepted {
    /// The try that it came of, as far as it is still known: what was posted must outlive a second number.
    fn as_tried(&self, attempt: u32) -> Intent {
        Intent {
            attempt,
            hash: self.sales_order.hash(),
            sales_order: self.sales_order.clone(),
            codes: Vec::new(),
            carries_charges: false,
            send_by: self.since,
            probe_at: self.since,
            also: Vec::new(),
            import: None,
            promised: None,
            import_begun: None,
        }
    }
}

impl Answer {
    /// The numbers that it brings.
    fn numbers(&self) -> &[SalesOrderNumber] {
        match self {
            Self::Accepted { number, .. } | Self::Imported { number } => std::slice::from_ref(number),
            Self::FoundTwice { numbers } => numbers,
            _ => &[],
        }
    }
}
