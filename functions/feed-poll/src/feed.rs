//! What is remembered of a feed between its runs, and how a page moves it on. No I/O.

use domain::planted::{self, Bug};
use domain::policy::later;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::changed_orders::Page;

/// Shopify shows an app no older orders, unless it has the scope `read_all_orders` (shopify.dev, "Order", access scopes).
const SHOWN_FOR: SignedDuration = SignedDuration::from_hours(60 * 24);

/// Where the windows of a feed begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Window {
    /// At the feed's mark less the overlap. Before there is a mark at go-live, or 60 days back where that is later: what is
    /// older Shopify does not show.
    SinceMark {
        /// When the merchant went live.
        go_live: Timestamp,
    },
    /// So far back, whatever was read before, but not before go-live: what did not change since was placed before it too.
    Back {
        /// How far.
        back: SignedDuration,
        /// When the merchant went live.
        go_live: Timestamp,
    },
}

/// A feed, as its row holds it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Feed {
    /// The high-water mark: the start of the last whole run, by Shopify's clock. Every change before it was rung.
    pub mark: Option<Timestamp>,
    /// When a run was last whole, by our clock; before the first one, when the feed first ran.
    pub whole_at: Timestamp,
    /// What that run came to, if there was one.
    #[serde(default)]
    pub last: Option<Tally>,
    /// The run that was begun and is not whole yet.
    pub run: Option<Run>,
    /// Until when an invocation has it for itself, by that one's clock. Another that takes it over in spite of that rings twice
    /// and loses nothing: a row is written only over the version that was read.
    pub leased_until: Option<Timestamp>,
}

/// What a whole run came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tally {
    /// Pages that were rung.
    pub pages: u64,
    /// Orders that were rung.
    pub orders: u64,
}

/// A run: one window, page by page. It may outlive the invocation that began it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Run {
    /// The beginning of its window, by Shopify's clock.
    pub since: Timestamp,
    /// How far it came; none before its first page was rung.
    pub reached: Option<Reached>,
    /// Pages that were rung.
    pub pages: u64,
    /// Orders that were rung.
    pub orders: u64,
    /// Shopify refused the cursor of its next page once.
    #[serde(default)]
    pub was_refused: bool,
}

/// How far a run came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reached {
    /// When its first page was read, by Shopify's clock.
    pub started_at: Timestamp,
    /// Shopify's cursor behind its last page.
    pub after: String,
}

impl Feed {
    /// A feed that never ran.
    pub fn new(now: Timestamp) -> Self {
        Self { mark: None, whole_at: now, last: None, run: None, leased_until: None }
    }

    /// Whether another run has the feed. A lease that ends later than one taken now would was taken by a clock that has jumped
    /// since; it holds nobody up.
    pub fn is_leased(&self, now: Timestamp, lease: SignedDuration) -> bool {
        self.leased_until.is_some_and(|until| now < until && until <= later(now, lease * 2))
    }

    /// The run that is under way, or a new one. Shopify's revisions are whole seconds, and so are its windows' beginnings.
    pub fn run(&self, window: Window, overlap: SignedDuration, now: Timestamp) -> Run {
        if let Some(run) = &self.run {
            return run.clone();
        }
        let since = match (window, self.mark) {
            (Window::SinceMark { .. }, Some(mark)) => earlier(mark, overlap),
            (Window::SinceMark { go_live }, None) => go_live.max(earlier(now, SHOWN_FOR)),
            (Window::Back { back, go_live }, _) => go_live.max(earlier(now, back + overlap)),
        };
        Run::from(whole_second(since))
    }

    /// How long ago a run was last whole, by our clock alone.
    pub fn behind(&self, now: Timestamp) -> SignedDuration {
        now.duration_since(self.whole_at)
    }

    /// Notes that a page was rung. Says whether it was its run's last: only then does the mark move, and to the run's start,
    /// because what changed meanwhile may stand on pages that were already read (singer-io/tap-shopify#197).
    pub fn rung(&mut self, mut run: Run, page: &Page, now: Timestamp) -> bool {
        run.pages += 1;
        run.orders += page.orders.len() as u64;
        let started_at = run.reached.map_or(page.at, |reached| reached.started_at);
        let is_whole = page.next.is_none();
        if is_whole {
            self.mark = Some(if planted::is(Bug::MarkAtEndOfRun) { page.at } else { started_at });
            self.whole_at = now;
            self.last = Some(Tally { pages: run.pages, orders: run.orders });
        }
        let reached = |after| Some(Reached { started_at, after });
        self.run = page.next.clone().map(|after| Run { reached: reached(after), was_refused: false, ..run });
        is_whole
    }

    /// How far the feed is behind, by Shopify's clock: from its mark, or where it has none from where it began.
    pub fn lag(&self, at: Timestamp) -> SignedDuration {
        let from = self.mark.or(self.run.as_ref().map(|run| run.since)).unwrap_or(at);
        at.duration_since(from)
    }
}

impl Run {
    /// A run that has read nothing yet.
    pub fn from(since: Timestamp) -> Self {
        Self { since, reached: None, pages: 0, orders: 0, was_refused: false }
    }

    /// Where its next page begins.
    pub fn after(&self) -> Option<&str> {
        self.reached.as_ref().map(|reached| reached.after.as_str())
    }
}

fn earlier(than: Timestamp, by: SignedDuration) -> Timestamp {
    than.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// Rounded down: a window that began within a second would lose what changed earlier in it.
fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn noon() -> Timestamp {
        at("2026-11-24T12:00:00Z")
    }

    fn minutes(minutes: i64) -> SignedDuration {
        SignedDuration::from_mins(minutes)
    }

    fn page(at: Timestamp, next: Option<&str>) -> Page {
        Page { orders: Vec::new(), next: next.map(str::to_owned), at }
    }

    #[test]
    fn a_lease_holds_until_its_end_unless_it_ends_later_than_any_that_is_taken_now() {
        for (ends_in, holds) in [(-1, false), (0, false), (1, true), (6, true), (12, true), (13, false), (66, false)] {
            let feed = Feed { leased_until: Some(noon() + minutes(ends_in)), ..Feed::new(noon()) };
            assert_eq!(feed.is_leased(noon(), minutes(6)), holds, "it ends in {ends_in} minutes");
        }
        assert!(!Feed::new(noon()).is_leased(noon(), minutes(6)));
    }

    #[test]
    fn windows_begin_where_they_should_and_with_a_whole_second() {
        let go_live = at("2026-11-20T00:00:00Z");
        let now = at("2026-11-24T12:00:00.9Z");
        let mark = Some(at("2026-11-24T11:50:00Z"));
        for (window, mark, since) in [
            (Window::SinceMark { go_live }, mark, "2026-11-24T11:45:00Z"),
            (Window::SinceMark { go_live }, None, "2026-11-20T00:00:00Z"),
            (Window::SinceMark { go_live: at("2020-01-01T00:00:00Z") }, None, "2026-09-25T12:00:00Z"),
            (Window::Back { back: minutes(60), go_live: Timestamp::MIN }, mark, "2026-11-24T10:55:00Z"),
            (Window::Back { back: minutes(60), go_live: Timestamp::MIN }, None, "2026-11-24T10:55:00Z"),
        ] {
            let feed = Feed { mark, ..Feed::new(noon()) };
            let run = feed.run(window, minutes(5), now);
            assert_eq!((run.since, run.after()), (at(since), None), "{window:?} {mark:?}");
        }
    }

    #[test]
    fn a_run_under_way_goes_on_whatever_a_new_one_would_be() {
        let mut feed = Feed::new(noon());
        let window = Window::Back { back: minutes(60), go_live: Timestamp::MIN };
        let begun = feed.run(window, minutes(5), noon());
        assert!(!feed.rung(begun.clone(), &page(noon(), Some("behind 1")), noon()));
        let later = feed.run(window, minutes(5), noon() + minutes(90));
        assert_eq!((later.since, later.after(), later.pages), (begun.since, Some("behind 1"), 1));
    }

    #[test]
    fn the_mark_moves_with_the_last_page_to_the_time_of_the_first() {
        let mut feed = Feed { mark: Some(noon() - minutes(10)), ..Feed::new(noon() - minutes(10)) };
        let window = Window::SinceMark { go_live: noon() };
        for (minute, next) in [(1, Some("1")), (2, Some("2")), (3, None)] {
            let run = feed.run(window, minutes(5), noon());
            assert_eq!(feed.mark, Some(noon() - minutes(10)));
            assert_eq!(feed.lag(noon()), minutes(10));
            let is_whole = feed.rung(run, &page(noon() + minutes(minute), next), noon() + minutes(minute));
            assert_eq!(is_whole, next.is_none());
        }
        assert_eq!((feed.mark, feed.whole_at, &feed.run), (Some(noon() + minutes(1)), noon() + minutes(3), &None));
        assert_eq!(feed.lag(noon() + minutes(3)), minutes(2));
        assert_eq!(feed.behind(noon() + minutes(8)), minutes(5));
    }
}
