//! The operator's program. `cherrycycle --help` says what it does.

use std::process::ExitCode;

use cherrycycle::arguments::Arguments;
use cherrycycle::{commands, output};
use clap::Parser;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match commands::run(Arguments::parse()).await {
        Ok(verdict) => verdict.into(),
        Err(failure) => {
            output::complain(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}
