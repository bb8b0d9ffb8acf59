//! Wires due work: the schedule ticks, what is due is rung, and Shopify's own bell is looked at.

use std::process::ExitCode;

use domain::step::Lane;
use due_work::{AuditSettings, Audited, Settings, audit, ring};
use platform::queues::SqsQueues;
use platform::settings::{DueWorkSettings, environment};
use platform::tables::DynamoTables;
use platform::{aws, clock, lambda, telemetry};
use serde::de::IgnoredAny;

fn main() -> ExitCode {
    lambda::start(async {
        let settings = DueWorkSettings::read(&environment)?;
        let aws = aws::config(aws::IN_THE_BACKGROUND).await;
        let tables = DynamoTables::new(aws_sdk_dynamodb::Client::new(&aws), settings.tables.clone());
        let queues = SqsQueues::new(aws_sdk_sqs::Client::new(&aws), &settings.export_queue);
        let shopify = systems::shopify_client(&settings.shopify, settings.secret_age, &aws)?;
        let auditing = AuditSettings { address: settings.webhook_url, every: settings.audit_period };
        let settings = Settings {
            budget: settings.budget,
            due_shards: settings.due_shards,
            period: settings.period,
            push: settings.push,
            arrived_keep: settings.arrived_keep,
        };
        lambda::schedule(async |_: IgnoredAny, _| {
            let rung = ring(&tables, &queues, Lane::Export, &settings, clock::now()).await;
            if let Ok(rung) = &rung {
                telemetry::due_rung(Lane::Export.name(), rung.due as u64, rung.released as u64, rung.oldest_late);
            }
            // A queue that fails is no reason to leave Shopify without subscriptions.
            if let Audited::Made { repaired, all_right } = audit(&tables, &shopify, &auditing, clock::now()).await? {
                tracing::info!(repaired, all_right, "webhook subscriptions and scopes were audited");
                telemetry::subscriptions_repaired(repaired);
            }
            rung.map(|_| ())
        })
        .await
    })
}
