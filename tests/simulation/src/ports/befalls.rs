//! Which faults may befall which call.

use super::machine::Mercy;
use crate::fault::{CallKind, FaultKind};

/// What may befall a call, the worst first.
pub fn may_befall(call: CallKind) -> &'static [FaultKind] {
    use FaultKind as F;
    match call {
        CallKind::Webhook => {
            &[F::WebhookLost, F::WebhookDelayed, F::WebhookReordered, F::WebhookDuplicated, F::SecretRotated]
        }
        CallKind::Invoke => &[F::StaleSettings],
        CallKind::Begin | CallKind::Clock => &[F::ClockSkew],
        CallKind::Receive => &[F::MessageReceivedTwice],
        CallKind::Installation => &[F::SubscriptionLost, F::SubscriptionAstray, F::AppAltered],
        CallKind::Ring => &[
            F::KilledBefore,
            F::KilledAfter,
            F::OutOfTime,
            F::Panicked,
            F::QueueFailsBefore,
            F::QueueAnswerLost,
            F::QueueTakesPart,
            F::MessageDuplicated,
        ],
        CallKind::Secret => &[F::KilledBefore, F::KilledAfter, F::OutOfTime, F::Panicked],
        CallKind::Load | CallKind::Mappings | CallKind::OperationRead | CallKind::Index => {
            &[F::KilledBefore, F::KilledAfter, F::OutOfTime, F::Panicked, F::TableThrottled]
        }
        CallKind::OperationWrite | CallKind::CountCall => &[
            F::KilledBefore,
            F::KilledAfter,
            F::OutOfTime,
            F::Panicked,
            F::TableConflict,
            F::TableThrottled,
            F::TableAnswerLost,
        ],
        CallKind::Commit => &[
            F::KilledBefore,
            F::KilledAfter,
            F::OutOfTime,
            F::Panicked,
            F::TableConflict,
            F::TableThrottled,
            F::TableAnswerLost,
            F::NewerSchema,
            F::IndexLag,
        ],
        CallKind::PushDue => &[
            F::KilledBefore,
            F::KilledAfter,
            F::OutOfTime,
            F::Panicked,
            F::TableConflict,
            F::TableThrottled,
            F::TableAnswerLost,
            F::IndexLag,
        ],
        CallKind::ShopifyRead | CallKind::ShopifyWrite | CallKind::ShopifyAudit => &[
            F::KilledBefore,
            F::KilledAfter,
            F::OutOfTime,
            F::Panicked,
            F::ShopifyFailsBefore,
            F::ShopifyFailsAfter,
            F::ShopifyLate,
            F::ShopifySlow,
            F::ShopifyThrottled,
            F::ShopifyGarbage,
        ],
        CallKind::ShopifyChanged => &[
            F::KilledBefore,
            F::KilledAfter,
            F::OutOfTime,
            F::Panicked,
            F::ShopifyFailsBefore,
            F::ShopifyFailsAfter,
            F::ShopifyLate,
            F::ShopifySlow,
            F::ShopifyThrottled,
            F::ShopifyGarbage,
            F::ListingLag,
        ],
        CallKind::ErpStatus | CallKind::ErpFind | CallKind::ErpImport => &[
            F::KilledBefore,
            F::KilledAfter,
            F::OutOfTime,
            F::Panicked,
            F::ErpFailsBefore,
            F::ErpFailsAfter,
            F::ErpSlow,
            F::ErpThrottled,
            F::ErpGarbage,
            F::ErpBusy,
            F::SecretRotated,
        ],
        // No client lets a post lie: between its look at the clock and the sending there is nothing that could hold it up.
        CallKind::ErpPost => &[
            F::KilledBefore,
            F::KilledAfter,
            F::Panicked,
            F::ErpFailsBefore,
            F::ErpFailsAfter,
            F::ErpLate,
            F::ErpSlow,
            F::ErpThrottled,
            F::ErpGarbage,
            F::ErpBusy,
            F::ErpDoubled,
            F::ErpBooksOtherwise,
            F::SecretRotated,
        ],
    }
}

/// The same without that from which an invocation is spared: it stands first.
pub(super) fn may_befall_with(call: CallKind, mercy: Mercy) -> &'static [FaultKind] {
    use FaultKind as F;
    let kinds = may_befall(call);
    let is_spared = |kind: &&F| match kind {
        F::KilledBefore | F::KilledAfter | F::OutOfTime | F::Panicked => mercy != Mercy::None,
        F::TableConflict | F::TableThrottled | F::TableAnswerLost | F::NewerSchema => mercy == Mercy::ItIsDone,
        _ => false,
    };
    &kinds[kinds.iter().take_while(is_spared).count()..]
}
