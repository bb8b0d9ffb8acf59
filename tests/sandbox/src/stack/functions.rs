//! The functions' programs, built by cargo as they are deployed and packed into zips.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};

use serde::Deserialize;

use super::folders;
use super::package::{self, Package};
use super::progress::{Phase, Progress};

/// A deployed function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Function {
    /// HTTP: verifies webhooks and rings.
    WebhookIntake,
    /// Queue: drives orders to their sales orders.
    OrderExport,
    /// Schedule: rings what is due.
    DueWork,
    /// Schedule: rings the orders that Shopify lists as changed.
    OrderSweep,
}

impl Function {
    /// All of the template's.
    pub const ALL: [Self; 4] = [Self::WebhookIntake, Self::OrderExport, Self::DueWork, Self::OrderSweep];

    /// Its crate, its program, and the last word of its `CodeUri` in the template.
    pub fn package(self) -> &'static str {
        match self {
            Self::WebhookIntake => "webhook-intake",
            Self::OrderExport => "order-export",
            Self::DueWork => "due-work",
            Self::OrderSweep => "feed-poll",
        }
    }
}

/// Why there are no zips to deploy.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The compiler's word.
    #[error("the functions do not build; cargo said:\n{said}")]
    Cargo {
        /// Its errors.
        said: String,
    },
    /// cargo itself could not be run or read.
    #[error("cargo could not be run ({}): {source}", cargo.display())]
    NoCargo {
        /// The program.
        cargo: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It built, but told of no program by that name.
    #[error("cargo built no program named {0}")]
    NoProgram(&'static str),
    /// A zip could not be written.
    #[error("{} could not be packed: {source}", program.display())]
    Pack {
        /// What was to be packed.
        program: PathBuf,
        /// What failed.
        source: io::Error,
    },
}

/// Builds all functions in the dev profile and packs those that changed. Blocks until cargo is through.
///
/// # Errors
/// See [`BuildError`].
pub fn build(progress: &Progress) -> Result<Vec<Package>, BuildError> {
    let phase = progress.phase("building the functions");
    let programs = compile(&phase)?;
    let zips = folders::zips();
    let mut packages = Vec::new();
    for function in Function::ALL {
        let name = function.package();
        let program = programs.iter().find(|(built, _)| built == name).ok_or(BuildError::NoProgram(name))?;
        phase.say(format_args!("packing {name}"));
        let packed = fs::create_dir_all(&zips).and_then(|()| package::pack(name, &program.1, &zips));
        packages.push(packed.map_err(|source| BuildError::Pack { program: program.1.clone(), source })?);
    }
    let bytes: u64 = packages.iter().map(|package| package.bytes).sum();
    phase.done(format_args!("{} functions, {} MB packed", packages.len(), bytes / 1_000_000));
    Ok(packages)
}

/// Builds the operator's program in the dev profile. Blocks until cargo is through.
///
/// # Errors
/// See [`BuildError`].
pub fn build_operators_program(progress: &Progress) -> Result<PathBuf, BuildError> {
    let name = OPERATORS_PROGRAM;
    let phase = progress.phase(format!("building {name}"));
    let programs = compile(&phase)?;
    phase.done("built");
    let program = programs.into_iter().find(|(built, _)| built == name).ok_or(BuildError::NoProgram(name))?;
    Ok(program.1)
}

/// The operator's program.
const OPERATORS_PROGRAM: &str = "cherrycycle";

/// Builds what is shipped, and nothing else with it: together, so that no dependency is compiled twice, and without the tests'
/// packages, whose features would be theirs too.
fn compile(phase: &Phase) -> Result<Vec<(String, PathBuf)>, BuildError> {
    // The one that compiled us, so that both find the same toolchain and the same target directory.
    let cargo = Path::new(env!("CARGO"));
    let no_cargo = |source| BuildError::NoCargo { cargo: cargo.to_path_buf(), source };
    let mut command = Command::new(cargo);
    command.args(["build", "--message-format=json-render-diagnostics"]).current_dir(folders::workspace());
    for package in Function::ALL.map(Function::package).into_iter().chain([OPERATORS_PROGRAM]) {
        command.args(["--package", package]);
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(no_cargo)?;
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    // Read aside: a full pipe would stop cargo.
    let said = std::thread::spawn(move || {
        let mut text = String::new();
        errors.map(|mut errors| errors.read_to_string(&mut text));
        text
    });
    let programs = output.map(|output| listen(output, phase)).unwrap_or_default();
    let status = child.wait().map_err(no_cargo)?;
    let said = said.join().unwrap_or_default();
    if status.success() { Ok(programs) } else { Err(BuildError::Cargo { said: errors_of(&said) }) }
}

/// A message of cargo's, as far as it is of use here.
#[derive(Deserialize)]
struct Message {
    target: Option<Target>,
    executable: Option<PathBuf>,
    #[serde(default)]
    fresh: bool,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

fn listen(output: ChildStdout, phase: &Phase) -> Vec<(String, PathBuf)> {
    let mut programs = Vec::new();
    let mut compiled = 0_u32;
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        let Ok(Message { target: Some(target), executable, fresh }) = serde_json::from_str(&line) else { continue };
        if !fresh {
            compiled += 1;
            phase.say(format_args!("{compiled} crates, {}", target.name));
        }
        if let Some(executable) = executable {
            programs.push((target.name, executable));
        }
    }
    programs
}

/// Without the lines that only tell of progress.
fn errors_of(said: &str) -> String {
    let progress = ["   Compiling", "    Checking", "    Blocking", " Downloading", "  Downloaded"];
    let lines = said.lines().filter(|line| !progress.iter().any(|start| line.starts_with(start)));
    lines.collect::<Vec<_>>().join("\n")
}
