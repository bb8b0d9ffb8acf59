//! One call of the Admin API.

use std::time::Duration;

use graphql_client::GraphQLQuery;
use jiff::Timestamp;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Response, StatusCode};
use secrecy::ExposeSecret;

use crate::class::Class;
use crate::client::Client;
use crate::credentials::CredentialSource;
use crate::envelope::Envelope;
use crate::generated::DeclaredCost;
use crate::http::{Failure, date, failure};
use crate::settings::API_VERSION;
use crate::token::{Token, TokenError};

/// A wait for the cost bucket up to this long is slept through; a longer one is the caller's to plan.
const SHORT_WAIT: Duration = Duration::from_secs(2);

/// A call that brought no data.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// There was no token to call with.
    #[error("no call without an access token")]
    Token(#[from] TokenError),
    /// It was not sent, because the bucket could not take it.
    #[error("the shop's cost bucket is empty; try again in {wait:?}")]
    NotNow {
        /// From now, until the bucket holds the call's points.
        wait: Duration,
    },
    /// Shopify refused it for its cost or its rate: `THROTTLED`, 429 or 430.
    #[error("Shopify throttled the call; it asks to wait {wait:?}")]
    Throttled {
        /// How long, if it says so.
        wait: Option<Duration>,
    },
    /// Even a new token was refused.
    #[error("Shopify refused a new access token (401); check that the app is still installed")]
    Unauthorised,
    /// A status that no retry will change.
    #[error(
        "Shopify answered {status}; check the shop's address, that it is open, and that it serves API {API_VERSION}"
    )]
    Closed {
        /// HTTP status.
        status: StatusCode,
    },
    /// `ACCESS_DENIED` or `SHOP_INACTIVE`.
    #[error("Shopify denied the call ({said}); check the app's scopes and the shop's state")]
    Denied {
        /// Code and message of Shopify's first error.
        said: String,
    },
    /// The operation was refused before it ran, such as `MAX_COST_EXCEEDED`: a fault of ours.
    #[error("Shopify refused the operation itself ({said}); report this as a bug")]
    Refused {
        /// Code and message of Shopify's first error.
        said: String,
    },
    /// An error while the operation ran, such as `INTERNAL_SERVER_ERROR`.
    #[error("Shopify failed while it ran the operation ({said}); whether it was done is unknown")]
    Failed {
        /// Code and message of Shopify's first error.
        said: String,
    },
    /// 5xx.
    #[error("Shopify answered {status}; whether the operation was done is unknown")]
    ServerError {
        /// HTTP status.
        status: StatusCode,
    },
    /// No connection, a timeout, or a connection that broke.
    #[error("Shopify did not answer; try again later")]
    NoAnswer(#[source] reqwest::Error),
    /// A success that is no GraphQL answer, or one with neither data nor errors.
    #[error("Shopify's answer is no GraphQL answer; whether the operation was done is unknown")]
    Garbled,
    /// The data is not of the operation's form.
    #[error("Shopify's answer cannot be read: {why}")]
    Unreadable {
        /// Which field or form was missed; never a value.
        why: String,
    },
}

impl CallError {
    /// What it means.
    pub fn class(&self) -> Class {
        match self {
            Self::Token(error) => error.class(),
            Self::NotNow { wait } => Class::NotDone { wait: Some(*wait) },
            Self::Throttled { wait } => Class::NotDone { wait: *wait },
            Self::NoAnswer(error) if error.is_connect() => Class::NotDone { wait: None },
            Self::Unauthorised | Self::Closed { .. } | Self::Denied { .. } => Class::Denied,
            Self::Refused { .. } => Class::Rejected,
            Self::Failed { .. } | Self::ServerError { .. } | Self::NoAnswer(_) | Self::Garbled => Class::Unknown,
            Self::Unreadable { .. } => Class::Unreadable,
        }
    }
}

/// The data of an answer, and when Shopify gave it.
pub(crate) struct Answer<T> {
    pub(crate) data: T,
    /// By Shopify's clock: the `Date` header.
    pub(crate) date: Option<Timestamp>,
}

impl<C: CredentialSource> Client<C> {
    /// Makes one call: waits for the bucket if that is short, and replaces a refused token once.
    pub(crate) async fn call<Q: GraphQLQuery + DeclaredCost>(
        &self,
        variables: Q::Variables,
    ) -> Result<Answer<Q::ResponseData>, CallError> {
        let reserved = match self.bucket.reserve(Q::COST) {
            Err(wait) if wait <= SHORT_WAIT => {
                tokio::time::sleep(wait).await;
                self.bucket.reserve(Q::COST)
            }
            other => other,
        };
        let _reserved = reserved.map_err(|wait| CallError::NotNow { wait })?;
        let query = Q::build_query(variables);
        let operation = query.operation_name;
        let body = serde_json::to_vec(&query).map_err(|error| CallError::Refused { said: error.to_string() })?;

        let token = self.tokens.current(&self.http, &self.settings).await?;
        let mut answer = self.send(&token, body.clone()).await?;
        if answer.status() == StatusCode::UNAUTHORIZED {
            let token = self.tokens.replace(&token, &self.http, &self.settings).await?;
            answer = self.send(&token, body).await?;
        }
        let status = answer.status();
        let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        tracing::debug!(
            operation,
            points = Q::COST,
            status = status.as_u16(),
            request = header("x-request-id"),
            "shopify"
        );
        let served = header("x-shopify-api-version");
        if !served.is_empty() && served != API_VERSION {
            tracing::warn!(operation, served, wanted = API_VERSION, "Shopify serves another version of its API");
        }
        if !status.is_success() {
            return Err(match failure(status.as_u16(), answer.headers()) {
                _ if status == StatusCode::UNAUTHORIZED => CallError::Unauthorised,
                Failure::TooMany(wait) => CallError::Throttled { wait },
                Failure::Server => CallError::ServerError { status },
                Failure::Refused => CallError::Closed { status },
            });
        }
        let date = date(answer.headers());
        let bytes = answer.bytes().await.map_err(|error| CallError::NoAnswer(error.without_url()))?;
        let envelope = Envelope::parse(&bytes).ok_or(CallError::Garbled)?;
        if let Some(cost) = envelope.cost() {
            self.bucket.learn(cost);
        }
        Ok(Answer { data: envelope.into_data()?, date })
    }

    async fn send(&self, token: &Token, body: Vec<u8>) -> Result<Response, CallError> {
        self.http
            .post(self.settings.graphql.clone())
            .header("X-Shopify-Access-Token", token.secret.expose_secret())
            .header(CONTENT_TYPE, "application/json")
            .body(body)
            .send()
            .await
            .map_err(|error| CallError::NoAnswer(error.without_url()))
    }
}
