//! MiniStack, the local AWS: one process group that lives exactly as long as its handle.

use std::io::{self, BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use serde::Deserialize;

use super::folders;
use super::progress::Progress;

const SUPERVISOR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/stack/supervise.py");

/// Why MiniStack does not run.
#[derive(Debug, thiserror::Error)]
pub enum MiniStackError {
    /// The port that was asked for.
    #[error("port {port} is in use: end the program that listens there, or choose another port")]
    PortInUse {
        /// Which.
        port: u16,
    },
    /// It ended before it answered.
    #[error("MiniStack ended while it started; its log is {}", log.display())]
    Ended {
        /// What it wrote.
        log: PathBuf,
    },
    /// A minute passed without an answer.
    #[error("MiniStack did not answer within a minute; its log is {}", log.display())]
    Silent {
        /// What it wrote.
        log: PathBuf,
    },
    /// A folder or a program of the machine.
    #[error("MiniStack could not be started ({what}): {source}")]
    Machine {
        /// What was being done.
        what: &'static str,
        /// What the system says.
        source: io::Error,
    },
}

/// A MiniStack that runs. Dropped, or its process dead in whatever way, it ends with all that it started.
#[derive(Debug)]
pub struct MiniStack {
    supervisor: Child,
    port: u16,
    folder: PathBuf,
}

/// The supervisor's one line.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Port(u16),
    Problem(Problem),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Problem {
    InUse,
    Ended,
    Silent,
}

impl MiniStack {
    /// Starts it with `python` (see [`super::python::python`]) on `port`, or without one on any free port, and waits
    /// until it answers. IAM policies are enforced for functions; this handle's own calls are the account's root.
    ///
    /// # Errors
    /// See [`MiniStackError`].
    pub fn start(python: &Path, port: Option<u16>, progress: &Progress) -> Result<Self, MiniStackError> {
        let phase = progress.phase("starting MiniStack");
        let machine = |what| move |source| MiniStackError::Machine { what, source };
        let folder = folders::new_run().map_err(machine("making its folder under target/sandbox"))?;
        let mut supervisor = Command::new(python)
            .args(["-B", SUPERVISOR])
            .arg(&folder)
            .arg(port.unwrap_or(0).to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Of its own, so that an interrupt at the terminal reaches us alone and we end in order.
            .process_group(0)
            .spawn()
            .map_err(machine("running its supervisor"))?;
        let mut line = String::new();
        if let Some(output) = supervisor.stdout.take() {
            BufReader::new(output).read_line(&mut line).map_err(machine("listening to its supervisor"))?;
        }
        let mut started = Self { supervisor, port: 0, folder };
        let log = started.log();
        match (serde_json::from_str(&line), port) {
            (Ok(Said::Port(bound)), _) => started.port = bound,
            (Ok(Said::Problem(Problem::InUse)), Some(port)) => return Err(MiniStackError::PortInUse { port }),
            (Ok(Said::Problem(Problem::Silent)), _) => return Err(MiniStackError::Silent { log }),
            _ => return Err(MiniStackError::Ended { log }),
        }
        phase.done(started.endpoint());
        Ok(started)
    }

    /// Base address of all its services.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The run's folder, which stays: `ministack.log`, and under `functions/` what they printed.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// MiniStack's own log.
    pub fn log(&self) -> PathBuf {
        self.folder.join("ministack.log")
    }

    /// What an SDK client needs to call it as the account's root. Nothing is read from the environment or the user's
    /// profile.
    pub fn sdk(&self) -> SdkConfig {
        // The default client would send even these calls through a proxy that the environment names. No connection is
        // kept: it would belong to the runtime of the test that opened it, and fail the next test.
        let http = aws_smithy_http_client::Builder::new().pool_max_idle_per_host(0).build_http();
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .endpoint_url(self.endpoint())
            .region(Region::from_static("us-east-1"))
            .credentials_provider(SharedCredentialsProvider::new(Credentials::from_keys("test", "test", None)))
            .http_client(http)
            .build()
    }
}

impl Drop for MiniStack {
    fn drop(&mut self) {
        // The closed pipe is the order to end; the wait is for the port to be free when we return.
        drop(self.supervisor.stdin.take());
        let _ = self.supervisor.wait();
    }
}
