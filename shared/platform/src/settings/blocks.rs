//! The blocks that functions' settings are made of.

use std::time::Duration;

use driver::budget::Budget;
use jiff::SignedDuration;
use tracing::Level;

use super::reader::Reader;
use crate::tables::TableNames;

/// The shortest duration that waits for something.
pub(super) const SOME: SignedDuration = SignedDuration::from_millis(1);

/// What a function says of itself in its logs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Logging {
    /// The deployment's name: `STAGE_NAME`.
    pub stage: String,
    /// The quietest line that is still written: `LOG_LEVEL`.
    pub level: Level,
}

pub(super) fn logging(reader: &mut Reader<'_>) -> Option<Logging> {
    let stage = reader.text("STAGE_NAME", "the deployment's name, such as staging");
    let level = reader.word(
        "LOG_LEVEL",
        &[
            ("trace", Level::TRACE),
            ("debug", Level::DEBUG),
            ("info", Level::INFO),
            ("warn", Level::WARN),
            ("error", Level::ERROR),
        ],
    );
    Some(Logging { stage: stage?, level: level? })
}

pub(super) fn tables(reader: &mut Reader<'_>) -> Option<TableNames> {
    let orders = table(reader, "ORDERS_TABLE");
    let mappings = table(reader, "MAPPINGS_TABLE");
    let operations = table(reader, "OPERATIONS_TABLE");
    Some(TableNames { orders: orders?, mappings: mappings?, operations: operations? })
}

/// The table of a function that touches no other.
pub(super) fn operations_table(reader: &mut Reader<'_>) -> Option<TableNames> {
    table(reader, "OPERATIONS_TABLE").map(TableNames::of_operations)
}

fn table(reader: &mut Reader<'_>, variable: &'static str) -> Option<String> {
    reader.text(variable, "a table's name, such as the stack's output of that name")
}

pub(super) fn export_queue(reader: &mut Reader<'_>) -> Option<String> {
    reader.text("EXPORT_QUEUE_URL", "a queue's URL, such as the stack's output ExportQueueUrl")
}

pub(super) fn secret(reader: &mut Reader<'_>, variable: &'static str) -> Option<String> {
    reader.text(variable, "a secret's ARN, such as arn:aws:secretsmanager:us-east-1:123456789012:secret:Name-AbCdEf")
}

/// A duration of the kind that clients and timers take.
pub(super) fn timer(reader: &mut Reader<'_>, variable: &'static str) -> Option<Duration> {
    reader.duration(variable, SOME).and_then(|duration| Duration::try_from(duration).ok())
}

pub(super) fn shop_domain(reader: &mut Reader<'_>) -> Option<String> {
    reader.value("SHOP_DOMAIN", "the shop's permanent domain, such as sample.myshopify.com", |found| {
        let name = found.strip_suffix(".myshopify.com")?;
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        (!name.is_empty() && name.bytes().all(fits)).then(|| found.to_owned())
    })
}

pub(super) fn budget(reader: &mut Reader<'_>) -> Option<Budget> {
    let calls = reader.number("BLUECHERRY_CALLS", 1, u32::MAX);
    let window = reader.duration("BLUECHERRY_CALLS_WINDOW", SOME);
    Some(Budget { calls: calls?, window: window? })
}

/// Due work pushes rows on by it, and order-export knows by it which ones to leave.
pub(super) fn due_push(reader: &mut Reader<'_>) -> Option<SignedDuration> {
    reader.duration("DUE_PUSH", SOME)
}

pub(super) fn due_shards(reader: &mut Reader<'_>) -> Option<u16> {
    reader.number("DUE_SHARDS", 1, 64)
}
