//! What the answer to an open intent makes of its part.

use jiff::Timestamp;

use super::{Accepted, Answer, Intent, PartState};
use crate::code::SalesOrderNumber;

pub(super) fn join(numbers: &mut Vec<SalesOrderNumber>, more: &[SalesOrderNumber]) {
    for number in more {
        if !numbers.contains(number) {
            numbers.push(number.clone());
        }
    }
}

pub(super) fn settle(mut intent: Box<Intent>, answer: &Answer, at: Timestamp) -> PartState {
    match answer {
        Answer::Accepted { number, differs, .. } => {
            let mut numbers = std::mem::take(&mut intent.also);
            join(&mut numbers, std::slice::from_ref(number));
            if numbers.len() > 1 {
                return PartState::FoundTwice { numbers };
            }
            let accepted = Box::new(Accepted { number: number.clone(), sales_order: intent.sales_order, since: at });
            match differs {
                None => PartState::Accepted(accepted),
                Some(what) => PartState::Differs { accepted, what: what.clone() },
            }
        }
        // This try came to nothing, but an earlier one turned out to be booked: look again, at once.
        Answer::NotDone { .. } | Answer::Rejected { .. } | Answer::FoundNothing if !intent.also.is_empty() => {
            intent.probe_at = at;
            PartState::Sending(intent)
        }
        Answer::NotDone { until, .. } => PartState::Open { not_before: *until },
        Answer::Rejected { errors } => PartState::Rejected { hash: intent.hash, errors: errors.clone() },
        Answer::Unknown { probe_at, .. } => {
            intent.probe_at = probe_at.unwrap_or(intent.probe_at);
            PartState::Sending(intent)
        }
        Answer::Staged { import, probe_at } => {
            intent.import = Some(import.clone());
            intent.probe_at = *probe_at;
            intent.promised = intent.promised.or(Some(*probe_at));
            PartState::Sending(intent)
        }
        Answer::NotImported { probe_at, begun } => {
            intent.probe_at = *probe_at;
            intent.import_begun = intent.import_begun.or(*begun);
            intent.promised = intent.promised.or(Some(*probe_at));
            PartState::Sending(intent)
        }
        Answer::Imported { number } => {
            join(&mut intent.also, std::slice::from_ref(number));
            intent.import = None;
            intent.probe_at = at;
            PartState::Sending(intent)
        }
        Answer::NotStaged { probe_at } => {
            intent.import = None;
            intent.probe_at = *probe_at;
            PartState::Sending(intent)
        }
        Answer::FoundNothing => PartState::Open { not_before: None },
        Answer::FoundTwice { numbers } => {
            join(&mut intent.also, numbers);
            PartState::FoundTwice { numbers: intent.also }
        }
    }
}
