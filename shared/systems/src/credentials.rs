//! The clients' credentials, from Secrets Manager; read anew once a system refuses them.

use platform::secrets::{BlueCherrySecret, Secret, ShopifySecret};
use secrecy::SecretString;

/// The Shopify app's credentials.
pub struct ShopifyCredentials(pub Secret<ShopifySecret>);

impl shopify::CredentialSource for ShopifyCredentials {
    async fn credentials(
        &self,
        freshness: shopify::Freshness,
    ) -> Result<shopify::Credentials, shopify::CredentialsError> {
        let secret = match freshness {
            shopify::Freshness::Cached => self.0.current().await?,
            shopify::Freshness::Reread => self.0.refresh().await?,
        };
        Ok(shopify::Credentials { client_id: secret.client_id.clone(), client_secret: secret.client_secret.clone() })
    }
}

/// BlueCherry's subscription key.
pub struct BlueCherryKeys(pub Secret<BlueCherrySecret>);

impl bluecherry::KeySource for BlueCherryKeys {
    async fn key(&self, freshness: bluecherry::Freshness) -> Result<SecretString, bluecherry::KeyError> {
        let secret = match freshness {
            bluecherry::Freshness::Cached => self.0.current().await?,
            bluecherry::Freshness::Reread => self.0.refresh().await?,
        };
        Ok(secret.subscription_key.clone())
    }
}
