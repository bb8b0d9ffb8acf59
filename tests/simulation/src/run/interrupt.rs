//! Ctrl-C ends a run with what was found so far; a second one ends it at once.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tokio::runtime::Builder;
use tokio::signal::ctrl_c;

/// Is set by Ctrl-C.
static STOP: AtomicBool = AtomicBool::new(false);

/// Watches for Ctrl-C from now on.
///
/// # Errors
///
/// If the system does not let it watch.
pub fn watch() -> io::Result<&'static AtomicBool> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    thread::Builder::new().name("interrupt".to_owned()).spawn(move || {
        runtime.block_on(async {
            if ctrl_c().await.is_err() {
                return;
            }
            STOP.store(true, Ordering::Relaxed);
            eprintln!("ends with what was found so far; again to end at once");
            if ctrl_c().await.is_ok() {
                std::process::exit(130);
            }
        });
    })?;
    Ok(&STOP)
}
