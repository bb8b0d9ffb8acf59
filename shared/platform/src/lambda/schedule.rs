//! Functions that a schedule rings.

use jiff::Timestamp;
use serde::de::IgnoredAny;

use super::{Failure, serve};

/// Serves the ticks of a schedule, whatever they carry. The handler gets the moment at which Lambda ends the invocation.
///
/// # Errors
/// When Lambda cannot be reached.
pub async fn schedule<E: Into<Failure>>(handler: impl AsyncFn(Timestamp) -> Result<(), E>) -> Result<(), Failure> {
    let handler = &handler;
    serve(async move |_: IgnoredAny, deadline: Timestamp| handler(deadline).await.map_err(Into::into)).await
}
