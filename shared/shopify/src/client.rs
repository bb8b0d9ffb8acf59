//! The client: one for each function instance, shared by all that it does at once.

use crate::bucket::Bucket;
use crate::credentials::CredentialSource;
use crate::http;
use crate::settings::Settings;
use crate::token::Tokens;

/// Calls one shop's Admin API. It keeps its access token and what it knows of the shop's cost bucket.
pub struct Client<C> {
    pub(crate) http: reqwest::Client,
    pub(crate) settings: Settings,
    pub(crate) tokens: Tokens<C>,
    pub(crate) bucket: Bucket,
}

impl<C: CredentialSource> Client<C> {
    /// A client that has called nothing yet.
    ///
    /// # Errors
    /// When this machine can't do TLS.
    pub fn new(settings: Settings, credentials: C) -> Result<Self, reqwest::Error> {
        Ok(Self {
            http: http::client(&settings)?,
            settings,
            tokens: Tokens::new(credentials),
            bucket: Bucket::default(),
        })
    }
}
