//! A trading day, compressed: orders, webhooks and due work through the real functions, then the checks and the report.

pub mod checks;
pub mod facts;
pub mod files;
pub mod generator;
pub mod play;
pub mod report;
pub mod schedules;
pub mod sweep;
pub mod unknown_codes;

use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use platform::tables::DynamoTables;

use crate::bluecherry::{Fault, MasterData, Moment, Rate, Silence, Switches};
use crate::day::checks::Oracle;
use crate::day::facts::Facts;
use crate::day::files::{Document, outcomes, place, read};
use crate::day::generator::{customers, unknown_to_erp};
use crate::day::report::Report;
use crate::day::schedules::Schedules;
use crate::day::unknown_codes::{UnknownCodes, unknown_codes};
use crate::shopify::{DeliveryFaults, Order};
use crate::stack::{Progress, Stack};
use crate::world::samples::{Samples, value};
use crate::world::tool::Tool;
use crate::world::{Plan, World};

/// What is to be played.
#[derive(Debug, Clone)]
pub struct DayPlan {
    /// How many orders the generator places.
    pub orders: u32,
    /// Seed of orders and faults.
    pub seed: u64,
    /// Whether light faults are drawn.
    pub light_faults: bool,
    /// A folder of orders to play instead.
    pub orders_from: Option<PathBuf>,
    /// Whether unknown codes of that folder get sample codes.
    pub map_unknown: bool,
    /// Where the report goes as JSON.
    pub json: Option<PathBuf>,
    /// Whether everything stays up after the report.
    pub keep: bool,
    /// Port of the local AWS stack.
    pub port: Option<u16>,
}

/// Plays a day and prints its report. Says whether every invariant holds.
///
/// # Errors
/// When the day could not be set up or played.
pub async fn run_day(plan: DayPlan, progress: Progress) -> Result<bool, Box<dyn Error>> {
    let begun = Instant::now();
    // A folder that cannot be read is told before anything is built.
    let documents = plan.orders_from.as_deref().map(read).transpose()?;
    let tools = progress.clone();
    let stack = Stack::start(progress.clone(), plan.port).await?;
    let tool = tokio::task::spawn_blocking(move || Tool::build(&tools)).await??;
    let samples = Samples::read()?;
    // Everything that `--map-unknown` maps is known to BlueCherry too.
    let unknown = if plan.map_unknown {
        unknown_codes(&preview(&samples, documents.iter().flatten()), &samples)
    } else {
        UnknownCodes::default()
    };
    let world = World::start(&stack, world_plan(&plan, &samples, unknown.known_to_erp)).await?;
    load_mappings(&world, &tool, &progress).await?;
    // Before the first order comes: one that lacks a code would rest as an exception before the code is there.
    map_unknown(&world, &tool, &unknown.puts, &progress).await?;
    let tables =
        DynamoTables::new(aws_sdk_dynamodb::Client::new(world.deployment.sdk()), world.deployment.table_names());

    let (oracle, drafts, filed) = if let Some(documents) = documents {
        (Oracle::new(), 0, place(&world, documents))
    } else {
        let customers = customers(plan.seed, plan.orders, &samples);
        play::orders(&world, &customers, &progress).await?;
        let drafts = customers.iter().filter(|customer| customer.draft).count();
        let placed = customers.iter().filter(|customer| !customer.draft);
        (placed.map(|customer| (customer.order.id, customer.expected)).collect(), drafts, Vec::new())
    };
    let settled = play::settle(&world, &tables, Schedules::All, &progress).await?;
    let facts = Facts::gather(&world, &tables, &settled).await?;
    let mut report = Report::of(&facts, plan.seed, &oracle, drafts, outcomes(&filed, &facts))?;
    report.wall_s = begun.elapsed().as_secs_f64();
    show(&report, &plan)?;
    if plan.keep {
        keep(&world).await?;
    }
    let good = report.is_good();
    world.stop().await;
    Ok(good)
}

fn world_plan(plan: &DayPlan, samples: &Samples, known_to_erp: MasterData) -> Plan {
    let mut world = Plan {
        name: "sandbox-day".to_owned(),
        seed: plan.seed,
        known_to_erp,
        unknown_to_erp: vec![unknown_to_erp(samples)],
        ..Plan::default()
    };
    if plan.light_faults {
        world.deliveries =
            DeliveryFaults { lost: 0.03, duplicated: 0.10, delayed: 0.20, delay: Duration::from_secs(2) };
        let rate = |fault, per_mille| Rate { fault, per_mille };
        world.erp = Switches {
            rates: vec![
                rate(Fault::Unanswered(Silence::Held), 15),
                rate(Fault::Unanswered(Silence::Dropped), 15),
                rate(Fault::Throttled { retry_after: 1 }, 10),
                rate(Fault::BadGateway(Moment::BeforeBooking), 10),
                rate(Fault::ServerError(Moment::BeforeBooking), 10),
            ],
            ..Switches::default()
        };
    }
    world
}

/// The orders of documents as a shop of their own reads them, to see which codes they name.
fn preview<'documents>(samples: &Samples, documents: impl Iterator<Item = &'documents Document>) -> Vec<Order> {
    let id = samples.locations.first().and_then(|row| value(row, "source").parse().ok()).unwrap_or_default();
    let primary = crate::shopify::Location { id, name: String::new() };
    let mut shop = crate::shopify::Shop::new(primary, Vec::new());
    let payloads = documents.filter_map(|(_, document)| document.as_ref().ok()).flat_map(crate::shopify::orders_in);
    for (spare, payload) in payloads.enumerate() {
        // What cannot be placed names no codes; the report says why it cannot.
        let _ = shop.place_rest(&payload, u64::try_from(spare).ok(), crate::world::now());
    }
    shop.orders().cloned().collect()
}

async fn load_mappings(world: &World, tool: &Tool, progress: &Progress) -> Result<(), Box<dyn Error>> {
    let phase = progress.phase("loading the sample mappings");
    tool.run(&world.deployment, &["mappings", "load", "infra/mappings", "--author", "sandbox"]).await?;
    phase.done("loaded");
    Ok(())
}

/// Puts a sample code for everything unknown, as an operator would.
async fn map_unknown(
    world: &World,
    tool: &Tool,
    puts: &[Vec<String>],
    progress: &Progress,
) -> Result<(), Box<dyn Error>> {
    if puts.is_empty() {
        return Ok(());
    }
    let phase = progress.phase(format!("mapping {} codes", puts.len()));
    for (done, put) in puts.iter().enumerate() {
        let mut arguments = vec!["mappings", "put", "--author", "sandbox", "--"];
        arguments.extend(put.iter().map(String::as_str));
        tool.run(&world.deployment, &arguments).await?;
        phase.reached(done as u64 + 1, puts.len() as u64);
    }
    phase.done("mapped");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the report is what the program is for")]
fn show(report: &Report, plan: &DayPlan) -> Result<(), Box<dyn Error>> {
    println!("{report}");
    if let Some(path) = &plan.json {
        std::fs::write(path, serde_json::to_string_pretty(report)?)
            .map_err(|error| format!("the report cannot be written to {}: {error}", path.display()))?;
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a person needs the addresses to look around")]
async fn keep(world: &World) -> Result<(), Box<dyn Error>> {
    let deployment = &world.deployment;
    println!("Kept until Ctrl-C:");
    println!("  AWS         {}", deployment.endpoint);
    println!("  Shopify     {}/_sandbox/orders/<id>", world.shopify.base_url);
    println!("  BlueCherry  http://{}/_sandbox/orders", world.bluecherry.address());
    println!(
        "  operator    AWS_ENDPOINT_URL={} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 target/debug/cherrycycle --stack {} exceptions list",
        deployment.endpoint, deployment.stack
    );
    Err(Schedules::All.ring_on(world).await.into())
}
