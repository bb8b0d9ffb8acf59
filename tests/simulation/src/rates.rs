//! How often each kind of fault strikes, by how bad the days are to be.

use clap::ValueEnum;
use serde::Serialize;

use crate::fault::{FaultKind, Rates};

/// How bad the days are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing goes wrong.
    None,
    /// What an ordinary week brings: few faults, of the usual kinds.
    Light,
    /// Every kind there is, each on several of a hundred orders.
    Heavy,
}

/// The rates of a level, of a million calls that the kind can befall.
pub fn rates(level: Level) -> Rates {
    match level {
        Level::None => Rates::new(),
        Level::Light => FaultKind::ALL.into_iter().filter_map(|kind| Some((kind, light(kind)?))).collect(),
        Level::Heavy => FaultKind::ALL.into_iter().map(|kind| (kind, heavy(kind))).collect(),
    }
}

/// An order is driven by some sixty calls: four loads, nine commits, six reads and writes at Shopify, four calls to BlueCherry, six
/// messages. The more calls a kind can befall, the lower its rate; a kill takes the other orders of its batch with it.
#[expect(clippy::match_same_arms, reason = "a line for each system and cause, whatever the rate")]
fn heavy(kind: FaultKind) -> u32 {
    use FaultKind as F;
    match kind {
        F::KilledBefore | F::KilledAfter | F::OutOfTime => 800,
        F::TableConflict | F::TableAnswerLost => 4_000,
        F::TableThrottled => 1_200,
        F::NewerSchema => 6_000,
        F::Panicked => 2_000,
        F::WebhookDuplicated | F::WebhookReordered => 30_000,
        F::WebhookLost | F::WebhookDelayed => 20_000,
        F::MessageDuplicated | F::MessageReceivedTwice => 12_000,
        F::QueueFailsBefore | F::QueueAnswerLost => 8_000,
        // Most rings are of one message, of which there are no parts: it is as if the queue had failed.
        F::QueueTakesPart => 12_000,
        F::ShopifyFailsBefore
        | F::ShopifyFailsAfter
        | F::ShopifyLate
        | F::ShopifySlow
        | F::ShopifyThrottled
        | F::ShopifyGarbage => 8_000,
        // A run asks for few pages, and most of them have nothing young on them.
        F::ListingLag => 300_000,
        F::ErpFailsBefore | F::ErpFailsAfter | F::ErpSlow | F::ErpThrottled | F::ErpGarbage | F::ErpBusy => 12_000,
        F::ErpLate | F::ErpDoubled | F::ErpBooksOtherwise => 25_000,
        F::IndexLag => 80_000,
        F::StaleSettings => 6_000,
        // Two or three times a day, at some thousand webhooks and calls to BlueCherry.
        F::SecretRotated => 1_500,
        F::ClockSkew => 500_000,
        // Of a day's hours; each is felt by the orders of the next one, the last by those of several.
        F::SubscriptionLost | F::SubscriptionAstray => 20_000,
        F::AppAltered => 10_000,
    }
}

#[expect(clippy::match_same_arms, reason = "a line for each system and cause, whatever the rate")]
fn light(kind: FaultKind) -> Option<u32> {
    use FaultKind as F;
    match kind {
        F::WebhookDuplicated | F::WebhookDelayed => Some(20_000),
        F::WebhookLost | F::MessageDuplicated | F::QueueFailsBefore => Some(5_000),
        F::KilledBefore | F::KilledAfter | F::TableConflict => Some(300),
        F::ErpFailsBefore | F::ErpFailsAfter | F::ErpThrottled | F::ErpBusy => Some(5_000),
        F::ShopifyThrottled | F::ShopifyFailsBefore => Some(3_000),
        F::ClockSkew => Some(500_000),
        F::SubscriptionLost => Some(2_000),
        _ => None,
    }
}
