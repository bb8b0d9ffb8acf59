//! A trail's events in words.

use domain::event::Event;
use domain::image::OrderImage;
use domain::part::{Answer, Intent};
use domain::partition::PartKey;
use driver::hint::SWEEP;

use crate::words::{instant, list};

/// What made a worker take the order up.
pub fn cause(cause: &str) -> &str {
    if cause == SWEEP { "the sweep: Shopify listed it as changed" } else { cause }
}

/// What happened.
pub fn words(event: &Event) -> String {
    match event {
        Event::Read { image, .. } => read(image),
        Event::ReadUnchanged { updated_at, numbers_shown, .. } => {
            let shown = format!("its revision, {}; it shows {}", instant(*updated_at), list(numbers_shown));
            format!("read from Shopify: unchanged but for {shown}")
        }
        Event::Unread { why: None } => "Shopify does not show the order".to_owned(),
        Event::Unread { why: Some(why) } => format!("Shopify's answer cannot be read as an order: {why}"),
        Event::PutOff { until, why, stale } => {
            let what = if *stale { "not read" } else { "nothing sent" };
            format!("{what} before {}: {why}", instant(*until))
        }
        Event::IntentOpened { part, key, intent } => opened(*part, key, intent),
        Event::Answered { part, attempt, answer } => format!("part {part}, try {attempt}: {}", answered(answer)),
        Event::NumbersRefused { why, .. } => format!("Shopify refuses to show the sales orders' numbers: {why}"),
        Event::NumbersWritten { numbers } => format!("Shopify shows {}", list(numbers)),
        Event::Rested { until, exceptions, ineligible } => {
            let mut said = Vec::new();
            said.extend(ineligible.as_ref().map(|why| format!("not to be exported: {why}")));
            said.extend(exceptions.iter().map(ToString::to_string));
            said.extend(until.map(|until| format!("waits until {}", instant(until))));
            if said.is_empty() { "nothing is left to do".to_owned() } else { said.join("; ") }
        }
    }
}

fn read(image: &OrderImage) -> String {
    let cancelled = image.cancelled_at.map(|at| format!(", cancelled at {}", instant(at)));
    format!(
        "read from Shopify: revision {}, {:?}, {} lines, {}{}",
        instant(image.updated_at),
        image.financial,
        image.standing_lines().count(),
        image.total,
        cancelled.unwrap_or_default()
    )
}

fn opened(part: u16, key: &PartKey, intent: &Intent) -> String {
    let order = &intent.sales_order;
    format!(
        "about to post part {part} (division {}, warehouse {}) as {}, try {}: {} units, {} {}; probed at {} if the answer is lost",
        key.division,
        key.warehouse,
        intent.reference(),
        intent.attempt,
        order.control.units,
        order.control.total,
        order.currency,
        instant(intent.probe_at)
    )
}

fn answered(answer: &Answer) -> String {
    match answer {
        Answer::Accepted { number, differs, probed } => {
            let found = if *probed { "found by a probe as" } else { "booked as" };
            let differs = differs.as_ref().map(|what| format!(", but otherwise than posted: {what}"));
            format!("{found} sales order {number}{}", differs.unwrap_or_default())
        }
        Answer::NotDone { why, until } => {
            let until = until.map(|until| format!("; again from {}", instant(until)));
            format!("certainly not done: {why}{}", until.unwrap_or_default())
        }
        Answer::Rejected { errors } => {
            format!("refused by BlueCherry: {}", list(errors.iter().map(|error| error.code.as_str())))
        }
        Answer::Unknown { why, probe_at } => {
            let probe = probe_at.map(|at| format!("; probed at {}", instant(at)));
            format!("nobody knows yet: {why}{}", probe.unwrap_or_default())
        }
        Answer::Staged { import, probe_at } => {
            format!("staged as import {import}, to be booked or rejected later; asked for at {}", instant(*probe_at))
        }
        Answer::NotImported { probe_at, .. } => format!(
            "nothing was found, but no import has ended since it may have been staged; looked for again at {}",
            instant(*probe_at)
        ),
        Answer::Imported { number } => format!("an import booked it as sales order {number}"),
        Answer::NotStaged { probe_at } => {
            format!("BlueCherry knows no such import; looked for by its reference at {}", instant(*probe_at))
        }
        Answer::FoundNothing => "a probe proves that nothing was booked".to_owned(),
        Answer::FoundTwice { numbers } => format!("found twice: {}", list(numbers)),
    }
}
