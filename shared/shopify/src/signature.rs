//! Shopify's webhook signature: base64 of HMAC-SHA256 over the raw bytes of the body, keyed by the app's client secret
//! (shopify.dev, "Verify webhook deliveries").

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// No secret made this signature for this body.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "the signature fits none of the app's secrets: refuse the delivery; if Shopify sent it, check the stored secret"
)]
pub struct Forged;

/// Checks the value of `X-Shopify-Hmac-Sha256` against the body as it arrived, before anything parses it.
///
/// During a rotation Shopify signs with the old secret for up to an hour, so each of the secrets may have made it. The
/// comparison takes the same time wherever the signatures differ.
///
/// # Errors
/// When none of the secrets made it, or it is no base64 at all.
pub fn verify(secrets: &[SecretString], body: &[u8], signature: &str) -> Result<(), Forged> {
    let signature = STANDARD.decode(signature).map_err(|_| Forged)?;
    let made_by = |secret: &SecretString| {
        Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
            .is_ok_and(|mac| mac.chain_update(body).verify_slice(&signature).is_ok())
    };
    if secrets.iter().any(made_by) { Ok(()) } else { Err(Forged) }
}
