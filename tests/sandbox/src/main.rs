//! `cargo sandbox`: sets up everything on this machine and plays a trading day through the real functions.

mod options;

use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    let options = options::Options::parse();
    tokio::select! {
        ended = options.run() => match ended {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            Err(error) => {
                eprintln!("\nerror: {error}");
                ExitCode::from(2)
            }
        },
        // Dropping the run takes the local stack and the simulators down with it.
        _ = tokio::signal::ctrl_c() => {
            eprintln!("\ninterrupted: the local stack and the simulators are taken down");
            ExitCode::from(130)
        }
    }
}
