//! What must stand in the shop, and what of it does not. No I/O.

use domain::planted::{self, Bug};
use shopify::{API_VERSION, Subscription, Topic};

/// The scopes that the functions need: orders are read, their numbers written, and their routing read.
pub const SCOPES: [&str; 3] = ["read_orders", "write_orders", "read_merchant_managed_fulfillment_orders"];

/// Where every deployment's intake listens; whatever rings at such a path is ours.
const PATH: &str = "/webhooks/shopify";

/// Something that the audit may mend by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Repair<'a> {
    /// The topic has no subscription.
    Create(Topic),
    /// Its subscription rings at an address that is ours no longer, or does not tell everything.
    Move(Topic, &'a Subscription),
}

impl Repair<'_> {
    pub(super) fn topic(self) -> Topic {
        match self {
            Self::Create(topic) | Self::Move(topic, _) => topic,
        }
    }
}

/// What is to be mended so that all of every topic rings at the address. A second subscription at the right address, or one
/// of somebody else's, is left alone.
pub(super) fn repairs<'a>(present: &'a [Subscription], address: &str, earlier: Option<&str>) -> Vec<Repair<'a>> {
    let is_ours = |uri: &str| uri.trim_end_matches('/').ends_with(PATH) || earlier == Some(uri);
    let repair = |topic: Topic| {
        let of_topic = || present.iter().filter(move |one| one.topic == topic.graphql_name());
        let at_address = || of_topic().filter(|one| one.uri == address);
        let counts_any = planted::is(Bug::AuditCountsAny) && of_topic().next().is_some();
        if counts_any || at_address().any(|one| one.shortcomings().is_empty()) {
            return None;
        }
        let astray = at_address().next().or_else(|| of_topic().find(|one| is_ours(&one.uri)));
        Some(astray.map_or(Repair::Create(topic), |astray| Repair::Move(topic, astray)))
    };
    Topic::ALL.into_iter().filter_map(repair).collect()
}

/// The versions of our topics' bodies that are not the one that we read.
pub(super) fn other_versions(present: &[Subscription]) -> Vec<&str> {
    let is_ours = |one: &&Subscription| Topic::ALL.iter().any(|topic| topic.graphql_name() == one.topic);
    let mut versions: Vec<&str> = present.iter().filter(is_ours).map(|one| one.api_version.as_str()).collect();
    versions.retain(|version| *version != API_VERSION);
    versions.sort_unstable();
    versions.dedup();
    versions
}

/// The scopes that were not granted. To write includes to read, and the order of the list says nothing
/// (microsoft/BCApps#5724).
pub(super) fn missing_scopes(granted: &[String]) -> Vec<&'static str> {
    let has = |scope: &str| granted.iter().any(|one| one == scope);
    let may = |scope: &str| has(scope) || scope.strip_prefix("read_").is_some_and(|of| has(&format!("write_{of}")));
    SCOPES.into_iter().filter(|scope| !may(scope)).collect()
}
