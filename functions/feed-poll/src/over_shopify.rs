//! The orders that changed, asked of Shopify itself.

use domain::id::OrderId;
use jiff::Timestamp;
use shopify::{ChangedOrdersError, Client, CredentialSource};
use systems::not_now;

use crate::changed_orders::{Changed, ChangedOrders, Page, PageAnswer};

impl<C: CredentialSource> ChangedOrders for Client<C> {
    async fn page(&self, since: Timestamp, after: Option<&str>) -> PageAnswer {
        match self.changed_orders(since, after).await {
            Ok(shopify::ChangedOrders { orders, next, at }) => {
                let changed = |(order, updated_at)| Changed { order: OrderId(order), updated_at };
                PageAnswer::Page(Page { orders: orders.into_iter().map(changed).collect(), next, at })
            }
            Err(ChangedOrdersError::CursorRefused { .. }) => PageAnswer::CursorRefused,
            Err(error) => PageAnswer::NotNow(not_now(error.class(), &error)),
        }
    }
}
