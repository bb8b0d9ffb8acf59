//! A doorbell: which order to look at, and what the ringer knew of it.

use domain::id::OrderId;
use domain::image::OrderImage;
use domain::order::Reading;
use domain::planted::{self, Bug};
use domain::trail::Cause;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A hint that an order may have changed. It holds identities only, never what changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hint {
    /// The order.
    pub order: OrderId,
    /// Its revision, if the ringer saw one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Who rang, such as a webhook's topic, or [`DUE`].
    pub cause: Cause,
}

/// The cause of a hint that due work rang: nothing new is known of the order, but its time has come.
pub const DUE: &str = "due";

/// The cause of a hint that an arrived mapping rang.
pub const RELEASED: &str = "mapping arrived";

/// The cause of a hint that the sweep of Shopify's orders rang.
pub const SWEEP: &str = "sweep";

impl Hint {
    /// The hint of a sweep: Shopify shows this revision.
    pub fn swept(order: OrderId, updated_at: Timestamp) -> Self {
        Self { order, updated_at: Some(updated_at), cause: Cause(SWEEP.to_owned()) }
    }

    /// The hint of due work.
    pub fn due(order: OrderId) -> Self {
        Self { order, updated_at: None, cause: Cause(DUE.to_owned()) }
    }

    /// The hint of an arrived mapping.
    pub fn released(order: OrderId) -> Self {
        Self { order, updated_at: None, cause: Cause(RELEASED.to_owned()) }
    }

    fn says_nothing_new(&self) -> bool {
        self.cause.0 == DUE || self.cause.0 == RELEASED
    }

    /// Whether it is rung again as long as it is not heeded: an order that is due stays due. What a code's arrival releases has no
    /// due time, and is lost with its message as news is.
    pub fn is_rung_again(&self) -> bool {
        self.cause.0 == DUE
    }
}

/// An image is safe to be called equal to a hint of the same second when it was read so much later, by Shopify's own clock:
/// revisions are whole seconds, so a second change may hide in the same one.
const SAFELY_EQUAL: SignedDuration = SignedDuration::from_secs(2);

/// What a hint means for an order whose image is held: read again, go on from what is held, or nothing at all.
pub fn meaning(hint: &Hint, image: Option<&OrderImage>, stale: bool) -> Meaning {
    if hint.says_nothing_new() {
        if planted::is(Bug::DuePushedForEver) && image.is_some() {
            return Meaning::OldNews;
        }
        return if stale { Meaning::GoOn(Reading::Held) } else { Meaning::GoOn(reading_held(image)) };
    }
    match (hint.updated_at, image) {
        (Some(told), Some(held)) if !stale && told < held.updated_at => Meaning::OldNews,
        (Some(told), Some(held))
            if !stale
                && told == held.updated_at
                && (held.read_at.duration_since(held.updated_at) > SAFELY_EQUAL
                    || planted::is(Bug::SameSecondSkipped)) =>
        {
            Meaning::OldNews
        }
        _ => Meaning::GoOn(Reading::Outdated),
    }
}

fn reading_held(image: Option<&OrderImage>) -> Reading {
    if image.is_some() { Reading::Held } else { Reading::Outdated }
}

/// See [`meaning`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// What is held is as new or newer: no call is worth making.
    OldNews,
    /// Drive the order, knowing its image to be so current.
    GoOn(Reading),
}

/// The hints of one invocation, one for each order: the newest revision told of, and none where one of them could not say.
pub fn coalesce(hints: impl IntoIterator<Item = Hint>) -> Vec<Hint> {
    let mut merged: Vec<Hint> = Vec::new();
    for hint in hints {
        match merged.iter_mut().find(|held| held.order == hint.order) {
            None => merged.push(hint),
            Some(_) if hint.is_rung_again() => {}
            Some(held) if held.says_nothing_new() => *held = hint,
            Some(_) if hint.says_nothing_new() => {}
            Some(held) => {
                // What a webhook told as well is no find of the sweep.
                if held.cause.0 == SWEEP {
                    held.cause = hint.cause;
                }
                held.updated_at = match (held.updated_at, hint.updated_at) {
                    (Some(one), Some(other)) => Some(one.max(other)),
                    _ => None,
                };
            }
        }
    }
    merged
}
