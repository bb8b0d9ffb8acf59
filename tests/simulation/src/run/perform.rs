//! A case with all that belongs to it: its world, and beside it its twin where it has one.

use std::collections::BTreeMap;

use crate::case::Case;
use crate::checks::twin::{Net, compare, net};
use crate::fault::FaultKind;
use crate::play::play_then;
use crate::played::{Played, Violation};
use crate::run::panics::guarded;
use crate::run::plan::has_twin;

/// What goes wrong on the way of a doorbell: nothing of it may change what an order comes to.
const ON_DOORBELLS: [FaultKind; 11] = [
    FaultKind::WebhookLost,
    FaultKind::WebhookDuplicated,
    FaultKind::WebhookReordered,
    FaultKind::WebhookDelayed,
    FaultKind::MessageDuplicated,
    FaultKind::MessageReceivedTwice,
    FaultKind::QueueFailsBefore,
    FaultKind::QueueAnswerLost,
    FaultKind::QueueTakesPart,
    FaultKind::SubscriptionLost,
    FaultKind::SubscriptionAstray,
];

/// Plays a case; and, if all holds, its twin where it has one: all must hold there too, and they must come to the same. A panic is
/// told as a violation.
pub fn perform(case: &Case, mut story: Option<&mut dyn FnMut(&str)>) -> Played {
    guarded(case, |case| {
        let (mut played, nets) = match story.as_mut() {
            Some(listens) => play_to_nets(case, Some(&mut **listens)),
            None => play_to_nets(case, None),
        };
        if has_twin(case) && played.violations.is_empty() {
            let twin = twin(case);
            let (other, twins) = play_to_nets(&twin, None);
            played.violations = other.violations.into_iter().map(of_the_twin).collect();
            if played.violations.is_empty() {
                played.violations = compare(&nets, &twins);
            }
            if let Some(listens) = story.filter(|_| !played.violations.is_empty()) {
                listens("the story of the twin:");
                play_to_nets(&twin, Some(listens));
            }
        }
        played
    })
}

fn of_the_twin(mut violation: Violation) -> Violation {
    violation.says.insert_str(0, "in the twin without faults on doorbells: ");
    violation
}

fn play_to_nets(case: &Case, story: Option<&mut dyn FnMut(&str)>) -> (Played, BTreeMap<u64, Net>) {
    let mut nets = BTreeMap::new();
    let played = play_then(case, story, |view| nets = net(view));
    (played, nets)
}

/// The same customers without faults on the doorbells.
fn twin(case: &Case) -> Case {
    let mut twin = case.clone();
    twin.rates.retain(|kind, _| !ON_DOORBELLS.contains(kind));
    twin.scripted.retain(|strike| !ON_DOORBELLS.contains(&strike.kind));
    twin
}
