//! A case with all that belongs to it: its world, and beside it its twin where it has one.

use std::collections::BTreeMap;

use crate::case::Case;
use crate::checks::twin::{Net, compare, net};
use crate::fault::FaultKind;
use crate::play::play_then;
use crate::played::Played;
use crate::run::panics::guarded;
use crate::run::plan::has_twin;

/// What goes wrong on the way of a doorbell: nothing of it may change what an order comes to.
const ON_DOORBELLS: [FaultKind; 6] = [
    FaultKind::WebhookLost,
    FaultKind::WebhookDuplicated,
    FaultKind::WebhookReordered,
    FaultKind::WebhookDelayed,
    FaultKind::MessageDuplicated,
    FaultKind::MessageReceivedTwice,
];

/// Plays a case; and, if all holds, its twin where it has one: they must come to the same. A panic is told as a violation.
pub fn perform(case: &Case, story: Option<&mut dyn FnMut(&str)>) -> Played {
    guarded(case, |case| {
        let (mut played, nets) = play_to_nets(case, story);
        if has_twin(case) && played.violations.is_empty() {
            let (_, twins) = play_to_nets(&twin(case), None);
            played.violations = compare(&nets, &twins);
        }
        played
    })
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
