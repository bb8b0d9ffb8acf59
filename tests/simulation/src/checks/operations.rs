//! What the operations table holds at rest: nobody is told of a trouble that is over or never was, no code that arrived is watched for
//! ever, no feed stands still, no lane is paused.

use driver::operations::{ARRIVED, Arrival, EXCEPTION, FEED, LaneMode, MODE, Mode, OperationException};
use driver::ports::Operation;
use feed_poll::Feed;
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;

use super::{Checker, View};

/// What a few runs of due work may take, by clocks that are off.
const SOON: SignedDuration = SignedDuration::from_mins(5);

/// What two runs of a feed's function may take.
const TWO_RUNS: SignedDuration = SignedDuration::from_mins(25);

/// What the world calls for.
pub struct Settled<'world> {
    /// Since when nothing goes wrong any more.
    pub faults_stopped: Timestamp,
    /// Due work runs.
    pub due_work: bool,
    /// The sweep runs.
    pub sweep: bool,
    /// No function is at work.
    pub is_asleep: bool,
    /// For how long an arrived code is watched.
    pub arrived_keep: SignedDuration,
    /// The feeds that run.
    pub feeds: Vec<FeedPromise>,
    /// Whether an exception of this kind may stand, by what the world is like.
    pub may_stand: &'world dyn Fn(&str) -> bool,
}

/// What is promised of a feed.
#[derive(Clone, Debug)]
pub struct FeedPromise {
    /// The name of its row.
    pub name: String,
    /// For how long a run has it for itself.
    pub lease: SignedDuration,
    /// How long it may go without a whole run before somebody is told.
    pub late: SignedDuration,
}

impl Checker {
    /// Looks at the operations table once nothing moves any more.
    pub fn operations_at_rest(&mut self, view: &View<'_>, settled: &Settled<'_>) {
        for row in view.tables.operations_of(EXCEPTION) {
            self.exception_is_called_for(view, settled, &row);
        }
        if settled.due_work {
            for row in view.tables.operations_of(ARRIVED) {
                self.watch_is_over(view, settled, &row);
            }
        }
        let feeds = view.tables.operations_of(FEED);
        for row in &feeds {
            self.feed_goes_on(view, settled, row);
        }
        let begun = !settled.sweep || view.now < settled.faults_stopped + TWO_RUNS || !feeds.is_empty();
        self.fact("operations", None, begun, || "no feed was ever read".to_owned());
        for row in view.tables.operations_of(MODE) {
            let is_live = read::<LaneMode>(&row).is_some_and(|lane| lane.mode == Mode::Live);
            self.fact("operations", None, is_live || (settled.may_stand)("wrong_environment"), || {
                format!("the lane {} is paused, and nobody has paused it: {}", row.name, row.body)
            });
        }
    }

    /// An exception that is no order's stands for something that is so.
    fn exception_is_called_for(&mut self, view: &View<'_>, settled: &Settled<'_>, row: &Operation) {
        let Some(open) = read::<OperationException>(row) else {
            return self.fact("operations", None, false, || format!("the exception {} cannot be read", row.name));
        };
        let kind = row.name.split('#').next().unwrap_or_default();
        let is_told = open.kind == kind
            && open.owner.name() == "engineering"
            && !open.text.is_empty()
            && open.since <= view.now + self.promises.skew;
        self.fact("operations", None, is_told, || format!("the exception {} is told wrongly: {open:?}", row.name));
        let feed = row.name.strip_prefix("feed_behind#");
        let calls_for_it = match feed.and_then(|name| settled.feeds.iter().find(|feed| feed.name == name)) {
            Some(promise) => is_behind(view, promise, self.promises.skew),
            None => (settled.may_stand)(kind),
        };
        self.fact("operations", None, calls_for_it, || {
            format!("{} is open since {}, and nothing calls for it: {}", row.name, open.since, open.text)
        });
    }

    /// An arrived code is rung for a second time when its watch ends, and forgotten.
    fn watch_is_over(&mut self, view: &View<'_>, settled: &Settled<'_>, row: &Operation) {
        let arrival = read::<Arrival>(row);
        let is_watched = arrival.is_some_and(|arrival| {
            let ends = (arrival.at + settled.arrived_keep).max(settled.faults_stopped);
            view.now <= ends + SOON
        });
        self.fact("operations", None, is_watched, || {
            format!("{} arrived, and is watched still: {}", row.name, row.body)
        });
    }

    /// A feed was read whole since faults stopped, and no run holds it that is over.
    fn feed_goes_on(&mut self, view: &View<'_>, settled: &Settled<'_>, row: &Operation) {
        let (Some(feed), Some(promise)) =
            (read::<Feed>(row), settled.feeds.iter().find(|promise| promise.name == row.name))
        else {
            return self.fact("operations", None, false, || format!("the feed {} is none that runs", row.name));
        };
        let skew = self.promises.skew;
        let is_sound = feed.leased_until.is_none_or(|until| {
            let longest = view.now + promise.lease + skew * 2;
            let taken_over = until.max(settled.faults_stopped) + TWO_RUNS;
            !settled.is_asleep && until <= longest || settled.is_asleep && until <= view.now && view.now <= taken_over
        });
        self.fact("operations", None, is_sound, || {
            format!("the feed {} is held until {:?}, and nobody is at it", row.name, feed.leased_until)
        });
        let is_due = settled.sweep && view.now > settled.faults_stopped + TWO_RUNS;
        let is_whole = feed.whole_at + promise.late >= view.now - skew;
        self.fact("operations", None, is_whole || !is_due, || {
            format!("the feed {} was last read whole at {}", row.name, feed.whole_at)
        });
    }
}

/// Whether a feed may be told to be behind: it was not read whole for too long.
fn is_behind(view: &View<'_>, promise: &FeedPromise, skew: SignedDuration) -> bool {
    let rows = view.tables.operations_of(FEED);
    let feed = rows.iter().find(|row| row.name == promise.name).and_then(read::<Feed>);
    feed.is_some_and(|feed| feed.whole_at + promise.late <= view.now + skew)
}

fn read<T: DeserializeOwned>(row: &Operation) -> Option<T> {
    serde_json::from_str(&row.body).ok()
}
