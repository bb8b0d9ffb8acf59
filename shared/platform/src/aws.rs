//! How the AWS clients are set up: with limits of time, since the SDK sets none but for connecting.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};

/// The longest that a call may take, its repetitions included, in a function that somebody waits for: Shopify hangs up
/// after 5 s (shopify.dev, "HTTPS webhook delivery").
pub const WHILE_SOMEBODY_WAITS: Duration = Duration::from_secs(4);

/// The longest that a call may take, its repetitions included, in a function that nobody waits for.
pub const IN_THE_BACKGROUND: Duration = Duration::from_secs(15);

/// Of how many tries the SDK's standard retry mode makes a call at most.
const TRIES: u32 = 3;

const CONNECT: Duration = Duration::from_secs(1);

/// Configuration from the environment, for calls that take no longer than `longest_call` in all. It calls nobody: in Lambda,
/// credentials and region stand in the environment.
pub async fn config(longest_call: Duration) -> SdkConfig {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT)
        .operation_attempt_timeout(longest_call / TRIES)
        .operation_timeout(longest_call)
        .build();
    aws_config::defaults(BehaviorVersion::v2026_01_12())
        .timeout_config(timeouts)
        .retry_config(RetryConfig::standard().with_max_attempts(TRIES))
        .load()
        .await
}
