//! Following pages of an order: of its lines, of its fulfilment orders, and of the lines of each of those.

use domain::id::OrderId;

use crate::client::Client;
use crate::conversion::Unreadable;
use crate::credentials::CredentialSource;
use crate::generated::order_for_export::{OrderForExportOrder, Page};
use crate::generated::{
    OrderLinesAfter, OrderRoutingAfter, RoutedLinesAfter, order_lines_after, order_routing_after, routed_lines_after,
};
use crate::read_order::ReadError;
use crate::scalar::DateTime;

/// Why a read of an order ended early.
pub(crate) enum Ended {
    /// The order changed since its first page, so that the pages don't belong together.
    Changed,
    Failed(ReadError),
}

impl From<ReadError> for Ended {
    fn from(error: ReadError) -> Self {
        Self::Failed(error)
    }
}

impl<C: CredentialSource> Client<C> {
    /// Adds all that the first page of an order left out.
    pub(crate) async fn follow_pages(&self, id: OrderId, order: &mut OrderForExportOrder) -> Result<(), Ended> {
        let called = |source| ReadError::Call { order: id, source };
        let first = order.updated_at;

        while let Some(after) = next(id, &order.line_items.page_info)? {
            let variables = order_lines_after::Variables { id: id.gid(), after };
            let answer = self.call::<OrderLinesAfter>(variables).await.map_err(called)?;
            let page = answer.data.order.ok_or(Ended::Changed)?;
            same(first, page.updated_at)?;
            order.line_items.nodes.extend(page.line_items.nodes);
            order.line_items.page_info = page.line_items.page_info;
        }

        while let Some(after) = next(id, &order.fulfillment_orders.page_info)? {
            let variables = order_routing_after::Variables { id: id.gid(), after };
            let answer = self.call::<OrderRoutingAfter>(variables).await.map_err(called)?;
            let page = answer.data.order.ok_or(Ended::Changed)?;
            same(first, page.updated_at)?;
            order.fulfillment_orders.nodes.extend(page.fulfillment_orders.nodes);
            order.fulfillment_orders.page_info = page.fulfillment_orders.page_info;
        }

        for routed in &mut order.fulfillment_orders.nodes {
            while let Some(after) = next(id, &routed.line_items.page_info)? {
                let variables = routed_lines_after::Variables { id: routed.id.clone(), after };
                let answer = self.call::<RoutedLinesAfter>(variables).await.map_err(called)?;
                let page = answer.data.fulfillment_order.ok_or(Ended::Changed)?;
                same(first, page.order.updated_at)?;
                routed.line_items.nodes.extend(page.line_items.nodes);
                routed.line_items.page_info = page.line_items.page_info;
            }
        }
        Ok(())
    }
}

/// Where the next page begins; none after the last.
fn next(order: OrderId, page: &Page) -> Result<Option<String>, ReadError> {
    if !page.has_next_page {
        return Ok(None);
    }
    let source = Unreadable { field: "pageInfo.endCursor", problem: "is missing though there is a next page" };
    page.end_cursor.clone().map(Some).ok_or(ReadError::Unreadable { order, source })
}

fn same(first: DateTime, page: DateTime) -> Result<(), Ended> {
    if first == page { Ok(()) } else { Err(Ended::Changed) }
}
