//! What all calls to the local stack have in common: how they fail.

use std::error::Error;

/// A call to a service of the local stack that failed.
#[derive(Debug, thiserror::Error)]
#[error("{doing}: {}", chain(source.as_ref()))]
pub struct CallError {
    /// What was being done, to what.
    pub doing: String,
    /// What the service or the connection says.
    pub source: Box<dyn Error + Send + Sync>,
}

/// For `map_err`: names what was being done.
pub(super) fn doing<E: Error + Send + Sync + 'static>(what: impl Into<String>) -> impl FnOnce(E) -> CallError {
    let doing = what.into();
    move |error| CallError { doing, source: Box::new(error) }
}

/// The SDK's own message is "service error"; the reason stands further down.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        words = format!("{words}: {error}");
        next = error.source();
    }
    words
}
