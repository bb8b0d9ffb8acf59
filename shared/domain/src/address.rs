//! Personal data: it travels in memory from the read to the send and is never stored.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A postal address. Its `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// The person.
    pub name: String,
    /// The company, or empty.
    pub company: String,
    /// First line.
    pub line1: String,
    /// Second line, or empty.
    pub line2: String,
    /// Town.
    pub city: String,
    /// State or province code, or empty.
    pub province: String,
    /// Postal code.
    pub postcode: String,
    /// Country, two letters.
    pub country: String,
    /// Telephone, or empty.
    pub phone: String,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

/// Where an order goes and who is told. Deliberately not `Serialize`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Delivery {
    /// Where the goods go; none when Shopify has no address (some orders have none).
    pub ship_to: Option<Address>,
    /// Whom the invoice names; none when it is the same or unknown.
    pub bill_to: Option<Address>,
    /// E-mail, or empty.
    pub email: String,
    /// Telephone of the order, or empty.
    pub phone: String,
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

/// What is kept of an address: enough to see that it changed, with a salt of its own, so that deleting the salt makes the
/// hash meaningless.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AddressMark {
    salt: String,
    hash: String,
}

impl AddressMark {
    /// Marks an address with a salt (hexadecimal, 128 bits of randomness).
    pub fn of(delivery: &Delivery, salt: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(salt.as_bytes());
        if let Some(address) = &delivery.ship_to {
            for field in [
                &address.name,
                &address.company,
                &address.line1,
                &address.line2,
                &address.city,
                &address.province,
                &address.postcode,
                &address.country,
            ] {
                hasher.update(field.trim().as_bytes());
                hasher.update([0]);
            }
        }
        Self { salt: salt.to_owned(), hash: hex(&hasher.finalize()) }
    }

    /// The salt, to mark a later read of the same order alike.
    pub fn salt(&self) -> &str {
        &self.salt
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
