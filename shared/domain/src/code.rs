//! BlueCherry's codes.
//!
//! Codes are case-insensitive, right-padded CHAR columns; leading zeros count (`reference` sheet of the adapter: customers'
//! own extracts upper-case and trim every code). So a code is upper-case, without padding, and never a number.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The text cannot be a BlueCherry code.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{text}` is not a {kind} code: it is empty, longer than {LONGEST} characters, or has a control character")]
pub struct NotACode {
    text: String,
    kind: &'static str,
}

const LONGEST: usize = 30;

fn parse(text: &str, kind: &'static str) -> Result<Arc<str>, NotACode> {
    let code = text.trim().to_uppercase();
    if code.is_empty() || code.chars().count() > LONGEST || code.chars().any(char::is_control) {
        return Err(NotACode { text: text.to_owned(), kind });
    }
    Ok(code.into())
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Parses a code: trimmed, upper-cased, leading zeros kept.
            ///
            /// # Errors
            /// When it is empty, too long or has a control character.
            pub fn parse(text: &str) -> Result<Self, NotACode> {
                parse(text, $kind).map(Self)
            }

            /// The code as BlueCherry takes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0.as_ref().to_owned()
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotACode;
            fn try_from(text: String) -> Result<Self, NotACode> {
                Self::parse(&text)
            }
        }
    };
}

code!(
    /// A division: the part of the company that an article and its sales order belong to.
    DivisionCode,
    "division"
);
code!(
    /// A warehouse (BlueCherry's `location`).
    WarehouseCode,
    "warehouse"
);
code!(
    /// A carrier and service.
    ShipViaCode,
    "ship-via"
);
code!(
    /// A reduction of price that finance wants apart.
    AllowanceCode,
    "allowance"
);
code!(
    /// Money that is not merchandise: freight, duty, tip.
    ChargeCode,
    "charge"
);
code!(
    /// The way in which the customer paid.
    TenderCode,
    "tender"
);
code!(
    /// The house customer that a channel's orders are booked to.
    CustomerCode,
    "customer"
);
code!(
    /// A store (ship-to) of a customer.
    StoreCode,
    "store"
);
code!(
    /// Payment terms.
    TermsCode,
    "terms"
);
code!(
    /// The type of a sales order.
    OrderTypeCode,
    "order type"
);
code!(
    /// The number that BlueCherry gave a sales order. Never empty: a 2xx without a number is not an order
    /// (an empty document number written back as done: microsoft/BCApps#7454).
    SalesOrderNumber,
    "sales order"
);
