//! How far each feed has come: what a poller reads since its mark, and what keeps it.

use std::fmt;

use driver::operations::FEED;
use driver::ports::{Operation, TableError, Tables};
use feed_poll::Feed;
use jiff::Timestamp;
use serde::Serialize;

use crate::output::table;
use crate::words::{age, instant};

/// The feeds that have run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Feeds {
    /// As of when.
    pub at: Timestamp,
    /// Each of them, by name.
    pub feeds: Vec<FeedShown>,
}

/// A feed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FeedShown {
    /// Its name, such as `orders`.
    pub feed: String,
    /// The shop that it is of.
    pub shop: String,
    /// Where it stands; none where another version of the code wrote it.
    #[serde(flatten)]
    pub standing: Option<Standing>,
}

/// Where a feed stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Standing {
    /// Every change before this was rung, by the other system's clock; none before the first whole run.
    pub mark: Option<Timestamp>,
    /// When a run was last whole; none before the first one.
    pub whole_at: Option<Timestamp>,
    /// Orders that this run rang.
    pub rang: Option<u64>,
    /// How long it has gone without a whole run, in seconds.
    pub behind_s: i64,
    /// The run that was begun and is not whole yet.
    pub under_way: Option<UnderWay>,
}

/// A run that is not whole yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct UnderWay {
    /// What changed since then is read, by the other system's clock.
    pub since: Timestamp,
    /// Pages that were read.
    pub pages: u64,
    /// Orders that were rung.
    pub orders: u64,
    /// Whether it is being read now; else the next tick goes on with it.
    pub is_read_now: bool,
}

/// Lists the feeds.
///
/// # Errors
/// When the table fails.
pub async fn list_feeds(tables: &impl Tables, now: Timestamp) -> Result<Feeds, TableError> {
    let mut feeds: Vec<FeedShown> = tables.operations(FEED).await?.iter().map(|row| shown(row, now)).collect();
    feeds.sort_by(|one, other| (&one.feed, &one.shop).cmp(&(&other.feed, &other.shop)));
    Ok(Feeds { at: now, feeds })
}

/// What another version of the code wrote is named, never left out.
fn shown(row: &Operation, now: Timestamp) -> FeedShown {
    let (feed, shop) = row.name.split_once('@').unwrap_or((&row.name, ""));
    let held = serde_json::from_str::<Feed>(&row.body).ok();
    FeedShown { feed: feed.to_owned(), shop: shop.to_owned(), standing: held.map(|held| standing(&held, now)) }
}

fn standing(held: &Feed, now: Timestamp) -> Standing {
    let is_read_now = held.leased_until.is_some_and(|until| now < until);
    Standing {
        mark: held.mark,
        whole_at: held.mark.map(|_| held.whole_at),
        rang: held.last.map(|last| last.orders),
        behind_s: held.behind(now).as_secs().max(0),
        under_way: held.run.as_ref().map(|run| UnderWay {
            since: run.since,
            pages: run.pages,
            orders: run.orders,
            is_read_now,
        }),
    }
}

impl fmt::Display for Feeds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.feeds.is_empty() {
            return f.write_str("No feed has run yet.");
        }
        let mut feeds = table(["feed", "shop", "rung up to", "last whole run", "rang", "behind", "under way"]);
        for shown in &self.feeds {
            let [mark, whole, rang, behind, under_way] = match &shown.standing {
                Some(standing) => words(standing, self.at),
                None => {
                    ["?", "?", "?", "?", "this version of the program cannot read it: use the one that is deployed"]
                        .map(str::to_owned)
                }
            };
            feeds.add_row([&shown.feed, &shown.shop, &mark, &whole, &rang, &behind, &under_way]);
        }
        write!(f, "{}", feeds.trim_fmt())
    }
}

fn words(standing: &Standing, at: Timestamp) -> [String; 5] {
    let since = at.checked_sub(jiff::SignedDuration::from_secs(standing.behind_s)).unwrap_or(at);
    [
        standing.mark.map_or("nothing yet".to_owned(), instant),
        standing.whole_at.map_or("none yet".to_owned(), instant),
        standing.rang.map_or("-".to_owned(), |orders| format!("{orders} orders")),
        age(since, at),
        standing.under_way.as_ref().map_or("-".to_owned(), under_way),
    ]
}

fn under_way(run: &UnderWay) -> String {
    let goes_on = if run.is_read_now { "being read" } else { "goes on with the next tick" };
    format!("{} orders on {} pages so far, {goes_on}", run.orders, run.pages)
}
