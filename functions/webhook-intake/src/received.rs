//! What came of a webhook, and what its sender is told.

use domain::id::OrderId;
use driver::ports::QueueError;
use platform::lambda::HttpResponse;
use platform::secrets::SecretError;
use shopify::NoOrder;

/// What came of a webhook.
#[derive(Debug)]
pub enum Received {
    /// The queue has it.
    Rung(OrderId),
    /// A topic that nobody asked for. It is well received: an error would only make Shopify repeat it.
    UnknownTopic,
    /// No secret of the app made its signature, or it has none.
    Forged,
    /// It is another shop's.
    OtherShop,
    /// There is nothing at this path, or not for this method.
    NoSuchPath,
    /// Its body is larger than what is looked at.
    TooLarge,
    /// It names no topic, or its body names no order.
    Unreadable(Option<NoOrder>),
    /// The signature could not be checked.
    NoSecret(SecretError),
    /// The queue did not take it.
    NoQueue(QueueError),
}

impl Received {
    /// Its name in metrics.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Rung(_) => "rung",
            Self::UnknownTopic => "unknown_topic",
            Self::Forged => "forged",
            Self::OtherShop => "other_shop",
            Self::NoSuchPath => "no_such_path",
            Self::TooLarge => "too_large",
            Self::Unreadable(_) => "unreadable",
            Self::NoSecret(_) => "no_secret",
            Self::NoQueue(_) => "no_queue",
        }
    }

    /// The answer. Anything but a 2xx makes Shopify deliver again, eight times within four hours (shopify.dev, "HTTPS webhook
    /// delivery"). Whoever forges a signature is told nothing.
    pub fn response(&self) -> HttpResponse {
        match self {
            Self::Rung(_) | Self::UnknownTopic => HttpResponse::new(200, ""),
            Self::Forged => HttpResponse::new(401, ""),
            Self::OtherShop | Self::NoSuchPath => HttpResponse::new(404, "not found"),
            Self::TooLarge => HttpResponse::new(413, "the body is too large"),
            Self::Unreadable(_) => HttpResponse::new(400, "the webhook names no topic or no order"),
            Self::NoSecret(_) | Self::NoQueue(_) => HttpResponse::new(503, "try again later"),
        }
    }
}
