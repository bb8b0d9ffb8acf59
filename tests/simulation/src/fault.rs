//! What can go wrong, each a switch with a rate; and a single strike of one, by which a run can be told what to leave out.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A kind of fault.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// A webhook never comes.
    WebhookLost,
    /// A webhook comes twice.
    WebhookDuplicated,
    /// A webhook is passed by later ones.
    WebhookReordered,
    /// A webhook comes hours late.
    WebhookDelayed,
    /// A message stands in the queue twice.
    MessageDuplicated,
    /// A message is received by two workers at once.
    MessageReceivedTwice,
    /// A queue fails before it takes anything.
    QueueFailsBefore,
    /// A queue takes what it is sent and its answer is lost.
    QueueAnswerLost,
    /// A queue answers that it refused some of a batch; the others it has taken.
    QueueTakesPart,
    /// A function is killed before a call leaves.
    KilledBefore,
    /// A function is killed once a call took effect, before it hears of it.
    KilledAfter,
    /// A function runs out of its time: it is held up long before a call.
    OutOfTime,
    /// An environment goes on with settings of before a deployment.
    StaleSettings,
    /// Newer code, of a deployment under way, has written an order's rows.
    NewerSchema,
    /// A write meets another transaction; nothing is written.
    TableConflict,
    /// A table is throttled.
    TableThrottled,
    /// A write takes effect and its answer is lost.
    TableAnswerLost,
    /// An index shows a write late.
    IndexLag,
    /// Shopify fails before a call takes effect.
    ShopifyFailsBefore,
    /// Shopify fails after a call took effect.
    ShopifyFailsAfter,
    /// Shopify's call takes effect late: after the next worker took over.
    ShopifyLate,
    /// Shopify answers after its caller's patience.
    ShopifySlow,
    /// Shopify is out of points.
    ShopifyThrottled,
    /// Shopify answers what nobody can read.
    ShopifyGarbage,
    /// Shopify's listing of changed orders shows a change late, though never as late as what a sweep reads again.
    ListingLag,
    /// BlueCherry fails before a call takes effect.
    ErpFailsBefore,
    /// BlueCherry fails after a call took effect.
    ErpFailsAfter,
    /// A call to BlueCherry takes effect late, though never later than its gateway's patience.
    ErpLate,
    /// BlueCherry answers after its caller's patience.
    ErpSlow,
    /// BlueCherry's gateway throttles.
    ErpThrottled,
    /// BlueCherry answers what nobody can read: a page, or a success without a number.
    ErpGarbage,
    /// BlueCherry is busy, and says so.
    ErpBusy,
    /// A request is doubled on the wire.
    ErpDoubled,
    /// BlueCherry books something else than was posted, and says so: the freight is left out.
    ErpBooksOtherwise,
    /// The code of a drive panics once, before a call.
    Panicked,
    /// A secret is rotated, and the other side takes the value before for an hour, a minute, or no longer: even before the new one can be
    /// read.
    SecretRotated,
    /// A machine's clock stands up to a minute off.
    ClockSkew,
    /// A webhook subscription of ours is deleted in Shopify, or all of them are: what they would tell is told to nobody.
    SubscriptionLost,
    /// Somebody sends a subscription's webhooks to another address, or puts a filter on it that lets none through.
    SubscriptionAstray,
    /// The app is released with a scope too few, or with another version for its webhooks, until somebody mends it hours later.
    AppAltered,
}

impl FaultKind {
    /// All of them.
    pub const ALL: [Self; 40] = [
        Self::WebhookLost,
        Self::WebhookDuplicated,
        Self::WebhookReordered,
        Self::WebhookDelayed,
        Self::MessageDuplicated,
        Self::MessageReceivedTwice,
        Self::QueueFailsBefore,
        Self::QueueAnswerLost,
        Self::QueueTakesPart,
        Self::KilledBefore,
        Self::KilledAfter,
        Self::OutOfTime,
        Self::StaleSettings,
        Self::NewerSchema,
        Self::TableConflict,
        Self::TableThrottled,
        Self::TableAnswerLost,
        Self::IndexLag,
        Self::ShopifyFailsBefore,
        Self::ShopifyFailsAfter,
        Self::ShopifyLate,
        Self::ShopifySlow,
        Self::ShopifyThrottled,
        Self::ShopifyGarbage,
        Self::ListingLag,
        Self::ErpFailsBefore,
        Self::ErpFailsAfter,
        Self::ErpLate,
        Self::ErpSlow,
        Self::ErpThrottled,
        Self::ErpGarbage,
        Self::ErpBusy,
        Self::ErpDoubled,
        Self::ErpBooksOtherwise,
        Self::Panicked,
        Self::SecretRotated,
        Self::ClockSkew,
        Self::SubscriptionLost,
        Self::SubscriptionAstray,
        Self::AppAltered,
    ];
}

/// What a call is for. Faults are drawn for each call apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallKind {
    /// A webhook's delivery.
    Webhook,
    /// Ringing a queue.
    Ring,
    /// Receiving a message.
    Receive,
    /// An invocation's start.
    Invoke,
    /// An environment's begin on a machine of its own.
    Begin,
    /// The setting of an outside system's clock.
    Clock,
    /// Loading an order.
    Load,
    /// Committing an order.
    Commit,
    /// Reading mapping rows.
    Mappings,
    /// Reading rows of the operations table.
    OperationRead,
    /// Writing a row of the operations table.
    OperationWrite,
    /// Counting a call of the budget.
    CountCall,
    /// Asking an index.
    Index,
    /// Pushing a due row on.
    PushDue,
    /// Reading a secret.
    Secret,
    /// Reading an order from Shopify.
    ShopifyRead,
    /// Writing to Shopify.
    ShopifyWrite,
    /// A page of changed orders.
    ShopifyChanged,
    /// The audit's calls.
    ShopifyAudit,
    /// BlueCherry's status.
    ErpStatus,
    /// Posting a sales order.
    ErpPost,
    /// Looking for sales orders under a reference.
    ErpFind,
    /// Asking what became of a staged order.
    ErpImport,
    /// An hour in which the app stands in the shop with its subscriptions and scopes.
    Installation,
}

/// One fault that strikes one call: which kind, on which document (an order's id, or a hash of the name of what is no order's),
/// at which call, at which attempt of that call at that document, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Strike {
    /// Which fault.
    pub kind: FaultKind,
    /// On which document.
    pub document: u64,
    /// At which call.
    pub call: CallKind,
    /// At which attempt, from 0.
    pub attempt: u32,
}

impl fmt::Display for Strike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {:?} of {}, attempt {}", self.kind, self.call, self.document, self.attempt)
    }
}

/// How often each kind strikes, of a million calls that it can befall. A kind that is not named is off.
pub type Rates = BTreeMap<FaultKind, u32>;
