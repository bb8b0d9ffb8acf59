//! A webhook is a doorbell: verify it, ring, answer. Nothing of its body but the order's identity goes further, and no table
//! is touched.

mod received;
mod secrets;

use domain::id::OrderId;
use domain::planted::{self, Bug};
use domain::step::Lane;
use domain::trail::Cause;
use driver::hint::Hint;
use driver::ports::Queues;
use platform::lambda::{HttpRequest, HttpResponse, chain};
use platform::secrets::SecretError;
use platform::telemetry;
use shopify::Topic;

pub use self::received::Received;
pub use self::secrets::SigningSecrets;

/// What is let in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admission {
    /// The one shop whose webhooks are taken, by its permanent domain.
    pub shop_domain: String,
    /// The largest body that is looked at, in bytes.
    pub body_limit: usize,
}

/// Receives a webhook, counts it, logs it, and answers.
pub async fn answer(
    request: &HttpRequest,
    admission: &Admission,
    secrets: &impl SigningSecrets,
    queues: &impl Queues,
) -> HttpResponse {
    let received = receive(request, admission, secrets, queues).await;
    let topic = topic(request).map_or("other", Topic::as_str);
    telemetry::webhook_received(topic, received.name());
    match &received {
        Received::Rung(order) => tracing::info!(%order, topic, "rang"),
        Received::NoSecret(error) => tracing::error!(topic, error = chain(error), "the signature cannot be checked"),
        Received::NoQueue(error) => tracing::error!(topic, error = chain(error), "the queue did not take it"),
        Received::Unreadable(Some(error)) => tracing::error!(topic, error = chain(error), "not rung"),
        _ => tracing::warn!(topic, result = received.name(), "not rung"),
    }
    received.response()
}

/// Receives a webhook: its signature is checked over the raw bytes before anything is parsed, and it counts as received only
/// once the queue has the order's identity.
pub async fn receive(
    request: &HttpRequest,
    admission: &Admission,
    secrets: &impl SigningSecrets,
    queues: &impl Queues,
) -> Received {
    if request.method != "POST" || !request.path.ends_with(PATH) {
        return Received::NoSuchPath;
    }
    if request.body.len() > admission.body_limit {
        return Received::TooLarge;
    }
    match is_signed(request, secrets).await {
        Ok(true) => {}
        Ok(false) => return Received::Forged,
        Err(error) => return Received::NoSecret(error),
    }
    if !header(request, "Shop-Domain").is_some_and(|shop| shop.eq_ignore_ascii_case(&admission.shop_domain)) {
        return Received::OtherShop;
    }
    if header(request, "Topic").is_none() {
        return Received::Unreadable(None);
    }
    let Some(topic) = topic(request) else { return Received::UnknownTopic };
    let seen = match shopify::hint(topic, &request.body) {
        Ok(seen) => seen,
        Err(error) => return Received::Unreadable(Some(error)),
    };
    let order = OrderId(seen.order_id);
    let hint = Hint { order, updated_at: seen.updated_at, cause: Cause(topic.as_str().to_owned()) };
    match queues.ring(Lane::Export, &[hint]).await {
        Ok(()) => Received::Rung(order),
        Err(_) if planted::is(Bug::AnsweredUnrung) => Received::Rung(order),
        Err(error) => Received::NoQueue(error),
    }
}

/// The one path. A custom domain may put something before it.
const PATH: &str = "/webhooks/shopify";

/// Whether one of the app's secrets made the signature. The one in force nearly always did; the one before counts while
/// Shopify still signs with it; and what is held in memory may have been rotated away since.
async fn is_signed(request: &HttpRequest, secrets: &impl SigningSecrets) -> Result<bool, SecretError> {
    let Some(signature) = header(request, "Hmac-Sha256") else { return Ok(false) };
    let fits = |secrets: Vec<_>| shopify::verify(&secrets, &request.body, signature).is_ok();
    Ok(fits(secrets.current().await?)
        || fits(secrets.current_and_previous().await?)
        || fits(secrets.read_anew().await?))
}

fn topic(request: &HttpRequest) -> Option<Topic> {
    header(request, "Topic").and_then(Topic::parse)
}

/// One of Shopify's headers. Its own libraries take the names with and without `X-`, in any case.
fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.header(&format!("X-Shopify-{name}")).or_else(|| request.header(&format!("Shopify-{name}")))
}
