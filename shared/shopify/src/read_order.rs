//! Reading one order, with every page of it.

use domain::address::Delivery;
use domain::id::OrderId;
use domain::image::OrderImage;

use crate::call::{Answer, CallError};
use crate::class::Class;
use crate::client::Client;
use crate::conversion::{Unreadable, convert};
use crate::credentials::CredentialSource;
use crate::generated::{OrderForExport, order_for_export};
use crate::pages::Ended;

/// Reads of an order that changes between its pages begin again so often.
const ATTEMPTS: usize = 3;

/// An order as it was read.
#[derive(Clone, Debug)]
pub struct OrderRead {
    /// The facts: ids, codes and amounts.
    pub image: OrderImage,
    /// Where it goes: personal data, to be sent and never kept.
    pub delivery: Delivery,
}

/// The order was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A call failed.
    #[error("order {order} was not read")]
    Call {
        /// The order.
        order: OrderId,
        /// Why.
        source: CallError,
    },
    /// Shopify knows no such order, or does not show it to this app.
    #[error("Shopify has no order {order}; orders older than 60 days need the scope read_all_orders")]
    NotFound {
        /// The order.
        order: OrderId,
    },
    /// It changed between its pages, each time.
    #[error("order {order} kept changing while its pages were read; try again later")]
    Changing {
        /// The order.
        order: OrderId,
    },
    /// An answer came, but not with the facts.
    #[error("order {order} cannot be read")]
    Unreadable {
        /// The order.
        order: OrderId,
        /// Which field, and why.
        source: Unreadable,
    },
}

impl ReadError {
    /// What it means.
    pub fn class(&self) -> Class {
        match self {
            Self::Call { source, .. } => source.class(),
            Self::NotFound { .. } => Class::NotFound,
            Self::Changing { .. } => Class::NotDone { wait: None },
            Self::Unreadable { .. } => Class::Unreadable,
        }
    }
}

impl<C: CredentialSource> Client<C> {
    /// Reads an order. A plain one takes one call; more than 50 lines, or 10 fulfilment orders, take one for each page.
    ///
    /// # Errors
    /// When a call fails, the order is not there, or it can't be read; [`ReadError::class`] tells them apart.
    pub async fn read_order(&self, order: OrderId) -> Result<OrderRead, ReadError> {
        for _ in 0..ATTEMPTS {
            match self.read_once(order).await {
                Ok(read) => return Ok(read),
                Err(Ended::Changed) => {}
                Err(Ended::Failed(error)) => return Err(error),
            }
        }
        Err(ReadError::Changing { order })
    }

    async fn read_once(&self, id: OrderId) -> Result<OrderRead, Ended> {
        let unreadable = |source| ReadError::Unreadable { order: id, source };
        let answer = self.call::<OrderForExport>(order_for_export::Variables { id: id.gid() }).await;
        let Answer { data, date } = answer.map_err(|source| ReadError::Call { order: id, source })?;
        let mut order = data.order.ok_or(ReadError::NotFound { order: id })?;
        if order.legacy_resource_id.0 != id.0 {
            let problem = "is of another order than was asked for";
            return Err(unreadable(Unreadable { field: "legacyResourceId", problem }).into());
        }
        self.follow_pages(id, &mut order).await?;
        let (image, delivery) = convert(order, date).map_err(unreadable)?;
        Ok(OrderRead { image, delivery })
    }
}
