//! What the tests that play whole days share.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::thread::available_parallelism;

use simulation::rates::Level;
use simulation::run::perform::perform;
use simulation::run::plan::Plan;
use simulation::run::report::Report;
use simulation::run::{Run, run};

/// As many threads as there are cores.
pub fn jobs() -> usize {
    available_parallelism().map_or(1, usize::from)
}

/// Never interrupted.
pub static GO_ON: AtomicBool = AtomicBool::new(false);

/// Where the cases of violations are written.
pub fn folder() -> PathBuf {
    sandbox::stack::workspace().join("target/simulation")
}

/// Plays bad days of a seed. What is found is told on standard error.
pub fn bad_days(seed: u64, days: u32, orders: u32, jobs: usize) -> Report {
    let plan = Plan { seed, orders, level: Level::Heavy };
    run(&Run { plan, days, jobs, folder: folder() }, &perform, &GO_ON, &mut std::io::stderr()).unwrap()
}
