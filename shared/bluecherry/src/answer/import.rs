//! The answer to the question for a staged order.

use domain::step::ImportAnswer;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::clock::Clock;
use super::gateway::{Stopped, stopped};
use super::rejection::{self, Rejection};
use super::{Reply, booked, reading, wait};

/// What an answer to the question for an import means. As with a probe, only the application can say that there is nothing.
/// A 404 of the gateway refuses nobody here: status and posts went through the same gateway, so the path alone is amiss.
pub fn read(reply: &Reply, zone: &TimeZone) -> ImportAnswer {
    let body = reply.json();
    let clock = Clock::ours(reply, zone);
    let rejection = Rejection::read(&body, &clock);
    let state = reading::code(&body["state"]);
    match (reply.status, rejection, state.as_deref()) {
        (200, rejection, Some(state)) => settled(state, &body, rejection, &clock),
        (200 | 404 | 422, Some(rejection), None) if rejection.is_unknown_import() => ImportAnswer::Nothing,
        (404 | 405, _, _) => {
            unanswered("BlueCherry's gateway knows no path to imports (404 or 405): check what it offers")
        }
        (status, rejection, _) => match stopped(reply, zone) {
            Some(Stopped::Refused { why }) => ImportAnswer::Refused { why },
            Some(Stopped::Later { until, why }) => ImportAnswer::Unanswered { until, why },
            None => ImportAnswer::Unanswered {
                until: rejection.and_then(|rejection| rejection.until).or_else(|| wait::retry_after(reply)),
                why: format!("BlueCherry answered {status} to the question for the import"),
            },
        },
    }
}

/// The states are assumed. A number beside errors is believed in neither way: one of them would lose or double the order.
fn settled(state: &str, body: &Value, rejection: Option<Rejection>, clock: &Clock) -> ImportAnswer {
    match (state, booked::number(body), rejection) {
        ("STAGED", None, None) => ImportAnswer::Staged { until: clock.ahead(&body["next_at"]) },
        ("POSTED", Some(number), None) => ImportAnswer::Posted(number),
        ("POSTED", None, None) => unanswered("BlueCherry says that it imported the order, but gives no number"),
        ("REJECTED", None, rejection) => {
            ImportAnswer::Rejected(rejection.map_or_else(|| vec![rejection::bare()], |rejection| rejection.errors))
        }
        ("STAGED" | "POSTED" | "REJECTED", ..) => unanswered(
            "what BlueCherry says of the import contradicts itself: a number, errors and a state do not agree",
        ),
        _ => unanswered(
            "BlueCherry names a state of the import that is not known: STAGED, POSTED or REJECTED is expected",
        ),
    }
}

fn unanswered(why: &str) -> ImportAnswer {
    ImportAnswer::Unanswered { until: None, why: why.to_owned() }
}
