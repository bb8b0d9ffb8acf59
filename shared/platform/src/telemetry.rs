//! Logs and metrics: JSON lines on the standard output, written as they happen and never by a thread in the background, which
//! a frozen environment would forget.
//!
//! No field holds a body or personal data: ids, codes, amounts and causes only.

use std::io::{Write, stdout};
use std::sync::OnceLock;

use jiff::SignedDuration;
use metrique::emf::Emf;
use metrique::unit::Second;
use metrique::unit_of_work::metrics;
use metrique::writer::sink::FlushImmediately;
use metrique::writer::{BoxEntrySink, Entry, EntryIoStreamExt, FormatExt};
use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::settings::Logging;

/// Whose lines are written from the set level on. Of all others, whose lines may quote what they send and receive, only
/// warnings and errors are.
const OURS: &[&str] = &[
    "bluecherry",
    "domain",
    "driver",
    "due_work",
    "feed_poll",
    "order_export",
    "platform",
    "shopify",
    "systems",
    "webhook_intake",
];

/// Logs every failure and panic of a handler a second time, and without the invocation's id.
const REPEATS: &str = "lambda_runtime::layers::panic";

/// The namespace of the metrics.
const NAMESPACE: &str = "Cherrycycle";

static METRICS: OnceLock<BoxEntrySink> = OnceLock::new();

/// Begins to log and to measure. Whoever began before goes on alone.
pub fn start(logging: &Logging) {
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(false);
    let started = tracing_subscriber::registry().with(lines.with_filter(filter(logging.level))).try_init();
    if started.is_ok() {
        std::panic::set_hook(Box::new(log_panic));
    }
    METRICS.get_or_init(|| metrics(logging.stage.clone(), || stdout().lock()));
}

fn filter(level: Level) -> Targets {
    let targets = Targets::new().with_default(Level::WARN.min(level));
    let targets = OURS.iter().fold(targets, |targets, ours| targets.with_target(*ours, level));
    targets.with_target(REPEATS, LevelFilter::OFF)
}

/// A panic's text may quote data; where it happened does not.
fn log_panic(panic: &std::panic::PanicHookInfo<'_>) {
    let at = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(at, "panicked: a defect of this program; look at the code there");
}

#[derive(Entry)]
#[entry(rename_all = "PascalCase")]
struct EveryMetric {
    stage: String,
}

/// Metrics as lines that `CloudWatch` reads (its embedded metric format), flushed one by one.
fn metrics<W: Write>(stage: String, writer: impl Fn() -> W + Send + Sync + 'static) -> BoxEntrySink {
    let format = Emf::builder(NAMESPACE.to_owned(), vec![vec!["Stage".to_owned()]]).build();
    FlushImmediately::new_boxed(format.output_to_makewriter(writer).merge_globals(EveryMetric { stage }))
}

#[metrics(emf::dimension_sets = [["Topic", "Result"]], rename_all = "PascalCase")]
struct WebhookMetrics {
    topic: &'static str,
    result: &'static str,
    webhooks_received: u64,
}

/// Counts a webhook. `topic` is one that we know, or a word that stands for all others; `result` says what came of it.
pub fn webhook_received(topic: &'static str, result: &'static str) {
    if let Some(sink) = METRICS.get() {
        drop(WebhookMetrics { topic, result, webhooks_received: 1 }.append_on_drop(sink.clone()));
    }
}

#[metrics(emf::dimension_sets = [["Result"]], rename_all = "PascalCase")]
struct DriveMetrics {
    result: &'static str,
    orders_driven: u64,
}

/// Counts orders whose drive ended so.
pub fn orders_driven(result: &'static str, orders: u64) {
    if let Some(sink) = METRICS.get() {
        drop(DriveMetrics { result, orders_driven: orders }.append_on_drop(sink.clone()));
    }
}

#[metrics(emf::dimension_sets = [["Lane"]], rename_all = "PascalCase")]
struct DueMetrics {
    lane: &'static str,
    due_rung: u64,
    released_rung: u64,
    #[metrics(unit = Second)]
    oldest_due_late: std::time::Duration,
}

/// Counts what due work rang in a lane: orders that were due, orders whose missing code had arrived, and how late the oldest
/// due order was.
pub fn due_rung(lane: &'static str, due: u64, released: u64, oldest_late: SignedDuration) {
    if let Some(sink) = METRICS.get() {
        let oldest_due_late = std::time::Duration::try_from(oldest_late).unwrap_or_default();
        drop(DueMetrics { lane, due_rung: due, released_rung: released, oldest_due_late }.append_on_drop(sink.clone()));
    }
}

#[metrics(emf::dimension_sets = [["Feed"]], rename_all = "PascalCase")]
struct FeedMetrics {
    feed: &'static str,
    feed_pages: u64,
    feed_rung: u64,
    feed_whole_runs: u64,
    #[metrics(unit = Second)]
    feed_lag: std::time::Duration,
}

/// Counts a run of a feed: pages read, orders rung, whether the run was whole, and how far the feed's mark is behind.
pub fn feed_polled(feed: &'static str, pages: u64, rung: u64, whole: bool, lag: SignedDuration) {
    if let Some(sink) = METRICS.get() {
        let feed_lag = std::time::Duration::try_from(lag).unwrap_or_default();
        let feed_whole_runs = u64::from(whole);
        let counted = FeedMetrics { feed, feed_pages: pages, feed_rung: rung, feed_whole_runs, feed_lag };
        drop(counted.append_on_drop(sink.clone()));
    }
}

#[metrics(rename_all = "PascalCase")]
struct SweepMetrics {
    found_by_sweep: u64,
}

/// Counts orders whose news the sweep brought, long after the change: no webhook had told of it.
pub fn found_by_sweep(orders: u64) {
    if let Some(sink) = METRICS.get() {
        drop(SweepMetrics { found_by_sweep: orders }.append_on_drop(sink.clone()));
    }
}

#[metrics(rename_all = "PascalCase")]
struct AuditMetrics {
    subscriptions_repaired: u64,
}

/// Counts webhook subscriptions that the audit made or mended.
pub fn subscriptions_repaired(subscriptions: u64) {
    if let Some(sink) = METRICS.get() {
        drop(AuditMetrics { subscriptions_repaired: subscriptions }.append_on_drop(sink.clone()));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use std::sync::{Arc, Mutex};

    use serde_json::{Value, json};
    use tracing::Level;

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_metric_is_a_line_of_its_own_as_soon_as_it_is_counted() {
        let lines = Lines::default();
        let writer = lines.clone();
        let sink = metrics("staging".to_owned(), move || writer.clone());
        for topic in ["orders/paid", "other"] {
            drop(WebhookMetrics { topic, result: "rung", webhooks_received: 1 }.append_on_drop(sink.clone()));
        }
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        let written: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(written.len(), 2, "{text}");
        let metric = &written[0]["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(metric["Namespace"], NAMESPACE);
        assert_eq!(metric["Dimensions"], json!([["Stage", "Topic", "Result"]]));
        assert_eq!(metric["Metrics"], json!([{ "Name": "WebhooksReceived" }]));
        assert_eq!((&written[0]["Stage"], &written[0]["Topic"]), (&json!("staging"), &json!("orders/paid")));
        assert_eq!((&written[1]["Topic"], &written[1]["WebhooksReceived"]), (&json!("other"), &json!(1)));
    }

    #[test]
    fn lines_of_others_are_written_only_when_something_is_wrong() {
        for (set, target, level, written) in [
            (Level::INFO, "order_export", Level::INFO, true),
            (Level::INFO, "driver::drive", Level::DEBUG, false),
            (Level::DEBUG, "driver::drive", Level::DEBUG, true),
            (Level::TRACE, "aws_smithy_runtime::client", Level::DEBUG, false),
            (Level::TRACE, "reqwest::connect", Level::INFO, false),
            (Level::TRACE, "lambda_runtime::runtime", Level::WARN, true),
            (Level::ERROR, "aws_config", Level::WARN, false),
            (Level::ERROR, "order_export", Level::ERROR, true),
            (Level::TRACE, REPEATS, Level::ERROR, false),
        ] {
            assert_eq!(filter(set).would_enable(target, &level), written, "{target} {level} when {set} is set");
        }
    }
}
