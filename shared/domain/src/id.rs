//! Identities of Shopify's documents.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The text is not an identity of the kind that was expected.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{text}` is not {expected}")]
pub struct NotAnIdentity {
    /// What was given.
    pub text: String,
    /// What was expected, with its article.
    pub expected: &'static str,
}

macro_rules! shopify_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl $name {
            /// Parses a decimal id or a global id such as `gid://shopify/…/123`. Ids exceed 2^53, so they are integers
            /// everywhere, never floats.
            ///
            /// # Errors
            /// When the text is neither.
            pub fn parse(text: &str) -> Result<Self, NotAnIdentity> {
                let gid = text.strip_prefix(concat!("gid://shopify/", $kind, "/"));
                let digits = gid.map_or(text, |gid| gid.split_once('?').map_or(gid, |(digits, _)| digits));
                // `u64` parses a leading `+`, which is no part of an id.
                let parsed = if digits.starts_with('+') { None } else { digits.parse().ok() };
                parsed.map(Self).ok_or_else(|| NotAnIdentity {
                    text: text.to_owned(),
                    expected: concat!("an id of a Shopify ", $kind),
                })
            }

            /// The global id that the Admin API takes.
            pub fn gid(self) -> String {
                format!(concat!("gid://shopify/", $kind, "/{}"), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

shopify_id!(
    /// A Shopify order.
    OrderId,
    "Order"
);
shopify_id!(
    /// A line of a Shopify order.
    LineId,
    "LineItem"
);
shopify_id!(
    /// A Shopify location.
    LocationId,
    "Location"
);

/// The name that people use for a Shopify order, such as `#1001`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderName(pub String);

impl fmt::Display for OrderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
