//! What the program can be asked for.

use std::error::Error;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::thread::available_parallelism;
use std::time::Duration;

use clap::{ArgGroup, Parser};
use domain::planted::Bug;
use domain::step::Lane;
use sandbox::stack::workspace;
use simulation::case::Case;
use simulation::mutants::{TABLE_HEAD, medians, mutants, row};
use simulation::rates::Level;
use simulation::replay::{Which, read_case, replay};
use simulation::run::perform::perform;
use simulation::run::plan::Plan;
use simulation::run::{Run, interrupt, panics, run};
use simulation::systematic::{Search, systematic};

/// With pairs, all of it is begun within this time, so that it ends within ten minutes.
const PAIRS_FOR: Duration = Duration::from_mins(9);

/// As many shapes of orders as systematic runs are made of: more than are found.
const SHAPES: usize = 100;

/// As many as pairs are made of: the first, which show among them everything that is met.
const SHAPES_OF_PAIRS: usize = 17;

/// Days of trade on virtual time, played from a seed through the code of the functions, with everything going wrong that may.
#[derive(Debug, Parser)]
#[command(
    name = "cargo simulate",
    bin_name = "cargo simulate",
    version,
    group = ArgGroup::new("what").args(["replay", "systematic", "mutants"]),
    after_help = "Examples:
  cargo simulate                                     100 days of seed 1, heavy faults
  cargo simulate --days 500 --seed 7 --faults heavy --json sim.json
  cargo simulate --replay 7:31                       the story of day 31 of seed 7
  cargo simulate --replay target/simulation/simulation-case-7-31.json --until 4711
  cargo simulate --systematic --pairs                every fault at every call, then two of them
  cargo simulate --mutants create-on-first-zero-hit  plants a bug, and shows that a check catches it

A day is decided by its seed, its number, --faults and --orders-per-day. A violation's case is written to target/simulation.
Ctrl-C ends with what was found so far.

Exit codes: 0 no violation (with --mutants: every bug was caught); 1 a violation (a bug survived); 2 it could not run."
)]
pub struct Options {
    /// How many days to play, each a world of its own. One in fifty goes on for 35 days.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "what")]
    days: u32,
    /// The same seed plays the same days.
    #[arg(long, default_value_t = 1, conflicts_with = "what")]
    seed: u64,
    /// What goes wrong. `light`: what an ordinary week brings; `heavy`: every kind of fault, each on several of a hundred orders.
    #[arg(long, value_enum, default_value_t = Level::Heavy)]
    faults: Level,
    /// How many orders are placed in 24 hours.
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=25_000))]
    orders_per_day: u32,
    /// On how many threads; as many as the machine has cores if not given. What is found does not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Writes the figures and violations of the days as JSON too.
    #[arg(long, value_name = "FILE", conflicts_with = "what")]
    json: Option<PathBuf>,
    /// Plays one day again and tells its story: a day of a seed, or the file of a violation's case.
    #[arg(long, value_name = "SEED:DAY|FILE")]
    replay: Option<Which>,
    /// Tells the story as far as this event.
    #[arg(long, value_name = "EVENT", requires = "replay")]
    until: Option<u64>,
    /// Plays each fault at each single call of a few orders, for every lane or the one named: export.
    #[arg(long, value_name = "LANE", num_args = 0..=1, value_parser = lane)]
    #[expect(clippy::option_option, reason = "the flag may be left out, and its value too")]
    systematic: Option<Option<Lane>>,
    /// Then two faults, the second drawn from the run that the first produced; within 10 minutes.
    #[arg(long, requires = "systematic")]
    pairs: bool,
    /// Plants each bug, or the one named, and plays days until a check catches it.
    #[arg(long, value_name = "NAME", num_args = 0..=1, value_parser = bug)]
    #[expect(clippy::option_option, reason = "the flag may be left out, and its value too")]
    mutants: Option<Option<Bug>>,
}

fn lane(name: &str) -> Result<Lane, String> {
    if name == Lane::Export.name() { Ok(Lane::Export) } else { Err(format!("no lane {name}; there is: export")) }
}

fn bug(name: &str) -> Result<Bug, String> {
    let known = || Bug::ALL.iter().map(|bug| bug.name()).collect::<Vec<_>>().join(", ");
    Bug::ALL
        .iter()
        .find(|bug| bug.name() == name)
        .copied()
        .ok_or_else(|| format!("no bug {name}; there are: {}", known()))
}

impl Options {
    /// Does what was asked. Says whether all is well.
    pub fn run(self) -> Result<bool, Box<dyn Error>> {
        panics::hush_worlds();
        let stop = interrupt::watch()?;
        let jobs = self.jobs.map_or_else(|| available_parallelism().map_or(1, usize::from), usize::from);
        let folder = workspace().join("target/simulation");
        let mut out = stdout().lock();
        if let Some(which) = &self.replay {
            let case = match which {
                Which::Day { seed, day } => self.plan(*seed).day(*day),
                Which::File(path) => read_case(path)?,
            };
            return Ok(replay(&case, self.until, &perform, &mut out)?.is_empty());
        }
        if let Some(lane) = self.systematic {
            let lane = lane.unwrap_or(Lane::Export);
            let shapes = if self.pairs { SHAPES_OF_PAIRS } else { SHAPES };
            let search = Search { lane, shapes, jobs, pairs: self.pairs.then_some(PAIRS_FOR) };
            return Ok(systematic(&search, &perform, &folder, stop, &mut out)?);
        }
        if let Some(one) = self.mutants {
            let bugs = one.map_or_else(|| Bug::ALL.to_vec(), |bug| vec![bug]);
            return plant(&bugs, jobs, stop, &mut out);
        }
        let days = Run { plan: self.plan(self.seed), days: self.days, jobs, folder };
        let report = run(&days, &perform, stop, &mut out)?;
        if let Some(file) = &self.json {
            let failed = |error| format!("{} cannot be written: {error}", file.display());
            std::fs::write(file, serde_json::to_vec_pretty(&report)?).map_err(failed)?;
        }
        Ok(report.violations.is_empty())
    }

    fn plan(&self, seed: u64) -> Plan {
        Plan { seed, orders: self.orders_per_day, level: self.faults }
    }
}

/// Plants the bugs and tells of each as soon as it is caught. Says whether all were.
fn plant(bugs: &[Bug], jobs: usize, stop: &AtomicBool, out: &mut dyn Write) -> Result<bool, Box<dyn Error>> {
    writeln!(out, "{TABLE_HEAD}")?;
    let mut planted = Vec::new();
    let mut written = Ok(());
    mutants(bugs, jobs, &|case: &Case| perform(case, None), stop, |mutant| {
        if written.is_ok() {
            written = writeln!(out, "{}", row(&mutant));
        }
        planted.push(mutant);
    });
    written?;
    let caught = planted.iter().filter(|mutant| mutant.caught.is_some()).count();
    let (orders, faults) = medians(&planted);
    writeln!(out, "{caught} of {} caught; the median one shrinks to {orders} orders and {faults} faults", bugs.len())?;
    Ok(caught == bugs.len())
}
