//! Wires webhook-intake to its queue and its secret.

use platform::{aws, lambda, queues::SqsQueues, secrets::Secret, settings};
use webhook_intake::{Admission, answer};

fn main() -> std::process::ExitCode {
    lambda::start(async {
        let settings = settings::IntakeSettings::read(&settings::environment)?;
        let aws = aws::config(aws::WHILE_SOMEBODY_WAITS).await;
        let secrets = aws_sdk_secretsmanager::Client::new(&aws);
        let secret = Secret::new(secrets, settings.shopify_secret_arn, settings.secret_age);
        let queues = SqsQueues::new(aws_sdk_sqs::Client::new(&aws), settings.export_queue);
        let admission = Admission { shop_domain: settings.shop_domain, body_limit: settings.body_limit };
        lambda::http(async |request, _| Box::pin(answer(&request, &admission, &secret, &queues)).await).await
    })
}
