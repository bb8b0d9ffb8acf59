//! The Python that runs the local stack: found on the machine, with a virtual environment of pinned packages.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};

use super::folders;
use super::progress::Progress;

/// What the pinned packages need.
const OLDEST: (u32, u32) = (3, 10);
const NAMES: [&str; 6] = ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
/// What pip prints when it could not reach the package index, as against a package that it refuses.
const SIGNS_OF_NO_NETWORK: [&str; 5] =
    ["NewConnectionError", "NameResolutionError", "ProxyError", "ConnectTimeout", "ReadTimeout"];

/// Why there is no Python to run the local stack with.
#[derive(Debug, thiserror::Error)]
pub enum PythonError {
    /// None under any of its usual names.
    #[error("no Python was found: install Python 3.10 or newer (as python3 on the PATH) and run this again")]
    Missing,
    /// All that were found are older than 3.10.
    #[error("Python {newest} is too old: install Python 3.10 or newer (as python3 on the PATH) and run this again")]
    TooOld {
        /// The newest that was found.
        newest: String,
    },
    /// Debian and its kin ship the module apart.
    #[error(
        "{} cannot make virtual environments: install its venv module (on Debian and Ubuntu: apt install python3-venv) \
         and run this again",
        python.display()
    )]
    NoVenv {
        /// The Python that was asked.
        python: PathBuf,
    },
    /// The first installation needs the package index once.
    #[error(
        "the Python packages of the local stack could not be fetched: connect to the network (or set pip's proxy or \
         index) for this first run, and run this again; pip said: {said}"
    )]
    NoNetwork {
        /// pip's last line.
        said: String,
    },
    /// pip or venv failed otherwise.
    #[error("the Python packages of the local stack could not be installed from {}: {said}", requirements.display())]
    Refused {
        /// The list that was to be installed.
        requirements: PathBuf,
        /// What it printed.
        said: String,
    },
    /// A file or folder of the environment.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// A Python on the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpreter {
    /// The program itself, behind shims and links.
    pub program: PathBuf,
    /// Major and minor.
    pub version: (u32, u32),
}

/// The Python of the virtual environment that holds `infra/python/requirements.txt`, made at the first call.
/// Scripts of its packages run as modules: `python -m cfnlint`. Blocks for as long as the installation takes.
///
/// # Errors
/// See [`PythonError`]; each message names the remedy.
pub fn python(progress: &Progress) -> Result<PathBuf, PythonError> {
    let requirements = folders::workspace().join("infra/python/requirements.txt");
    environment(&find(None)?, &requirements, &folders::pythons(), progress)
}

/// The first Python that is new enough, on `path` or, without it, on this process's own search path.
///
/// # Errors
/// [`PythonError::Missing`] or [`PythonError::TooOld`].
pub fn find(path: Option<&OsStr>) -> Result<Interpreter, PythonError> {
    let found: Vec<_> = NAMES.iter().filter_map(|name| ask(name, path)).collect();
    if let Some(good) = found.iter().find(|python| python.version >= OLDEST) {
        return Ok(good.clone());
    }
    match found.iter().map(|python| python.version).max() {
        None => Err(PythonError::Missing),
        Some((major, minor)) => Err(PythonError::TooOld { newest: format!("{major}.{minor}") }),
    }
}

/// None for a name that is absent, or a shim with nothing behind it.
fn ask(name: &str, path: Option<&OsStr>) -> Option<Interpreter> {
    let mut command = Command::new(name);
    command.args(["-c", "import sys; print(*sys.version_info[:2], sys.executable)"]);
    if let Some(path) = path {
        command.env("PATH", path);
    }
    let answer = command.output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(answer.stdout).ok()?;
    let mut words = text.trim_end().splitn(3, ' ');
    let version = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    Some(Interpreter { program: PathBuf::from(words.next()?), version })
}

/// The environment's Python in a folder of `pythons` named after what is in it.
///
/// # Errors
/// See [`PythonError`].
pub fn environment(
    interpreter: &Interpreter,
    requirements: &Path,
    pythons: &Path,
    progress: &Progress,
) -> Result<PathBuf, PythonError> {
    let home = pythons.join(key(interpreter, &at(requirements, fs::read(requirements))?));
    let python = home.join("bin/python");
    if python.exists() {
        return Ok(python);
    }
    at(pythons, fs::create_dir_all(pythons))?;
    let phase = progress.phase("installing the local stack's Python packages");
    let path = pythons.join("lock");
    let lock = at(&path, File::create(&path))?;
    at(&path, lock.lock())?;
    if python.exists() {
        phase.done("done by another process");
        return Ok(python);
    }
    // Made beside and renamed when whole, so that one which was interrupted is never used.
    at(pythons, remove_partial(pythons))?;
    let partial = pythons.join(format!("{}.partial", std::process::id()));
    make(interpreter, requirements, &partial)?;
    // A whole one without its Python: the one on the machine that it points to is gone.
    let _ = fs::remove_dir_all(&home);
    at(&home, fs::rename(&partial, &home))?;
    phase.done(home.display());
    Ok(python)
}

fn key(interpreter: &Interpreter, requirements: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(interpreter.program.as_os_str().as_encoded_bytes());
    hash.update(format!("\n{:?}\n", interpreter.version));
    hash.update(requirements);
    let digest = hash.finalize();
    format!("{:016x}", digest.iter().take(8).fold(0_u64, |folded, byte| folded << 8 | u64::from(*byte)))
}

fn remove_partial(pythons: &Path) -> io::Result<()> {
    for entry in fs::read_dir(pythons)? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new("partial")) {
            fs::remove_dir_all(path)?;
        }
    }
    Ok(())
}

fn make(interpreter: &Interpreter, requirements: &Path, home: &Path) -> Result<(), PythonError> {
    let made = run(Command::new(&interpreter.program).args(["-m", "venv"]).arg(home), home)?;
    if !made.status.success() {
        let said = words(&made);
        // Debian's venv module is there, but says that ensurepip is not.
        return Err(if said.contains("ensurepip") || said.contains("No module named venv") {
            PythonError::NoVenv { python: interpreter.program.clone() }
        } else {
            PythonError::Refused { requirements: requirements.to_path_buf(), said }
        });
    }
    let python = home.join("bin/python");
    let installed = run(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--retries", "2"])
            .args(["--require-hashes", "--only-binary", ":all:", "--requirement"])
            .arg(requirements)
            // A user's default of installing for the user alone is an error inside an environment.
            .env("PIP_USER", "0"),
        &python,
    )?;
    if installed.status.success() {
        return Ok(());
    }
    let said = words(&installed);
    Err(if SIGNS_OF_NO_NETWORK.iter().any(|sign| said.contains(sign)) {
        PythonError::NoNetwork { said: said.lines().last().unwrap_or_default().to_owned() }
    } else {
        PythonError::Refused { requirements: requirements.to_path_buf(), said }
    })
}

fn run(command: &mut Command, program: &Path) -> Result<Output, PythonError> {
    // Another Python's search path would shadow the environment's packages.
    at(program, command.env_remove("PYTHONPATH").env_remove("PYTHONHOME").output())
}

fn words(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&text).trim().to_owned()
}

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, PythonError> {
    result.map_err(|source| PythonError::File { path: path.to_path_buf(), source })
}
