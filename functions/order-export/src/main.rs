//! Wires the export lane: the export queue rings, orders become sales orders.

use std::process::ExitCode;

use order_export::{export, report};
use platform::settings::{ExportSettings, environment};
use platform::{aws, lambda};
use systems::Live;

fn main() -> ExitCode {
    lambda::start(async {
        let settings = ExportSettings::read(&environment)?;
        let live = Live::new(&settings, &aws::config(aws::IN_THE_BACKGROUND).await)?;
        let systems = driver::systems::Systems::new(live, settings.policy, settings.driver, "order-export");
        lambda::sqs(async |hints, deadline| report(export(&systems, hints, deadline).await)).await
    })
}
