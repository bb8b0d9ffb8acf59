//! The signature of webhooks.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// `X-Shopify-Hmac-Sha256`: base64 of HMAC-SHA256 over the raw body, with the app's client secret as the key.
pub fn signature(client_secret: &str, body: &[u8]) -> String {
    // An HMAC takes a key of any length; `new_from_slice` is fallible for other algorithms.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(client_secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_signature_is_the_published_vector() {
        assert_eq!(super::signature("hush", br#"{"a":1}"#), "3+Yq/TpwjqJ7IXuMq8EfED7b+y0XbokqOKLUdagDxMI=");
    }
}
