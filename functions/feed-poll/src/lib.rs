//! A feed since its cursor -> ring what changed. A feed is one row with a high-water mark, the run under way and a lease; each
//! tick reads its next window page by page, rings the doorbell of everything on a page, and only then saves where it is.

mod changed_orders;
mod cursor;
mod exceptions;
mod feed;
mod order_sweep;
mod over_shopify;

use domain::planted::{self, Bug};
use domain::policy::later;
use domain::step::Lane;
use driver::hint::Hint;
use driver::ports::{NotNow, QueueError, Queues, TableError, Tables};
use jiff::{SignedDuration, Timestamp};

pub use self::changed_orders::{Changed, ChangedOrders, Page, PageAnswer};
use self::cursor::Cursor;
pub use self::exceptions::{BEHIND, REFUSED};
pub use self::feed::{Feed, Reached, Run, Tally, Window};
pub use self::order_sweep::{OrderFeed, Tick};

/// How a feed is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Its name.
    pub feed: &'static str,
    /// The shop that it is of: several shops never share a cursor (microsoft/BCApps#7633).
    pub shop_domain: String,
    /// Where its windows begin.
    pub window: Window,
    /// How much of what a whole run has read is read again by the next one.
    pub overlap: SignedDuration,
    /// For how long a run has the feed for itself, counted from its last page.
    pub lease: SignedDuration,
    /// How long a page may take. None is begun with less time left.
    pub page_within: SignedDuration,
    /// How long the feed may go without a whole run before a person is told.
    pub late: SignedDuration,
}

impl Settings {
    /// The name of the feed's row.
    pub fn cursor(&self) -> String {
        format!("{}@{}", self.feed, self.shop_domain)
    }
}

/// What a poller works with.
pub struct Outside<'a, T, Q, C> {
    /// The tables.
    pub tables: &'a T,
    /// The queues that it rings.
    pub queues: &'a Q,
    /// What it reads.
    pub orders: &'a C,
    /// The time, by this machine's clock.
    pub now: &'a dyn Fn() -> Timestamp,
}

/// What came of one tick.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Polled {
    /// Another run has the feed, or took it over.
    Leased,
    /// Pages were read.
    Ran(Ran),
}

/// What was read in one tick.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ran {
    /// Pages read and rung.
    pub pages: u64,
    /// Orders rung.
    pub orders: u64,
    /// Whether the run came to its end. One that ran out of time goes on with the next tick.
    pub whole: bool,
    /// How far the feed is behind Shopify now, by Shopify's clock.
    pub lag: SignedDuration,
}

/// A run stopped. What it has read and rung is kept; the next tick goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    /// Shopify did not give a page.
    #[error("the feed `{feed}` stopped before page {page} of its run: {why}; the next run goes on there")]
    NoPage {
        /// The feed's row.
        feed: String,
        /// The page's number.
        page: u64,
        /// Why.
        why: String,
        /// Whether our credentials or permissions were refused, so that a person has to act.
        refused: bool,
    },
    /// The feed's row is none that this code can read.
    #[error(
        "the row `feed`/`{name}` of the operations table cannot be read; deploy the code that wrote it, or delete it: the feed then begins anew"
    )]
    Unreadable {
        /// The row's name.
        name: String,
        /// Why.
        source: serde_json::Error,
    },
    /// A table failed.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The queue did not take a page's hints.
    #[error(transparent)]
    Queue(#[from] QueueError),
}

/// Reads a feed on, and then another one if a run of it was begun and is not whole: what the night did not end is not to wait for
/// the next night. It is left to the next tick where too little time is left for a page. Each is reported when it has ended.
///
/// # Errors
/// As [`poll`].
pub async fn sweep<T: Tables, Q: Queues, C: ChangedOrders>(
    outside: &Outside<'_, T, Q, C>,
    feed: &Settings,
    unfinished: Option<&Settings>,
    deadline: Timestamp,
    mut report: impl FnMut(&Settings, Polled),
) -> Result<(), PollError> {
    report(feed, poll(outside, feed, deadline).await?);
    let has_time = |other: &&Settings| later((outside.now)(), other.page_within) < deadline;
    let Some(other) = unfinished.filter(has_time) else { return Ok(()) };
    if Cursor::read(outside.tables, other).await?.is_some_and(|feed| feed.run.is_some()) {
        report(other, poll(outside, other, deadline).await?);
    }
    Ok(())
}

/// Reads a feed on: goes on with the run under way or begins one, until it is whole or the time is up.
///
/// # Errors
/// When Shopify does not give a page, or a table or the queue fails.
pub async fn poll<T: Tables, Q: Queues, C: ChangedOrders>(
    outside: &Outside<'_, T, Q, C>,
    settings: &Settings,
    deadline: Timestamp,
) -> Result<Polled, PollError> {
    let Outside { tables, now, .. } = outside;
    let Some(mut cursor) = Cursor::take(*tables, settings, now()).await? else {
        return Ok(Polled::Leased);
    };
    if cursor.resumes {
        exceptions::raise_if_behind(*tables, settings, &cursor.feed, "the run before did not end", now()).await?;
    }
    match read_on(outside, settings, &mut cursor, deadline).await {
        Ok(polled) => {
            exceptions::settle_refused(*tables).await?;
            if matches!(polled, Polled::Ran(Ran { whole: true, .. })) {
                exceptions::settle_behind(*tables, settings).await?;
            }
            Ok(polled)
        }
        Err(stopped) => {
            tell(outside, settings, &cursor.feed, &stopped).await;
            cursor.give_back(*tables).await;
            Err(stopped)
        }
    }
}

/// Reads and rings page after page.
async fn read_on<T: Tables, Q: Queues, C: ChangedOrders>(
    outside: &Outside<'_, T, Q, C>,
    settings: &Settings,
    cursor: &mut Cursor,
    deadline: Timestamp,
) -> Result<Polled, PollError> {
    let mut ran = Ran::default();
    loop {
        let run = cursor.feed.run(settings.window, settings.overlap, (outside.now)());
        let page = match outside.orders.page(run.since, run.after()).await {
            PageAnswer::Page(page) => page,
            // Shopify does not say what an expired cursor looks like, and a passing error may look the same: the place is given
            // up only when the next run is refused there too.
            PageAnswer::CursorRefused if run.was_refused => {
                tracing::warn!(feed = settings.feed, "Shopify refused the cursor again: its window is read anew");
                cursor.feed.run = Some(Run::from(run.since));
                continue;
            }
            PageAnswer::CursorRefused => {
                let why = "Shopify refused the cursor of the page before".to_owned();
                let stopped = no_page(settings, &run, NotNow { until: None, why, refused: false });
                cursor.feed.run = Some(Run { was_refused: true, ..run });
                return Err(stopped);
            }
            PageAnswer::NotNow(not_now) => return Err(no_page(settings, &run, not_now)),
        };
        // Rung first, saved then: to die in between means to ring twice, not to forget.
        if !planted::is(Bug::CursorBeforePage) {
            ring(outside.queues, &page).await?;
        }
        let now = (outside.now)();
        ran.whole = cursor.feed.rung(run, &page, now);
        let goes_on = !ran.whole && later(now, settings.page_within) < deadline;
        if goes_on {
            cursor.hold(settings, now);
        } else {
            cursor.feed.leased_until = None;
        }
        if !cursor.save(outside.tables).await? {
            return Ok(Polled::Leased);
        }
        if planted::is(Bug::CursorBeforePage) {
            ring(outside.queues, &page).await?;
        }
        ran.pages += 1;
        ran.orders += page.orders.len() as u64;
        ran.lag = cursor.feed.lag(page.at);
        if !goes_on {
            return Ok(Polled::Ran(ran));
        }
    }
}

async fn ring(queues: &impl Queues, page: &Page) -> Result<(), QueueError> {
    let hints: Vec<Hint> = page.orders.iter().map(|changed| Hint::swept(changed.order, changed.updated_at)).collect();
    if hints.is_empty() { Ok(()) } else { queues.ring(Lane::Export, &hints).await }
}

fn no_page(settings: &Settings, run: &Run, not_now: NotNow) -> PollError {
    let NotNow { why, refused, .. } = not_now;
    PollError::NoPage { feed: settings.cursor(), page: run.pages + 1, why, refused }
}

/// Tells people of a run that stopped, where that is theirs to mend. Why it stopped is worth more than the exception: a table
/// that fails here is only told of.
async fn tell<T: Tables, Q, C>(outside: &Outside<'_, T, Q, C>, settings: &Settings, feed: &Feed, stopped: &PollError) {
    let now = (outside.now)();
    let mut told = exceptions::raise_if_behind(outside.tables, settings, feed, &stopped.to_string(), now).await;
    if let PollError::NoPage { why, refused: true, .. } = stopped {
        told = told.and(exceptions::raise_refused(outside.tables, why, now).await);
    }
    if let Err(failed) = told {
        tracing::warn!(feed = settings.feed, error = %failed, "the exception could not be raised");
    }
}
