//! What a feed tells people of itself: that it is behind, and that Shopify refuses to be read. Neither is any order's.

use domain::exception::Owner;
use driver::operations::{OperationException, raise_as, settle};
use driver::ports::{TableError, Tables};
use jiff::Timestamp;

use crate::Settings;
use crate::feed::Feed;

/// The kind of the exception of a feed that was not read whole for too long.
pub const BEHIND: &str = "feed_behind";
/// The kind of the exception that Shopify refuses the feeds our credentials or permissions.
pub const REFUSED: &str = "shopify_feed_refused";

/// Raises that the feed is behind, if it is.
pub(crate) async fn raise_if_behind(
    tables: &impl Tables,
    settings: &Settings,
    feed: &Feed,
    why: &str,
    now: Timestamp,
) -> Result<(), TableError> {
    if feed.behind(now) <= settings.late {
        return Ok(());
    }
    let text = format!(
        "the feed `{}` of {} was last read whole at {}: {why}. Its runs go on by themselves; if that does not end, look for its function's errors in the log. What webhooks missed meanwhile is found by the first run that is whole",
        settings.feed, settings.shop_domain, feed.whole_at
    );
    let exception = OperationException { kind: BEHIND.to_owned(), owner: Owner::Engineering, text, since: now };
    raise_as(tables, &behind(settings), &exception).await
}

/// Settles that the feed is behind.
pub(crate) async fn settle_behind(tables: &impl Tables, settings: &Settings) -> Result<(), TableError> {
    settle(tables, &behind(settings)).await
}

/// Raises that Shopify refuses to be read.
pub(crate) async fn raise_refused(tables: &impl Tables, why: &str, now: Timestamp) -> Result<(), TableError> {
    let text = format!(
        "Shopify refuses to list the orders that changed: {why}; mend the app's credentials or grant it `read_orders`. Until then only webhooks and due work find what changed; afterwards the feed goes on where it stands"
    );
    let exception = OperationException { kind: REFUSED.to_owned(), owner: Owner::Engineering, text, since: now };
    raise_as(tables, REFUSED, &exception).await
}

/// Settles that Shopify refuses to be read.
pub(crate) async fn settle_refused(tables: &impl Tables) -> Result<(), TableError> {
    settle(tables, REFUSED).await
}

/// Each feed is behind by itself.
fn behind(settings: &Settings) -> String {
    format!("{BEHIND}#{}", settings.cursor())
}
