//! Secrets from Secrets Manager: read when they are first needed, kept for a while, read anew when they were refused.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::ProvideErrorMetadata;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

use crate::clock;

/// The Shopify app's credentials. Its `Debug` prints nothing of them.
#[derive(Clone, Deserialize)]
pub struct ShopifySecret {
    /// The client id.
    pub client_id: String,
    /// The client secret, with which webhooks are signed too.
    pub client_secret: SecretString,
}

/// BlueCherry's credentials. Its `Debug` prints nothing of them.
#[derive(Clone, Deserialize)]
pub struct BlueCherrySecret {
    /// The subscription key.
    pub subscription_key: SecretString,
}

impl fmt::Debug for ShopifySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl fmt::Debug for BlueCherrySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// The shape of a secret's value.
pub trait SecretValue: DeserializeOwned {
    /// What the value must look like, for the person who has to put it right.
    const SHAPE: &'static str;
}

impl SecretValue for ShopifySecret {
    const SHAPE: &'static str = r#"{"client_id": "...", "client_secret": "..."}"#;
}

impl SecretValue for BlueCherrySecret {
    const SHAPE: &'static str = r#"{"subscription_key": "..."}"#;
}

/// A secret could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// Secrets Manager did not give it.
    #[error("secret `{arn}` cannot be read: check that it has a value and that this function may read it")]
    Unread {
        /// Which secret.
        arn: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Its value has another shape.
    #[error("the value of secret `{arn}` is not of the shape {shape}: put one that is")]
    Misshapen {
        /// Which secret.
        arn: String,
        /// The shape that it must have.
        shape: &'static str,
    },
}

/// A refresh is only heeded when what is held is older than this part of the longest age: whoever provokes refusals cannot
/// make us ask Secrets Manager each time.
const REFRESH_PART: i32 = 10;

/// One secret, kept in memory.
pub struct Secret<T> {
    client: Client,
    arn: String,
    age: SignedDuration,
    current: Slot<T>,
    previous: Slot<T>,
}

/// A version as it was read, and when; it may not exist.
type Slot<T> = Mutex<Option<(Timestamp, Option<Arc<T>>)>>;

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[secret {}]", self.arn)
    }
}

/// The labels that Secrets Manager gives to the versions of a secret.
const CURRENT: &str = "AWSCURRENT";
const PREVIOUS: &str = "AWSPREVIOUS";

impl<T: SecretValue> Secret<T> {
    /// The secret of this name or ARN; what was read is used for `age`. Calls nobody yet.
    pub fn new(client: Client, arn: impl Into<String>, age: Duration) -> Self {
        let age = SignedDuration::try_from(age).unwrap_or(SignedDuration::MAX);
        Self { client, arn: arn.into(), age, current: Mutex::default(), previous: Mutex::default() }
    }

    /// The version in force.
    ///
    /// # Errors
    /// When it cannot be read or has another shape.
    pub async fn current(&self) -> Result<Arc<T>, SecretError> {
        self.current_within(self.age).await
    }

    /// The version in force and, if there is one, the one before: during a rotation both are valid.
    ///
    /// # Errors
    /// When one cannot be read or has another shape.
    pub async fn current_and_previous(&self) -> Result<Vec<Arc<T>>, SecretError> {
        self.both_within(self.age).await
    }

    /// The version in force, read anew since the one at hand was refused; the one at hand if it was only just read.
    ///
    /// # Errors
    /// When it cannot be read or has another shape.
    pub async fn refresh(&self) -> Result<Arc<T>, SecretError> {
        self.current_within(self.age / REFRESH_PART).await
    }

    /// Both versions, read anew since those at hand fitted nothing; those at hand if they were only just read.
    ///
    /// # Errors
    /// When one cannot be read or has another shape.
    pub async fn refresh_both(&self) -> Result<Vec<Arc<T>>, SecretError> {
        self.both_within(self.age / REFRESH_PART).await
    }

    async fn both_within(&self, age: SignedDuration) -> Result<Vec<Arc<T>>, SecretError> {
        let current = self.current_within(age).await?;
        let previous = self.version(PREVIOUS, &self.previous, age).await?;
        Ok([Some(current), previous].into_iter().flatten().collect())
    }

    async fn current_within(&self, age: SignedDuration) -> Result<Arc<T>, SecretError> {
        let current = self.version(CURRENT, &self.current, age).await?;
        current.ok_or_else(|| SecretError::Unread { arn: self.arn.clone(), source: "it has no value".into() })
    }

    /// Whoever comes while it is being read waits for that answer.
    async fn version(&self, label: &str, slot: &Slot<T>, age: SignedDuration) -> Result<Option<Arc<T>>, SecretError> {
        let mut held = slot.lock().await;
        if let Some((_, version)) = held.as_ref().filter(|(read_at, _)| is_fresh(*read_at, clock::now(), age)) {
            return Ok(version.clone());
        }
        let version = self.read(label).await?;
        *held = Some((clock::now(), version.clone()));
        Ok(version)
    }

    async fn read(&self, label: &str) -> Result<Option<Arc<T>>, SecretError> {
        match self.client.get_secret_value().secret_id(&self.arn).version_stage(label).send().await {
            Ok(answer) => {
                let value = parse(answer.secret_string().unwrap_or_default());
                value
                    .map(|value| Some(Arc::new(value)))
                    .ok_or_else(|| SecretError::Misshapen { arn: self.arn.clone(), shape: T::SHAPE })
            }
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(None),
            Err(error) => Err(SecretError::Unread { arn: self.arn.clone(), source: error.into() }),
        }
    }
}

/// The parser's own words are dropped: they may quote the secret.
fn parse<T: SecretValue>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

fn is_fresh(read_at: Timestamp, now: Timestamp, age: SignedDuration) -> bool {
    let held_for = now.duration_since(read_at);
    // A clock that was set back makes a secret old, not eternal.
    held_for >= SignedDuration::ZERO && held_for < age
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_secret_of_the_right_shape_is_read() {
        let shopify: ShopifySecret = parse(r#"{"client_id": "id", "client_secret": "s3cr3t"}"#).unwrap();
        assert_eq!((shopify.client_id.as_str(), shopify.client_secret.expose_secret()), ("id", "s3cr3t"));
        let bluecherry: BlueCherrySecret = parse(r#"{"subscription_key": "k3y", "note": "more is allowed"}"#).unwrap();
        assert_eq!(bluecherry.subscription_key.expose_secret(), "k3y");
    }

    #[test]
    fn any_other_shape_is_refused() {
        for text in ["", "s3cr3t", "{}", r#"{"client_id": "id"}"#, r#"{"client_id": 1, "client_secret": "s"}"#] {
            assert!(parse::<ShopifySecret>(text).is_none(), "{text}");
        }
    }

    #[test]
    fn nothing_of_a_secret_is_shown() {
        let shopify: ShopifySecret = parse(r#"{"client_id": "id", "client_secret": "s3cr3t"}"#).unwrap();
        let bluecherry: BlueCherrySecret = parse(r#"{"subscription_key": "k3y"}"#).unwrap();
        assert_eq!(format!("{shopify:?} {bluecherry:?}"), "[secret] [secret]");
    }

    #[test]
    fn a_secret_is_fresh_until_its_age_and_never_from_the_future() {
        let now = Timestamp::from_second(1_000).unwrap();
        let age = SignedDuration::from_secs(300);
        for (ago, fresh) in [(0, true), (299, true), (300, false), (-1, false)] {
            assert_eq!(is_fresh(now - SignedDuration::from_secs(ago), now, age), fresh, "{ago}");
        }
    }
}
