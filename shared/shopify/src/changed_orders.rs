//! The orders that changed since a time, page by page: which they are, and when each last changed.

use jiff::Timestamp;

use crate::call::{Answer, CallError};
use crate::class::Class;
use crate::client::Client;
use crate::credentials::CredentialSource;
use crate::generated::{ChangedOrders as Operation, changed_orders};

/// A page of at most 250 orders that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedOrders {
    /// Each order's id with its `updated_at`, the longest unchanged first. An order that changes between two pages may stand on both.
    pub orders: Vec<(u64, Timestamp)>,
    /// Where the next page begins; none after the last.
    pub next: Option<String>,
    /// When Shopify answered, by its own clock: the `Date` header.
    pub at: Timestamp,
}

/// A page was not read.
#[derive(Debug, thiserror::Error)]
pub enum ChangedOrdersError {
    /// The call failed.
    #[error("the orders that changed were not read")]
    Call(#[from] CallError),
    /// Shopify does not go on from this cursor.
    #[error("Shopify refused to go on from the cursor of an earlier page ({said}); begin again without a cursor")]
    CursorRefused {
        /// Code and message of Shopify's first error.
        said: String,
    },
}

impl ChangedOrdersError {
    /// What it means.
    pub fn class(&self) -> Class {
        match self {
            Self::Call(source) => source.class(),
            Self::CursorRefused { .. } => Class::Rejected,
        }
    }
}

impl<C: CredentialSource> Client<C> {
    /// One page of the orders that changed at `since` or later, cancelled ones included: the first, or the one behind `after`, which is the `next`
    /// of a page of the same `since`. Orders older than 60 days need the scope `read_all_orders`.
    ///
    /// # Errors
    /// When the call fails, the page can't be read, or the cursor is refused; [`ChangedOrdersError::class`] tells them apart.
    pub async fn changed_orders(
        &self,
        since: Timestamp,
        after: Option<&str>,
    ) -> Result<ChangedOrders, ChangedOrdersError> {
        let variables = changed_orders::Variables { changed: search(since), after: after.map(str::to_owned) };
        let Answer { data, date } = match self.call::<Operation>(variables).await {
            Err(refused) if after.is_some() => return Err(about_the_cursor(refused)),
            other => other?,
        };
        let page = data.orders;
        let next = if page.page_info.has_next_page {
            let missing = || unreadable("`pageInfo.endCursor` is missing though there is a next page");
            Some(page.page_info.end_cursor.ok_or_else(missing)?)
        } else {
            None
        };
        Ok(ChangedOrders {
            orders: page.nodes.into_iter().map(|order| (order.legacy_resource_id.0, order.updated_at.0)).collect(),
            next,
            at: date.ok_or_else(|| unreadable("it has no `Date`"))?,
        })
    }
}

/// The search for orders changed since a time. Shopify keeps whole seconds, so that one within a second is taken from its beginning; and it takes a
/// time without `Z` as one of the shop's.
fn search(since: Timestamp) -> String {
    format!("updated_at:>='{}'", since.strftime("%Y-%m-%dT%H:%M:%SZ"))
}

/// Which error an expired cursor brings is not documented. The same operation was accepted for the page before, so that whatever Shopify now refuses in it
/// is the cursor; only `INTERNAL_SERVER_ERROR` is no refusal.
fn about_the_cursor(error: CallError) -> ChangedOrdersError {
    match error {
        CallError::Refused { said } => ChangedOrdersError::CursorRefused { said },
        CallError::Failed { said } if !said.starts_with("INTERNAL_SERVER_ERROR") => {
            ChangedOrdersError::CursorRefused { said }
        }
        other => ChangedOrdersError::Call(other),
    }
}

fn unreadable(why: &str) -> CallError {
    CallError::Unreadable { why: why.to_owned() }
}
