//! Creates and deletes `CloudFormation` stacks, and says why one failed.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::error::ProvideErrorMetadata;
use aws_sdk_cloudformation::types::{Capability, Parameter, ResourceStatus, Stack, StackEvent, StackStatus};

use super::call::{CallError, doing};
use super::progress::Phase;

const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// Why a stack is not there.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// A call failed, or the template was refused at once.
    #[error(transparent)]
    Call(#[from] CallError),
    /// A resource could not be made.
    #[error("the stack {stack} ended in {status}: {}", reasons.join("; "))]
    Failed {
        /// Its name.
        stack: String,
        /// `ROLLBACK_COMPLETE` and the like.
        status: String,
        /// For each resource that failed: its logical id and the reason.
        reasons: Vec<String>,
    },
}

/// Creates a stack of `template` and waits until it stands. Returns its outputs.
///
/// # Errors
/// See [`CreateError`].
pub async fn create(
    sdk: &SdkConfig,
    stack: &str,
    template: &str,
    parameters: &BTreeMap<String, String>,
    phase: &Phase,
) -> Result<BTreeMap<String, String>, CreateError> {
    let client = Client::new(sdk);
    let mut request = client
        .create_stack()
        .stack_name(stack)
        .template_body(template)
        .capabilities(Capability::CapabilityNamedIam)
        .capabilities(Capability::CapabilityAutoExpand);
    for (name, value) in parameters {
        request = request.parameters(Parameter::builder().parameter_key(name).parameter_value(value).build());
    }
    request.send().await.map_err(doing(format!("creating the stack {stack}")))?;
    loop {
        let Some(now) = describe(&client, stack).await? else {
            return Err(failed(&client, stack, "nothing").await?);
        };
        match now.stack_status() {
            Some(StackStatus::CreateComplete) => return Ok(outputs(&now)),
            Some(StackStatus::CreateInProgress) | None => {}
            Some(other) => return Err(failed(&client, stack, other.as_str()).await?),
        }
        phase.say(standing(&client, stack).await?);
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// Deletes a stack and waits until it is gone. What the template retains stays.
///
/// # Errors
/// When a call fails, or a resource cannot be deleted.
pub async fn delete(sdk: &SdkConfig, stack: &str) -> Result<(), CreateError> {
    let client = Client::new(sdk);
    client.delete_stack().stack_name(stack).send().await.map_err(doing(format!("deleting the stack {stack}")))?;
    while let Some(now) = describe(&client, stack).await? {
        match now.stack_status() {
            Some(StackStatus::DeleteComplete) => break,
            Some(StackStatus::DeleteFailed) => return Err(failed(&client, stack, "DELETE_FAILED").await?),
            _ => tokio::time::sleep(BETWEEN_LOOKS).await,
        }
    }
    Ok(())
}

/// None once it is deleted: it is then "not found" by name.
async fn describe(client: &Client, stack: &str) -> Result<Option<Stack>, CallError> {
    match client.describe_stacks().stack_name(stack).send().await {
        Ok(answer) => Ok(answer.stacks.unwrap_or_default().into_iter().next()),
        Err(error) if error.code() == Some("ValidationError") => Ok(None),
        Err(error) => Err(doing(format!("looking at the stack {stack}"))(error)),
    }
}

async fn standing(client: &Client, stack: &str) -> Result<String, CallError> {
    let events = events(client, stack).await?;
    let done = events.iter().filter(|event| event.resource_status() == Some(&ResourceStatus::CreateComplete));
    Ok(format!("{} resources stand", done.count()))
}

async fn failed(client: &Client, stack: &str, status: &str) -> Result<CreateError, CallError> {
    let mut reasons = Vec::new();
    for event in events(client, stack).await? {
        if event.resource_status().is_some_and(|status| status.as_str().ends_with("_FAILED")) {
            let (id, reason) = (event.logical_resource_id(), event.resource_status_reason());
            reasons.push(format!("{}: {}", id.unwrap_or("a resource"), reason.unwrap_or("no reason given")));
        }
    }
    Ok(CreateError::Failed { stack: stack.to_owned(), status: status.to_owned(), reasons })
}

async fn events(client: &Client, stack: &str) -> Result<Vec<StackEvent>, CallError> {
    let answer = client.describe_stack_events().stack_name(stack).send().await;
    Ok(answer.map_err(doing(format!("following the stack {stack}")))?.stack_events.unwrap_or_default())
}

fn outputs(stack: &Stack) -> BTreeMap<String, String> {
    let pairs = stack.outputs().iter().filter_map(|output| Some((output.output_key()?, output.output_value()?)));
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}
