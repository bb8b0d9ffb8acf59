//! Bugs that a simulation plants, to prove that its checks catch them. With the feature `planted`, which the simulation alone
//! turns on, one of them is real at a time, for one thread; without it none ever is, and nothing of them is left in a program.
//!
//! Each is a mistake that somebody made, or might make, at the place that asks for it by [`is`].

use serde::{Deserialize, Serialize};

macro_rules! bugs {
    ($($(#[$doc:meta])* $bug:ident = $name:literal,)*) => {
        /// A bug that can be planted.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Bug {
            $($(#[$doc])* $bug,)*
        }

        impl Bug {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$bug,)*];

            /// Its name, as it is asked for.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$bug => $name,)*
                }
            }
        }
    };
}

bugs! {
    /// A probe that finds nothing is believed before the horizon.
    CreateOnFirstZeroHit = "create-on-first-zero-hit",
    /// An import cycle counts although the window was closed.
    HorizonCountsClosedWindow = "horizon-counts-closed-window",
    /// A worker that lost its turn sends all the same.
    SendByNotChecked = "send-by-not-checked",
    /// The intent is saved after the post.
    IntentSavedAfterPost = "intent-saved-after-post",
    /// An unknown outcome is posted again without a lookup.
    NoLookupAfterUnknown = "no-lookup-after-unknown",
    /// A lookup that finds one is taken for one that finds none.
    CreateOnOneHit = "create-on-one-hit",
    /// An intent is saved without a due time.
    IntentWithoutDueTime = "intent-without-due-time",
    /// A due time is pushed on each time that it is rung, without a look.
    DuePushedForEver = "due-pushed-for-ever",
    /// A feed's cursor is saved before its page is rung.
    CursorBeforePage = "cursor-before-page",
    /// A feed's mark is the end of its run.
    MarkAtEndOfRun = "mark-at-end-of-run",
    /// An order that fails when its mapping has arrived is forgotten: its message, and the watch over the code.
    ReleaseForgetsFailed = "release-forgets-failed",
    /// A panic of one order drops the rest of its batch.
    PanicDropsBatch = "panic-drops-batch",
    /// A commit does not check the version.
    VersionNotChecked = "version-not-checked",
    /// An outcome in hand is dropped when the version check is lost.
    OutcomeDropped = "outcome-dropped",
    /// Calls are counted, but not in a counter that others share.
    BudgetNotShared = "budget-not-shared",
    /// Messages are given back while the window is closed.
    ReceivesBurnt = "receives-burnt",
    /// A hint of the same second is taken for old news.
    SameSecondSkipped = "same-second-skipped",
    /// The revision of our own write counts as read.
    OwnWriteCounts = "own-write-counts",
    /// The echo of our own write is taken for a change.
    EchoIsNews = "echo-is-news",
    /// The number is written back before the echo is checked.
    WrittenBeforeEcho = "written-before-echo",
    /// The number of another order is written back.
    OtherOrdersNumber = "other-orders-number",
    /// One of the totals is taken in the presentment currency.
    PresentmentTotal = "presentment-total",
    /// The tax on shipping is booked as freight.
    ShippingTaxAsFreight = "shipping-tax-as-freight",
    /// The address of the order before is sent.
    NeighboursAddress = "neighbours-address",
    /// The warehouse of another part is sent.
    NeighboursWarehouse = "neighbours-warehouse",
    /// An order that is not eligible is exported.
    IneligibleExported = "ineligible-exported",
    /// Every unknown outcome becomes an exception at once.
    UnknownIsException = "unknown-is-exception",
    /// Every order is read ten times.
    TenfoldReads = "tenfold-reads",
    /// A call is made although the shared budget refuses it.
    BudgetIgnored = "budget-ignored",
    /// Whatever an order waits for is looked at again each minute.
    PollsEachMinute = "polls-each-minute",
    /// The order's charges go on its first part, even while that one waits for a code.
    ChargesWait = "charges-wait",
    /// A part that waits for a code holds those after it.
    PartHoldsAll = "part-holds-all",
    /// What is kept of a failed call quotes its request.
    RequestQuoted = "request-quoted",
    /// An order cannot be found by the numbers of its sales orders.
    AliasForgotten = "alias-forgotten",
    /// Every exception is shown to operations.
    AllForOperations = "all-for-operations",
    /// That a system refused us stays an exception when it no longer does.
    RefusalNeverOver = "refusal-never-over",
    /// A webhook is answered well though the queue did not take what it told.
    AnsweredUnrung = "answered-unrung",
    /// What the sweep finds of an order that nobody knew is not counted.
    SweepFindsUncounted = "sweep-finds-uncounted",
    /// The audit takes a topic for subscribed wherever its subscription rings.
    AuditCountsAny = "audit-counts-any",
}

#[cfg(feature = "planted")]
mod real {
    use std::any::Any;
    use std::cell::{Cell, RefCell};

    use super::Bug;

    thread_local! {
        static PLANTED: Cell<Option<Bug>> = const { Cell::new(None) };
        static BEFORE: RefCell<Option<Box<dyn Any>>> = const { RefCell::new(None) };
    }

    /// Plants a bug for this thread, instead of the one before.
    pub fn plant(bug: Option<Bug>) {
        PLANTED.set(bug);
        BEFORE.set(None);
    }

    /// The value that came by before this one, if this bug is planted; else the value itself.
    pub fn neighbours<T: Clone + 'static>(bug: Bug, value: T) -> T {
        if !is(bug) {
            return value;
        }
        let before = BEFORE.replace(Some(Box::new(value.clone())));
        before.and_then(|before| before.downcast().ok()).map_or(value, |before| *before)
    }

    /// Whether this bug is planted.
    pub fn is(bug: Bug) -> bool {
        PLANTED.get() == Some(bug)
    }
}

#[cfg(feature = "planted")]
pub use real::{is, neighbours, plant};

/// Whether this bug is planted: never.
#[cfg(not(feature = "planted"))]
pub const fn is(_: Bug) -> bool {
    false
}

/// The value itself.
#[cfg(not(feature = "planted"))]
pub fn neighbours<T>(_: Bug, value: T) -> T {
    value
}
