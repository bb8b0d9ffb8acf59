//! What goes back onto the order in Shopify. Both writes set a state, so doing one twice changes nothing.

use domain::id::OrderId;

use crate::call::CallError;
use crate::class::Class;
use crate::client::Client;
use crate::credentials::CredentialSource;
use crate::generated::{AddOrderTag, SetOrderNumbers, add_order_tag, set_order_numbers};

/// The order was not written to, or may not have been.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The call failed.
    #[error("the write to order {order} brought no answer that confirms it")]
    Call {
        /// The order.
        order: OrderId,
        /// Why.
        source: CallError,
    },
    /// Shopify refused it: the third layer of errors, `userErrors`.
    #[error("Shopify refused the write to order {order}: {said}")]
    Rejected {
        /// The order.
        order: OrderId,
        /// Code and message of each error, which speak of what was sent: numbers or a tag.
        said: String,
    },
}

impl WriteError {
    /// What it means.
    pub fn class(&self) -> Class {
        match self {
            Self::Call { source, .. } => match source.class() {
                // An answer to a write that can't be read proves neither that it was done nor that it was not.
                Class::Unreadable => Class::Unknown,
                other => other,
            },
            Self::Rejected { .. } => Class::Rejected,
        }
    }
}

impl<C: CredentialSource> Client<C> {
    /// Sets the sales order numbers of an order: its metafield `cherrycycle.sales_orders`, a list.
    ///
    /// # Errors
    /// When the call fails or Shopify refuses it; [`WriteError::class`] tells them apart.
    pub async fn set_order_numbers(&self, order: OrderId, numbers: &[&str]) -> Result<(), WriteError> {
        // A list metafield takes its elements as a JSON array in a string.
        let numbers = serde_json::Value::from(numbers).to_string();
        let variables = set_order_numbers::Variables { order: order.gid(), numbers };
        let answer = self.call::<SetOrderNumbers>(variables).await;
        let payload = answer.map_err(|source| WriteError::Call { order, source })?.data.metafields_set;
        let errors = payload.ok_or(WriteError::Call { order, source: CallError::Garbled })?.user_errors;
        confirmed(order, errors.into_iter().map(|error| (error.code.map(code_text), error.message)))
    }

    /// Adds a tag to an order.
    ///
    /// # Errors
    /// When the call fails or Shopify refuses it; [`WriteError::class`] tells them apart.
    pub async fn add_tag(&self, order: OrderId, tag: &str) -> Result<(), WriteError> {
        let variables = add_order_tag::Variables { id: order.gid(), tags: vec![tag.to_owned()] };
        let answer = self.call::<AddOrderTag>(variables).await;
        let payload = answer.map_err(|source| WriteError::Call { order, source })?.data.tags_add;
        let errors = payload.ok_or(WriteError::Call { order, source: CallError::Garbled })?.user_errors;
        confirmed(order, errors.into_iter().map(|error| (None, error.message)))
    }
}

fn confirmed(order: OrderId, errors: impl Iterator<Item = (Option<String>, String)>) -> Result<(), WriteError> {
    let said: Vec<String> = errors
        .map(|(code, message)| code.map_or_else(|| message.clone(), |code| format!("{code}: {message}")))
        .collect();
    if said.is_empty() { Ok(()) } else { Err(WriteError::Rejected { order, said: said.join("; ") }) }
}

/// Shopify's own text of a code, an unknown one included.
fn code_text(code: set_order_numbers::MetafieldsSetUserErrorCode) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}
