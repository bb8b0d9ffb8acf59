//! The entry points of the functions: each makes a `main` of a few lines.
//!
//! A handler's panic or failure fails its invocation and no more: the process goes on with the next one.

mod http;
mod schedule;
mod sqs;

use std::error::Error;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use futures_util::FutureExt;
use jiff::Timestamp;
use lambda_runtime::{Context, Diagnostic, LambdaEvent, Runtime, service_fn};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tracing::{Instrument, Level};

pub use self::http::{HttpRequest, HttpResponse, http};
pub use self::schedule::schedule;
pub use self::sqs::sqs;
use crate::settings::{Logging, environment};
use crate::telemetry;

/// Why a function cannot start, or an invocation failed.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Runs a function: begins to log, then lets `function` build its state once and serve, in one thread, since a function
/// serves one invocation at a time. What it cannot start with is logged.
pub fn start(function: impl Future<Output = Result<(), Failure>>) -> ExitCode {
    // What is wrong with these settings is told with all the others, when the function reads its own.
    let logging =
        Logging::read(&environment).unwrap_or_else(|_| Logging { stage: "unknown".to_owned(), level: Level::INFO });
    telemetry::start(&logging);
    // At the highest level, so that it stands on every line whatever the level is.
    let deployment = tracing::error_span!("deployment", stage = logging.stage);
    let ended = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(function.instrument(deployment.clone())));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            deployment.in_scope(|| tracing::error!(error = chain(&*failure), "the function cannot run"));
            ExitCode::FAILURE
        }
    }
}

/// An error with its causes, in one line.
pub fn chain(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source());
    let mut texts: Vec<String> = causes.map(ToString::to_string).collect();
    // The AWS SDK says some things twice.
    texts.dedup();
    texts.join(": ")
}

/// Serves invocations one after another, for as long as the environment lives.
async fn serve<E, A>(handler: impl AsyncFn(E, Timestamp) -> Result<A, Failure>) -> Result<(), Failure>
where
    E: DeserializeOwned,
    A: Serialize,
{
    let handler = &handler;
    Runtime::new(service_fn(async move |event: LambdaEvent<E>| {
        let invocation = tracing::error_span!("invocation", request = event.context.request_id);
        // Boxed, since the compiler gives up on the layout of so many futures within each other.
        guarded(Box::pin(handler(event.payload, deadline(&event.context)))).instrument(invocation).await
    }))
    .run()
    .await
}

/// The answer of an invocation, or what to tell Lambda of its failure: only that it failed. Why stands in the log.
async fn guarded<A>(answer: impl Future<Output = Result<A, Failure>>) -> Result<A, Diagnostic> {
    match AssertUnwindSafe(answer).catch_unwind().await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(failure)) => {
            tracing::error!(error = chain(&*failure), "the invocation failed");
            Err(failed("Failed"))
        }
        Err(_) => Err(failed("Panicked")),
    }
}

fn failed(error_type: &str) -> Diagnostic {
    Diagnostic {
        error_type: error_type.to_owned(),
        error_message: "the invocation failed; its log says why".to_owned(),
    }
}

/// When Lambda ends the invocation.
fn deadline(context: &Context) -> Timestamp {
    let millisecond = i64::try_from(context.deadline).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(millisecond).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use super::*;

    #[tokio::test]
    async fn a_panic_fails_its_invocation_and_is_not_quoted() {
        let name = "Jane Doe";
        let failed = guarded::<()>(async { panic!("{name}") }).await.unwrap_err();
        assert_eq!(failed.error_type, "Panicked");
        assert!(!failed.error_message.contains(name), "{failed:?}");
    }

    #[tokio::test]
    async fn a_failure_fails_its_invocation_and_an_answer_does_not() {
        assert_eq!(guarded::<()>(async { Err("no".into()) }).await.unwrap_err().error_type, "Failed");
        assert_eq!(guarded(async { Ok(7) }).await.unwrap(), 7);
    }

    #[test]
    fn the_deadline_is_lambdas_own() {
        let mut context = Context::default();
        context.deadline = 1_795_514_400_000;
        assert_eq!(deadline(&context).to_string(), "2026-11-24T10:00:00Z");
        context.deadline = u64::MAX;
        assert_eq!(deadline(&context), Timestamp::MAX);
    }

    #[test]
    fn an_error_is_told_with_its_causes() {
        let failure: Failure = std::io::Error::other("the cause").into();
        let outer = driver::ports::TableError { table: "orders", operation: "load", source: failure };
        assert_eq!(chain(&outer), "table `orders`: load failed: the cause");
    }
}
