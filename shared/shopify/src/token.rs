//! The access token of the client credentials grant (shopify.dev, "Client credentials grant"): asked for anew when it runs
//! out, since there is no refresh token.

use std::time::Duration;

use reqwest::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::class::Class;
use crate::credentials::{CredentialSource, Credentials, CredentialsError, Freshness};
use crate::http::{Failure, failure};
use crate::settings::Settings;

/// A token is left alone so long before it runs out, but never for more than half of its life.
const MARGIN: Duration = Duration::from_mins(5);

/// There is no access token, so that nothing was asked of the Admin API.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The caller's own store of credentials failed.
    #[error("the app's credentials could not be read; the store that keeps them says why")]
    Credentials(#[source] CredentialsError),
    /// Shopify does not accept the credentials, not even when they were read anew.
    #[error("Shopify gave no access token: {status}; check the app's client id and secret, and that it is installed")]
    Refused {
        /// HTTP status.
        status: StatusCode,
    },
    /// Too many tokens asked for.
    #[error("Shopify gives no access token just now (429); it asks to wait {wait:?}")]
    Throttled {
        /// How long, if it says so.
        wait: Option<Duration>,
    },
    /// No answer, or none that holds a token.
    #[error("Shopify's token endpoint did not answer with a token; try again later")]
    NoAnswer(#[source] Option<reqwest::Error>),
}

impl TokenError {
    /// What it means: in no case was anything done.
    pub fn class(&self) -> Class {
        match self {
            Self::Refused { .. } => Class::Denied,
            Self::Throttled { wait } => Class::NotDone { wait: *wait },
            Self::Credentials(_) | Self::NoAnswer(_) => Class::NotDone { wait: None },
        }
    }
}

#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) secret: SecretString,
    expires: Instant,
    minted: u64,
}

pub(crate) struct Tokens<C> {
    source: C,
    /// Held while a token is asked for, so that many callers ask once.
    held: Mutex<Option<Token>>,
}

#[derive(Deserialize)]
struct Grant {
    access_token: String,
    expires_in: u64,
}

impl<C: CredentialSource> Tokens<C> {
    pub(crate) fn new(source: C) -> Self {
        Self { source, held: Mutex::new(None) }
    }

    /// The token at hand, or a new one.
    pub(crate) async fn current(&self, http: &reqwest::Client, settings: &Settings) -> Result<Token, TokenError> {
        let mut held = self.held.lock().await;
        if let Some(token) = held.as_ref().filter(|token| Instant::now() < token.expires) {
            return Ok(token.clone());
        }
        let minted = match self.mint(http, settings, Freshness::Cached).await {
            Err(TokenError::Refused { .. }) => self.mint(http, settings, Freshness::Reread).await?,
            other => other?,
        };
        let before = held.as_ref().map_or(0, |old| old.minted);
        Ok(held.insert(Token { minted: before + 1, ..minted }).clone())
    }

    /// A token in place of one that Shopify refused: a new one, unless another caller has got one since.
    pub(crate) async fn replace(
        &self,
        refused: &Token,
        http: &reqwest::Client,
        settings: &Settings,
    ) -> Result<Token, TokenError> {
        let mut held = self.held.lock().await;
        if let Some(token) = held.as_ref().filter(|token| token.minted > refused.minted) {
            return Ok(token.clone());
        }
        let token = Token { minted: refused.minted + 1, ..self.mint(http, settings, Freshness::Reread).await? };
        Ok(held.insert(token).clone())
    }

    async fn mint(
        &self,
        http: &reqwest::Client,
        settings: &Settings,
        freshness: Freshness,
    ) -> Result<Token, TokenError> {
        let Credentials { client_id, client_secret } =
            self.source.credentials(freshness).await.map_err(TokenError::Credentials)?;
        let asked = http
            .post(settings.token.clone())
            .json(&json!({
                "client_id": client_id,
                "client_secret": client_secret.expose_secret(),
                "grant_type": "client_credentials",
            }))
            .send();
        let no_answer = |error: reqwest::Error| TokenError::NoAnswer(Some(error.without_url()));
        let answer = asked.await.map_err(no_answer)?;
        let status = answer.status();
        if !status.is_success() {
            return Err(match failure(status.as_u16(), answer.headers()) {
                Failure::TooMany(wait) => TokenError::Throttled { wait },
                Failure::Server => TokenError::NoAnswer(None),
                Failure::Refused => TokenError::Refused { status },
            });
        }
        // The parser's message could quote the token.
        let grant: Grant = serde_json::from_slice(&answer.bytes().await.map_err(no_answer)?)
            .map_err(|_| TokenError::NoAnswer(None))?;
        let life = Duration::from_secs(grant.expires_in);
        let expires = Instant::now() + life.saturating_sub(MARGIN).max(life / 2);
        Ok(Token { secret: grant.access_token.into(), expires, minted: 0 })
    }
}
