//! The app's client id and secret, from wherever the caller keeps them.

use std::error::Error;
use std::future::Future;

use secrecy::SecretString;

/// What the app is known by at Shopify.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The app's client id: no secret.
    pub client_id: String,
    /// Its client secret, with which webhooks are signed too.
    pub client_secret: SecretString,
}

/// How old credentials may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Freshness {
    /// Those at hand will do.
    Cached,
    /// Shopify refused those at hand: read them anew.
    Reread,
}

/// Why there are no credentials.
pub type CredentialsError = Box<dyn Error + Send + Sync>;

/// Where the credentials are kept, such as Secrets Manager behind a cache.
pub trait CredentialSource: Send + Sync {
    /// The credentials.
    fn credentials(&self, freshness: Freshness) -> impl Future<Output = Result<Credentials, CredentialsError>> + Send;
}
