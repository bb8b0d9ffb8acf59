//! The operator's program, run against a world as an operator runs it against AWS.

use std::path::PathBuf;
use std::process::Output;

use tokio::process::Command;

use crate::stack::functions::{BuildError, build_operators_program};
use crate::stack::{Deployment, Progress, workspace};

/// The program, built.
#[derive(Debug, Clone)]
pub struct Tool(PathBuf);

/// The program failed.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// It could not be run.
    #[error("`cherrycycle {arguments}` could not be run: {source}")]
    Run {
        /// What it was to do.
        arguments: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// It ended with a failure.
    #[error("`cherrycycle {arguments}` ended with {status}:\n{said}")]
    Failed {
        /// What it was to do.
        arguments: String,
        /// How it ended.
        status: std::process::ExitStatus,
        /// What it said.
        said: String,
    },
}

impl Tool {
    /// Builds it. Blocks until cargo is through.
    ///
    /// # Errors
    /// When cargo fails.
    pub fn build(progress: &Progress) -> Result<Self, BuildError> {
        build_operators_program(progress).map(Self)
    }

    /// Runs it against a deployment and returns how it ended.
    ///
    /// # Errors
    /// When it cannot be run.
    pub async fn output(&self, deployment: &Deployment, arguments: &[&str]) -> Result<Output, ToolError> {
        Command::new(&self.0)
            .args(arguments)
            .current_dir(workspace())
            .env("ORDERS_TABLE", &deployment.orders_table)
            .env("MAPPINGS_TABLE", &deployment.mappings_table)
            .env("OPERATIONS_TABLE", &deployment.operations_table)
            .env("AWS_ENDPOINT_URL", &deployment.endpoint)
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_REGION", "us-east-1")
            .output()
            .await
            .map_err(|source| ToolError::Run { arguments: arguments.join(" "), source })
    }

    /// Runs it against a deployment and returns what it printed.
    ///
    /// # Errors
    /// When it cannot be run or ends with a failure.
    pub async fn run(&self, deployment: &Deployment, arguments: &[&str]) -> Result<String, ToolError> {
        let output = self.output(deployment, arguments).await?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        Err(ToolError::Failed { arguments: arguments.join(" "), status: output.status, said })
    }
}
