//! What an audit must leave of the app in the shop: each topic rings at our address, once, and what the audit cannot mend is told for
//! as long as it is so.

use driver::memory::MemoryTables;
use driver::operations::EXCEPTION;
use sandbox::shopify::{Shop, Topic};

use super::{Checker, View};

/// The scopes that the functions need, by what they do: orders are read and written, and their routing is read.
const SCOPES: [&str; 3] = ["read_orders", "write_orders", "read_merchant_managed_fulfillment_orders"];

/// The exceptions that the audit raises and settles.
pub const AUDITED: [&str; 3] = ["scope_missing", "webhook_version", "webhook_subscription_refused"];

/// Whether the shop lacks one of these scopes of the app.
pub fn lacks(shop: &Shop, needed: &[&str]) -> bool {
    needed.iter().any(|needed| !shop.granted_scopes().any(|granted| granted == *needed))
}

/// Whether a scope is missing that some function needs.
pub fn lacks_any(shop: &Shop) -> bool {
    lacks(shop, &SCOPES)
}

/// Whether the shop is such that one of [`AUDITED`] must stand. Whoever has every subscription is refused none.
pub fn calls_for(shop: &Shop, kind: &str) -> bool {
    match kind {
        "scope_missing" => lacks_any(shop),
        "webhook_version" => shop.subscriptions().iter().any(|one| one.api_version != shopify::API_VERSION),
        _ => false,
    }
}

/// What is wrong with the app in the shop, or with what is told of it.
pub fn wrong(shop: &Shop, tables: &MemoryTables, address: &str) -> Option<String> {
    for topic in Topic::ALL {
        let count = shop.subscribers(topic).filter(|one| one.uri == address).count();
        if count != 1 {
            return Some(format!("{} rings {count} times at our address: {:?}", topic.name(), shop.subscriptions()));
        }
    }
    let told = tables.operations_of(EXCEPTION);
    AUDITED.into_iter().find_map(|kind| {
        let (is_so, is_told) = (calls_for(shop, kind), told.iter().any(|row| row.name == kind));
        (is_so != is_told).then(|| format!("{kind}: the shop calls for it: {is_so}, it is told: {is_told}"))
    })
}

impl Checker {
    /// An audit has had the time to put everything right, or says that all is right.
    pub fn is_audited(&mut self, view: &View<'_>, address: &str) {
        let wrong = wrong(view.shop, view.tables, address);
        self.fact("subscriptions", None, wrong.is_none(), || wrong.clone().unwrap_or_default());
    }

    /// An audit that has heard which scopes are granted ends without an error: a missing one is told.
    pub fn scopes_are_told(&mut self, view: &View<'_>) {
        let is_told = view.tables.operations_of(EXCEPTION).iter().any(|row| row.name == "scope_missing");
        self.fact("subscriptions", None, is_told, || {
            "an audit heard that a scope is missing and told nobody".to_owned()
        });
    }
}
