//! Zips as Lambda wants them: one executable named `bootstrap`.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A function's zip on disk.
#[derive(Debug, Clone)]
pub struct Package {
    /// The function's package name.
    pub name: String,
    /// The zip.
    pub zip: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Where it is put in a bucket: another one for each build, since MiniStack keeps the code that it has under a key.
    pub key: String,
}

/// Packs `program` as `<name>-<stamp>.zip` in `folder`, unless that very build is packed already.
///
/// # Errors
/// When the program or the zip cannot be read or written.
pub fn pack(name: &str, program: &Path, folder: &Path) -> io::Result<Package> {
    let key = format!("{name}-{}.zip", stamp(program)?);
    let zip = folder.join(&key);
    if !zip.exists() {
        remove_older(name, folder)?;
        let partial = folder.join(format!("{key}.{}", std::process::id()));
        let stripped = folder.join(format!("{name}.{}.stripped", std::process::id()));
        write(strip(program, &stripped), &partial)?;
        let _ = fs::remove_file(stripped);
        fs::rename(&partial, &zip)?;
    }
    let bytes = fs::metadata(&zip)?.len();
    Ok(Package { name: name.to_owned(), zip, bytes, key })
}

/// By time and size: cargo brings back an earlier build with its earlier time, so "newer than the zip" would miss it.
fn stamp(program: &Path) -> io::Result<String> {
    let file = fs::metadata(program)?;
    let age = file.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(format!("{:x}-{:x}", age.as_nanos(), file.len()))
}

fn remove_older(name: &str, folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let text = path.file_stem().unwrap_or_default().to_string_lossy();
        let of_ours = text.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'));
        if of_ours && path.extension() == Some(OsStr::new("zip")) {
            // Another process may be as quick.
            let _ = fs::remove_file(path);
        }
    }
    Ok(())
}

/// Symbols are most of a dev build: without them every start of the function reads less. The program itself where
/// `strip` is missing or fails.
fn strip<'a>(program: &'a Path, stripped: &'a Path) -> &'a Path {
    let done = Command::new("strip").arg("-o").arg(stripped).arg(program).output();
    if done.is_ok_and(|output| output.status.success()) { stripped } else { program }
}

fn write(program: &Path, zip: &Path) -> io::Result<()> {
    let mut writer = ZipWriter::new(File::create(zip)?);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).unix_permissions(0o755);
    writer.start_file("bootstrap", options)?;
    io::copy(&mut File::open(program)?, &mut writer)?;
    writer.finish()?;
    Ok(())
}
