//! What a row holds: typed in memory, JSON at the edge of a table that stores text.

use std::sync::Arc;

use domain::exception::OpenException;
use domain::order::{Order, Plan};
use domain::part::Part;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{PLAN, ROOT};

/// A row's content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    /// The order without its parts and its plan.
    Head(Arc<Order>),
    /// The revision that is exported.
    Plan(Arc<Plan>),
    /// A part.
    Part(Arc<Part>),
    /// An open exception.
    Exception(Arc<OpenException>),
    /// Nothing: the row is there to be found.
    Empty,
    /// What this code cannot read, as it was written: newer code's, or broken.
    Raw(String),
}

impl Body {
    /// The content as text, JSON.
    pub fn to_json(&self) -> String {
        match self {
            Self::Head(order) => json(order.as_ref()),
            Self::Plan(plan) => json(plan.as_ref()),
            Self::Part(part) => json(part.as_ref()),
            Self::Exception(open) => json(open.as_ref()),
            Self::Empty => String::new(),
            Self::Raw(text) => text.clone(),
        }
    }

    /// The content of the row `item` from its text. What cannot be read stays as it is: code of another version wrote it.
    pub fn from_json(item: &str, text: &str) -> Self {
        let kind = item.split('#').next().unwrap_or_default();
        let read = match kind {
            ROOT => read(text).map(Self::Head),
            PLAN => read(text).map(Self::Plan),
            "part" => read(text).map(Self::Part),
            "exception" => read(text).map(Self::Exception),
            _ => text.is_empty().then_some(Self::Empty),
        };
        read.unwrap_or_else(|| Self::Raw(text.to_owned()))
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Option<Arc<T>> {
    serde_json::from_str(text).ok().map(Arc::new)
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use domain::id::OrderId;

    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let head = Body::Head(Arc::new(Order::new(OrderId(7))));
        assert_eq!(Body::from_json("root", &head.to_json()), head);
        assert_eq!(Body::from_json("due#export", &Body::Empty.to_json()), Body::Empty);
    }

    #[test]
    fn what_cannot_be_read_is_kept_as_it_is() {
        for (item, text) in [("root", r#"{"new":1}"#), ("part#0001", ""), ("due#export", "{}"), ("refund#1", "{}")] {
            assert_eq!(Body::from_json(item, text).to_json(), text);
        }
    }
}
