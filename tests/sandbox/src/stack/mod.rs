//! The local AWS stack: MiniStack with IAM enforced, running the real function programs under the template that is
//! deployed.
//!
//! [`Stack::start`] sets everything up, from Python's packages to the functions' zips; [`Stack::deploy`] creates one
//! stack of `infra/template.yaml`, as many side by side as wanted. Nothing outlives the process: see [`ministack`].

pub mod call;
pub mod cloudformation;
pub mod code_bucket;
pub mod deployment;
mod folders;
pub mod functions;
pub mod ministack;
pub mod package;
pub mod printed;
pub mod progress;
pub mod python;
pub mod queue;
pub mod template;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use tokio::sync::OnceCell;
use tokio::task::{JoinError, spawn_blocking};

pub use deployment::Deployment;
pub use folders::workspace;
pub use functions::Function;
pub use ministack::MiniStack;
pub use progress::Progress;

/// Why the local stack does not stand.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// No Python to run it with.
    #[error(transparent)]
    Python(#[from] python::PythonError),
    /// No functions to run on it.
    #[error(transparent)]
    Build(#[from] functions::BuildError),
    /// It does not start.
    #[error(transparent)]
    MiniStack(#[from] ministack::MiniStackError),
    /// It does not take the functions' code.
    #[error(transparent)]
    Call(#[from] call::CallError),
    /// A step of the setting up panicked.
    #[error("setting up the local stack broke off: {0}")]
    Broken(#[from] JoinError),
}

/// Why a deployment failed.
#[derive(Debug, thiserror::Error)]
pub enum DeployError {
    /// The template could not be read.
    #[error("{}: {source}", path.display())]
    Template {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It names code that is not built.
    #[error(transparent)]
    Code(#[from] template::NoCode),
    /// `CloudFormation` could not create it.
    #[error(transparent)]
    Create(#[from] cloudformation::CreateError),
    /// It does not name what a caller needs.
    #[error(transparent)]
    Output(#[from] deployment::NoOutput),
}

/// MiniStack with the functions' code in its bucket, ready for deployments.
#[derive(Debug)]
pub struct Stack {
    ministack: MiniStack,
    code: BTreeMap<String, template::CodeAt>,
    progress: Progress,
}

impl Stack {
    /// Builds the functions and starts MiniStack, both at once, on `port` or on any free one.
    ///
    /// # Errors
    /// See [`StackError`]; each message names the remedy.
    pub async fn start(progress: Progress, port: Option<u16>) -> Result<Self, StackError> {
        let (builds, starts) = (progress.clone(), progress.clone());
        let (packages, ministack) = tokio::join!(
            spawn_blocking(move || functions::build(&builds)),
            spawn_blocking(move || -> Result<_, StackError> {
                Ok(MiniStack::start(&python::python(&starts)?, port, &starts)?)
            }),
        );
        let (ministack, packages) = (ministack??, packages??);
        let code = code_bucket::upload(&ministack.sdk(), &packages).await?;
        Ok(Self { ministack, code, progress })
    }

    /// The one stack of this process, started by whoever asks first. It keeps nothing of that caller's runtime, and
    /// ends with the process.
    ///
    /// # Errors
    /// As [`Stack::start`]; the next caller tries again.
    pub async fn shared() -> Result<&'static Self, StackError> {
        static SHARED: OnceCell<Stack> = OnceCell::const_new();
        SHARED.get_or_try_init(|| Self::start(Progress::for_people(), None)).await
    }

    /// Creates a stack of `infra/template.yaml`. `name` is of letters, digits and hyphens, and used once.
    ///
    /// # Errors
    /// See [`DeployError`].
    pub async fn deploy(&self, name: &str, parameters: &BTreeMap<String, String>) -> Result<Deployment, DeployError> {
        let phase = self.progress.phase(format!("deploying {name}"));
        let path = workspace().join("infra/template.yaml");
        let text = std::fs::read_to_string(&path).map_err(|source| DeployError::Template { path, source })?;
        let text = template::with_code(&text, &self.code)?;
        let outputs = cloudformation::create(&self.ministack.sdk(), name, &text, parameters, &phase).await?;
        let deployment = Deployment::read(&self.ministack, name, &outputs)?;
        phase.done(&deployment.webhook.host);
        Ok(deployment)
    }

    /// The MiniStack underneath.
    pub fn ministack(&self) -> &MiniStack {
        &self.ministack
    }
}
