//! What the program can be asked for.

use std::error::Error;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use sandbox::day::{DayPlan, run_day};
use sandbox::schema::{ClientFolder, refresh};
use sandbox::stack::{Progress, workspace};

/// Cherrycycle on this machine: Shopify and BlueCherry as simulators, AWS as a local stack, the functions as they are deployed.
#[derive(Debug, Parser)]
#[command(name = "cargo sandbox", bin_name = "cargo sandbox", version)]
pub struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Plays a trading day and reports what became of it. Needs Python 3.10 or newer; the first run installs the local stack.
    #[command(after_help = "Examples:
  cargo sandbox day                                  200 orders, no faults
  cargo sandbox day --orders 50 --seed 7 --faults light
  cargo sandbox day --orders-from exports/ --map-unknown   your own shop's orders

Exit codes: 0 every invariant holds; 1 one does not; 2 the day could not be played.")]
    Day(Day),
    /// Prunes Shopify's schema to what the client asks for, and generates the client's types from it.
    #[command(
        after_help = "Without --from, the types are generated again from the pruned schema that the project holds."
    )]
    Schema {
        /// The whole schema, as Shopify publishes it for the version.
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
}

#[derive(Debug, clap::Args)]
struct Day {
    /// How many orders the generator places.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=5000))]
    orders: u32,
    /// The same seed places the same orders and draws the same faults.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What goes wrong. `light`: 3 % of the webhooks are lost for good, 10 % come twice and 20 % late; of the posts to BlueCherry
    /// 3 % are booked but unanswered and 3 % are answered 429 or 5xx.
    #[arg(long, value_enum, default_value_t = FaultLevel::None)]
    faults: FaultLevel,
    /// Plays the orders of a folder instead: JSON files, each a webhook or REST order as Shopify sends it, alone or in
    /// {"order": …} or {"orders": […]}. Read recursively.
    #[arg(long, value_name = "DIR")]
    orders_from: Option<PathBuf>,
    /// Gives each unknown SKU, location, carrier, discount and gateway of the folder's orders a sample code.
    #[arg(long, requires = "orders_from")]
    map_unknown: bool,
    /// Writes the report as JSON too.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Keeps stack and simulators running after the report, until Ctrl-C.
    #[arg(long)]
    keep: bool,
    /// Port of the local AWS stack; any free one if not given.
    #[arg(long)]
    port: Option<u16>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FaultLevel {
    None,
    Light,
}

impl Options {
    /// Does what was asked. Says whether all is well.
    #[expect(clippy::print_stdout, reason = "the costs are what the command is asked for")]
    pub async fn run(self) -> Result<bool, Box<dyn Error>> {
        match self.command {
            Command::Day(day) => Ok(run_day(day.plan(), Progress::for_people()).await?),
            Command::Schema { from } => {
                let refreshed = refresh(&ClientFolder(workspace().join("shared/shopify")), from.as_deref())?;
                println!("schema: {} bytes", refreshed.schema_bytes);
                for (operation, cost) in refreshed.costs {
                    println!("{operation}: cost {cost}");
                }
                Ok(true)
            }
        }
    }
}

impl Day {
    fn plan(self) -> DayPlan {
        DayPlan {
            orders: self.orders,
            seed: self.seed,
            light_faults: matches!(self.faults, FaultLevel::Light),
            orders_from: self.orders_from,
            map_unknown: self.map_unknown,
            json: self.json,
            keep: self.keep,
            port: self.port,
        }
    }
}
