use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::step::Lane;
use driver::hint::Hint;
use driver::memory::MemoryQueues;
use hmac::{Hmac, KeyInit, Mac};
use platform::lambda::HttpRequest;
use platform::secrets::SecretError;
use secrecy::SecretString;
use sha2::Sha256;
use webhook_intake::{Admission, SigningSecrets, answer};

pub const SECRET: &str = "hush";

pub fn admission() -> Admission {
    Admission { shop_domain: "sample.myshopify.com".to_owned(), body_limit: 1_000 }
}

pub fn signature(secret: &str, body: &[u8]) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(body);
    STANDARD.encode(mac.finalize().into_bytes())
}

/// A delivery, changed by a test where it wants to.
pub struct Delivery {
    pub method: &'static str,
    pub path: &'static str,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Delivery {
    pub fn new(topic: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::signed_with(SECRET, topic, body)
    }

    pub fn signed_with(secret: &str, topic: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let headers = [
            ("X-Shopify-Topic", topic.to_owned()),
            ("X-Shopify-Hmac-Sha256", signature(secret, &body)),
            ("X-Shopify-Shop-Domain", "sample.myshopify.com".to_owned()),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value)).to_vec();
        Self { method: "POST", path: "/webhooks/shopify", headers, body }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(held, _)| held != name);
        self
    }

    pub fn request(self) -> HttpRequest {
        HttpRequest::new(self.method, self.path, self.headers, self.body)
    }
}

/// Secrets in memory: what is held, and what the store holds meanwhile.
pub struct Secrets {
    pub current: &'static str,
    pub previous: Option<&'static str>,
    pub stored: &'static str,
    pub out_of_order: bool,
    pub asked: AtomicUsize,
}

impl Default for Secrets {
    fn default() -> Self {
        Self { current: SECRET, previous: None, stored: SECRET, out_of_order: false, asked: AtomicUsize::new(0) }
    }
}

impl Secrets {
    fn give(&self, secrets: impl IntoIterator<Item = &'static str>) -> Result<Vec<SecretString>, SecretError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.out_of_order {
            let source = "connection refused".into();
            return Err(SecretError::Unread { arn: "arn:aws:secretsmanager:sample".to_owned(), source });
        }
        Ok(secrets.into_iter().map(SecretString::from).collect())
    }
}

impl SigningSecrets for Secrets {
    async fn current(&self) -> Result<Vec<SecretString>, SecretError> {
        self.give([self.current])
    }

    async fn current_and_previous(&self) -> Result<Vec<SecretString>, SecretError> {
        self.give([self.current].into_iter().chain(self.previous))
    }

    async fn read_anew(&self) -> Result<Vec<SecretString>, SecretError> {
        self.give([self.stored].into_iter().chain(self.previous))
    }
}

/// Delivers, and tells the status, the text, and what was rung.
pub async fn deliver_to(secrets: &Secrets, delivery: Delivery) -> (u16, String, Vec<Hint>) {
    let queues = MemoryQueues::default();
    let response = answer(&delivery.request(), &admission(), secrets, &queues).await;
    (response.status, response.body, queues.take(Lane::Export))
}

pub async fn deliver(delivery: Delivery) -> (u16, String, Vec<Hint>) {
    deliver_to(&Secrets::default(), delivery).await
}

/// What was rung, and the status.
pub async fn status_and_rung(delivery: Delivery) -> (u16, usize) {
    let (status, _, rung) = deliver(delivery).await;
    (status, rung.len())
}
