//! A poller's times stand in an order: a call ends within its run, a run within its lease, a lease before the next tick.

use jiff::SignedDuration;

use crate::transformed::{Template, assert_holds};

#[test]
fn a_poller_runs_by_itself_and_is_told_of_before_anything_is_lost() {
    assert_holds(violations);
}

pub fn violations(template: &Template) -> Vec<String> {
    let call = duration(template, "ShopifyTimeout");
    let due_work = seconds(template, "DueWorkTimeout");
    let sweep = seconds(template, "OrderSweepTimeout");
    let lease = duration(template, "FeedLease");
    let [due_period, sweep_period] =
        ["DueWorkSchedule", "SweepSchedule"].map(|schedule| rate(template, schedule).unwrap_or_default());
    // Each of these is shorter than the next.
    [
        ("a call of Shopify's", call, "a run of due work", due_work),
        ("a run of due work", due_work, "its period", due_period),
        ("a call of Shopify's", call, "a run of the sweep", sweep),
        ("a run of the sweep", sweep, "its lease", lease),
        ("the lease of a feed", lease, "the period of the sweep", sweep_period),
        ("nothing", SignedDuration::ZERO, "the overlap of a feed", duration(template, "FeedOverlap")),
        ("the period of the sweep", sweep_period, "the lateness that is told of", duration(template, "FeedLate")),
        ("the period of due work", due_period, "the period of the audit", duration(template, "AuditPeriod")),
    ]
    .into_iter()
    .filter(|(_, shorter, _, longer)| shorter >= longer)
    .map(|(short, shorter, long, longer)| format!("{short} may last {shorter:#}, {long} {longer:#}"))
    .collect()
}

fn duration(template: &Template, parameter: &str) -> SignedDuration {
    template.parameter(parameter)["Default"].as_str().unwrap().parse().unwrap()
}

fn seconds(template: &Template, parameter: &str) -> SignedDuration {
    SignedDuration::from_secs(template.parameter(parameter)["Default"].as_i64().unwrap())
}

/// The distance of the ticks of `rate(10 minutes)`.
fn rate(template: &Template, parameter: &str) -> Option<SignedDuration> {
    let minutes = template.parameter(parameter)["Default"].as_str()?.strip_prefix("rate(")?.split(' ').next()?;
    Some(SignedDuration::from_mins(minutes.parse().ok()?))
}
