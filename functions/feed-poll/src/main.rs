//! Wires `OrderSweep`: the schedule names the feed, what changed in Shopify is rung.

use std::process::ExitCode;

use feed_poll::{OrderFeed, Outside, Polled, Settings, Tick, sweep};
use platform::queues::SqsQueues;
use platform::settings::{FeedPollSettings, environment};
use platform::tables::DynamoTables;
use platform::{aws, clock, lambda, telemetry};

fn main() -> ExitCode {
    lambda::start(async {
        let settings = FeedPollSettings::read(&environment)?;
        let aws = aws::config(aws::IN_THE_BACKGROUND).await;
        let tables = DynamoTables::new(aws_sdk_dynamodb::Client::new(&aws), settings.tables.clone());
        let queues = SqsQueues::new(aws_sdk_sqs::Client::new(&aws), &settings.export_queue);
        let orders = systems::shopify_client(&settings.shopify, settings.secret_age, &aws)?;
        lambda::schedule(async |tick: Tick, deadline| {
            let outside = Outside { tables: &tables, queues: &queues, orders: &orders, now: &clock::now };
            let thirty_days = OrderFeed::ThirtyDays.settings(&settings);
            let unfinished = (tick.feed == OrderFeed::SinceMark).then_some(&thirty_days);
            sweep(&outside, &tick.feed.settings(&settings), unfinished, deadline, report).await
        })
        .await
    })
}

fn report(feed: &Settings, polled: Polled) {
    match polled {
        Polled::Leased => tracing::info!(feed = feed.feed, "another run has the feed"),
        Polled::Ran(ran) => {
            tracing::info!(feed = feed.feed, pages = ran.pages, orders = ran.orders, whole = ran.whole, "polled");
            telemetry::feed_polled(feed.feed, ran.pages, ran.orders, ran.whole, ran.lag);
        }
    }
}
