//! A Python that is absent, too old, or cannot install is told in one sentence.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sandbox::stack::Progress;
use sandbox::stack::python::{self, Interpreter, PythonError};

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn program(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn no_python_at_all_is_told_with_its_remedy() {
    let missing = python::find(Some(folder("no-python").as_os_str())).unwrap_err();
    let sentence = "no Python was found: install Python 3.10 or newer (as python3 on the PATH) and run this again";
    assert_eq!(missing.to_string(), sentence);
}

#[test]
fn a_python_that_is_too_old_is_told_with_its_version() {
    let path = folder("old-python");
    program(&path.join("python3"), "echo 3 9 /usr/bin/python3");
    program(&path.join("python"), "echo 2 7 /usr/bin/python");
    let old = python::find(Some(path.as_os_str())).unwrap_err();
    let sentence = "Python 3.9 is too old: install Python 3.10 or newer (as python3 on the PATH) and run this again";
    assert_eq!(old.to_string(), sentence);
}

#[test]
fn a_newer_python_under_a_longer_name_is_found_and_a_shim_without_one_passed_over() {
    let path = folder("newer-python");
    program(&path.join("python3"), "echo 3 9 /usr/bin/python3");
    program(&path.join("python3.13"), "exit 127");
    program(&path.join("python3.12"), "echo 3 12 /opt/a folder/python3.12");
    let found = python::find(Some(path.as_os_str())).unwrap();
    assert_eq!(found, Interpreter { program: PathBuf::from("/opt/a folder/python3.12"), version: (3, 12) });
}

/// A Python whose `-m venv` and whose environment's pip do as the scripts say.
fn environment(name: &str, venv: &str) -> Result<PathBuf, PythonError> {
    let folder = folder(name);
    let interpreter = Interpreter { program: folder.join("python3"), version: (3, 12) };
    program(&interpreter.program, venv);
    let requirements = folder.join("requirements.txt");
    fs::write(&requirements, "").unwrap();
    let made = python::environment(&interpreter, &requirements, &folder.join("made"), &Progress::plain());
    // Whatever went wrong: nothing half made may be taken for whole.
    let kept = fs::read_dir(folder.join("made")).unwrap();
    let mut names = kept.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(made.is_ok(), names.any(|name| name != "lock" && !name.ends_with(".partial")));
    made
}

#[test]
fn a_missing_venv_module_is_told_with_its_remedy() {
    let refused = environment("no-venv", "echo 'ensurepip is not available'; exit 1").unwrap_err().to_string();
    let remedy = "install its venv module (on Debian and Ubuntu: apt install python3-venv) and run this again";
    assert!(refused.ends_with(&format!("cannot make virtual environments: {remedy}")), "{refused}");
}

/// `$3` is the new environment's folder.
fn with_pip(pip: &str) -> String {
    format!("mkdir -p \"$3/bin\"\nprintf '#!/bin/sh\\n{pip}\\n' > \"$3/bin/python\"\nchmod +x \"$3/bin/python\"")
}

#[test]
fn no_network_for_the_first_installation_is_told_with_its_remedy() {
    let pip = "echo NewConnectionError: Failed to establish a new connection >&2\\n\
               echo ERROR: No matching distribution found for ministack >&2\\nexit 1";
    let refused = environment("no-network", &with_pip(pip)).unwrap_err();
    let sentence = "the Python packages of the local stack could not be fetched: connect to the network (or set pip's \
                    proxy or index) for this first run, and run this again; \
                    pip said: ERROR: No matching distribution found for ministack";
    assert_eq!(refused.to_string(), sentence);
}

#[test]
fn a_package_whose_hash_differs_is_refused_in_pips_words() {
    let pip = "echo THESE PACKAGES DO NOT MATCH THE HASHES >&2\\nexit 1";
    let refused = environment("wrong-hash", &with_pip(pip)).unwrap_err();
    assert!(matches!(&refused, PythonError::Refused { said, .. } if said.starts_with("THESE PACKAGES")), "{refused}");
}

#[test]
fn an_environment_is_made_once() {
    let made = environment("once", &with_pip("exit 0")).unwrap();
    assert!(made.exists());
}
