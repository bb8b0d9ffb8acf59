//! Where the tables are: named by a deployed stack's outputs, or by the environment.

use std::error::Error;

use aws_sdk_cloudformation::error::ProvideErrorMetadata;
use aws_sdk_cloudformation::types::Stack;
use platform::aws;
use platform::settings::{SettingsError, ToolSettings, environment};
use platform::tables::{DynamoTables, TableNames};

/// The tables could not be found.
#[derive(Debug, thiserror::Error)]
pub enum DeploymentError {
    /// No stack was named, and the environment names no tables either.
    #[error("name the deployed stack with --stack, or set the variables that name its tables")]
    Unnamed(#[source] SettingsError),
    /// There is no such stack.
    #[error("there is no stack `{0}` in this account and region: look at AWS_REGION, AWS_PROFILE and the name")]
    NoStack(String),
    /// The stack is another program's, or of another version.
    #[error("the stack `{stack}` has no output {output}: it was not deployed from this template")]
    NoOutput {
        /// The stack.
        stack: String,
        /// What is missing.
        output: &'static str,
    },
    /// `CloudFormation` did not answer.
    #[error("the outputs of the stack `{stack}` could not be read")]
    Unanswered {
        /// The stack.
        stack: String,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

/// The tables of a stack, or those that the environment names. Calls nobody but AWS `CloudFormation`, for a
/// stack.
///
/// # Errors
/// When they cannot be found.
pub async fn tables(stack: Option<&str>) -> Result<DynamoTables, DeploymentError> {
    let config = aws::config(aws::IN_THE_BACKGROUND).await;
    let names = match stack {
        Some(stack) => names_in(&aws_sdk_cloudformation::Client::new(&config), stack).await?,
        None => ToolSettings::read(&environment).map_err(DeploymentError::Unnamed)?.tables,
    };
    Ok(DynamoTables::new(aws_sdk_dynamodb::Client::new(&config), names))
}

async fn names_in(client: &aws_sdk_cloudformation::Client, stack: &str) -> Result<TableNames, DeploymentError> {
    let described = match client.describe_stacks().stack_name(stack).send().await {
        Ok(answer) => answer.stacks.unwrap_or_default().into_iter().next(),
        // CloudFormation has no code of its own for a stack that does not exist.
        Err(error) if error.code() == Some("ValidationError") => None,
        Err(error) => return Err(DeploymentError::Unanswered { stack: stack.to_owned(), source: error.into() }),
    };
    let described = described.ok_or_else(|| DeploymentError::NoStack(stack.to_owned()))?;
    let name =
        |output| self::output(&described, output).ok_or(DeploymentError::NoOutput { stack: stack.to_owned(), output });
    Ok(TableNames {
        orders: name("OrdersTableName")?,
        mappings: name("MappingsTableName")?,
        operations: name("OperationsTableName")?,
    })
}

fn output(stack: &Stack, wanted: &str) -> Option<String> {
    let output = stack.outputs().iter().find(|output| output.output_key() == Some(wanted));
    output.and_then(|output| output.output_value()).map(str::to_owned)
}
