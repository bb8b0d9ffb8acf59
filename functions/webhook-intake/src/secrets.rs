//! The secrets that Shopify may have signed with.

#![expect(async_fn_in_trait, reason = "one invocation is one task: its futures never move to another thread")]

use std::sync::Arc;

use platform::secrets::{Secret, SecretError, ShopifySecret};
use secrecy::SecretString;

/// Where the app's client secrets come from. Each step costs more than the one before, and is only taken when that did not
/// help.
pub trait SigningSecrets {
    /// The one in force.
    async fn current(&self) -> Result<Vec<SecretString>, SecretError>;
    /// The one in force and the one before, where there is one.
    async fn current_and_previous(&self) -> Result<Vec<SecretString>, SecretError>;
    /// Both, read anew unless they were only just read: forgeries must not make us ask each time.
    async fn read_anew(&self) -> Result<Vec<SecretString>, SecretError>;
}

impl SigningSecrets for Secret<ShopifySecret> {
    async fn current(&self) -> Result<Vec<SecretString>, SecretError> {
        Secret::current(self).await.map(|secret| client_secrets(vec![secret]))
    }

    async fn current_and_previous(&self) -> Result<Vec<SecretString>, SecretError> {
        Secret::current_and_previous(self).await.map(client_secrets)
    }

    async fn read_anew(&self) -> Result<Vec<SecretString>, SecretError> {
        self.refresh_both().await.map(client_secrets)
    }
}

fn client_secrets(secrets: Vec<Arc<ShopifySecret>>) -> Vec<SecretString> {
    secrets.into_iter().map(|secret| secret.client_secret.clone()).collect()
}
