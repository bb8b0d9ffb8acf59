//! The row that holds a feed. Whoever writes it writes over the version that was read, so two runs never both move it.

use domain::policy::later;
use driver::operations::FEED;
use driver::ports::{Operation, Tables};
use jiff::Timestamp;

use crate::feed::Feed;
use crate::{PollError, Settings};

/// A feed that this invocation has for itself.
pub(crate) struct Cursor {
    pub(crate) feed: Feed,
    /// Whether an earlier invocation began the run and left it.
    pub(crate) resumes: bool,
    row: Operation,
}

fn feed_in(row: &Operation) -> Result<Feed, PollError> {
    serde_json::from_str(&row.body).map_err(|source| PollError::Unreadable { name: row.name.clone(), source })
}

impl Cursor {
    /// The feed as its row holds it, if it ever ran.
    pub(crate) async fn read(tables: &impl Tables, settings: &Settings) -> Result<Option<Feed>, PollError> {
        tables.operation(FEED, &settings.cursor()).await?.as_ref().map(feed_in).transpose()
    }

    /// Takes the feed and begins a run where none is under way, unless another invocation has it.
    pub(crate) async fn take(
        tables: &impl Tables,
        settings: &Settings,
        now: Timestamp,
    ) -> Result<Option<Self>, PollError> {
        let row = tables.operation(FEED, &settings.cursor()).await?;
        let mut feed = row.as_ref().map(feed_in).transpose()?.unwrap_or_else(|| Feed::new(now));
        if feed.is_leased(now, settings.lease) {
            return Ok(None);
        }
        let resumes = feed.run.is_some();
        feed.run = Some(feed.run(settings.window, settings.overlap, now));
        let unwritten =
            || Operation { kind: FEED.to_owned(), name: settings.cursor(), body: String::new(), version: 0 };
        let mut cursor = Self { feed, resumes, row: row.unwrap_or_else(unwritten) };
        cursor.hold(settings, now);
        Ok(cursor.save(tables).await?.then_some(cursor))
    }

    /// Keeps the feed for as long again.
    pub(crate) fn hold(&mut self, settings: &Settings, now: Timestamp) {
        self.feed.leased_until = Some(later(now, settings.lease));
    }

    /// Saves the feed. Says whether it was still this run's.
    pub(crate) async fn save(&mut self, tables: &impl Tables) -> Result<bool, PollError> {
        let body = serde_json::to_string(&self.feed).unwrap_or_default();
        let row = Operation { body, version: self.row.version + 1, ..self.row.clone() };
        let is_ours = tables.put_operation(&row).await?;
        self.row = row;
        Ok(is_ours)
    }

    /// Lets the next run begin at once. A lease that cannot be given back ends by itself.
    pub(crate) async fn give_back(mut self, tables: &impl Tables) {
        self.feed.leased_until = None;
        if let Err(failed) = self.save(tables).await {
            tracing::warn!(feed = %self.row.name, error = %failed, "the lease was not given back");
        }
    }
}
