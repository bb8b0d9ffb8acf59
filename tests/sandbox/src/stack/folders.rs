//! Where the stack reads and writes, all of it inside the workspace.

use std::io;
use std::path::{Path, PathBuf};

/// The workspace's own folder, fixed when the sandbox was compiled.
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Virtual environments, one for each set of requirements.
pub(super) fn pythons() -> PathBuf {
    workspace().join("target/python")
}

/// Zips of the functions, kept between runs.
pub(super) fn zips() -> PathBuf {
    workspace().join("target/sandbox/functions")
}

/// A new folder for one run of the stack: its logs stay there for the reader.
pub(super) fn new_run() -> io::Result<PathBuf> {
    let runs = workspace().join("target/sandbox");
    std::fs::create_dir_all(&runs)?;
    let process = std::process::id();
    let mut ordinal = 1;
    loop {
        // Process ids come round again, and one process may run several stacks.
        let folder = runs.join(format!("run-{process}-{ordinal}"));
        match std::fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => ordinal += 1,
            Err(error) => return Err(error),
        }
    }
}
