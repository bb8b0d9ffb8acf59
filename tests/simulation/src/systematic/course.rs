//! The course of a world of one order without faults: its calls, and what is met on the way until it rests.

use std::collections::BTreeSet;

use domain::event::Event;
use domain::id::OrderId;
use domain::order::{Order, Standing};
use driver::rows::Body;

use crate::case::Case;
use crate::checks::View;
use crate::play::play_then;
use crate::run::panics::guarded;
use crate::systematic::targets::Call;

/// From so many parts on, one more is more of the same.
const MANY: usize = 3;

/// The course of a world.
#[derive(Clone, Default, Debug)]
pub struct Course {
    /// Its calls.
    pub calls: Vec<Call>,
    /// In words: the kinds of the exceptions that were open on the way, how the order rests, and of how many parts it is.
    pub met: BTreeSet<String>,
}

/// Plays a case to see its course.
pub fn course(case: &Case) -> Course {
    let mut met = BTreeSet::new();
    let played = guarded(case, |case| play_then(case, None, |view| met = met_by_all(view)));
    Course { calls: played.calls, met }
}

fn met_by_all(view: &View<'_>) -> BTreeSet<String> {
    let mut met = BTreeSet::new();
    for order in view.shop.orders() {
        let id = OrderId(order.id);
        view.tables.with_trail(id, |trail| {
            for entry in trail.values() {
                if let Event::Rested { exceptions, .. } = &entry.event {
                    met.extend(exceptions.iter().map(|exception| exception.problem.kind().to_owned()));
                }
            }
        });
        view.tables.with_order(id, |rows| {
            let Some(Body::Head(head)) = rows.get("root").map(|row| &row.body) else { return };
            let parts = rows.values().filter_map(|row| match &row.body {
                Body::Part(part) => Some(part.as_ref().clone()),
                _ => None,
            });
            // The head stands without parts, which are rows of their own.
            let order = Order { parts: parts.collect(), ..head.as_ref().clone() };
            met.insert(rests(&order));
            met.insert(format!("{} parts", order.parts.len().min(MANY)));
        });
    }
    met
}

fn rests(order: &Order) -> String {
    match (order.standing(), &order.rest.ineligible) {
        (Standing::Ineligible, Some(why)) => why.to_string(),
        (standing, _) => format!("{standing:?}"),
    }
}
