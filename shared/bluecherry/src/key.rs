//! The subscription key, from wherever the caller keeps it.

use std::error::Error;
use std::future::Future;

use secrecy::SecretString;

/// How old the key may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Freshness {
    /// The one at hand will do.
    Cached,
    /// The gateway refused the one at hand: read it anew.
    Reread,
}

/// Why there is no key.
pub type KeyError = Box<dyn Error + Send + Sync>;

/// Where the key is kept, such as Secrets Manager behind a cache.
pub trait KeySource: Send + Sync {
    /// The key.
    fn key(&self, freshness: Freshness) -> impl Future<Output = Result<SecretString, KeyError>> + Send;
}
