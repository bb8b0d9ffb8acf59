//! A secret costs a call only when it is first needed, is too old, or was refused.

use std::time::Duration;

use aws_sdk_secretsmanager::Client;
use platform::lambda::chain;
use platform::secrets::{BlueCherrySecret, Secret};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::server::Aws;

const HOUR: Duration = Duration::from_hours(1);

fn holds(key: &str) -> Value {
    json!({ "SecretString": json!({ "subscription_key": key }).to_string() })
}

async fn secret(aws: &Aws, age: Duration) -> Secret<BlueCherrySecret> {
    Secret::new(Client::new(&aws.serve().await), "arn:secret", age)
}

fn stages(aws: &Aws) -> Vec<String> {
    aws.calls().iter().map(|(_, input)| input["VersionStage"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_secret_that_is_at_hand_is_not_read_again() {
    let aws = Aws::default().answers(200, holds("one"));
    let secret = secret(&aws, HOUR).await;
    assert!(aws.calls().is_empty());
    let (one, other) = tokio::join!(secret.current(), secret.current());
    assert_eq!(one.unwrap().subscription_key.expose_secret(), "one");
    assert_eq!(other.unwrap().subscription_key.expose_secret(), "one");
    assert_eq!(aws.calls().len(), 1);
}

#[tokio::test]
async fn a_secret_that_is_too_old_is_read_again() {
    let aws = Aws::default().answers(200, holds("one")).answers(200, holds("two"));
    let secret = secret(&aws, Duration::ZERO).await;
    assert_eq!(secret.current().await.unwrap().subscription_key.expose_secret(), "one");
    assert_eq!(secret.current().await.unwrap().subscription_key.expose_secret(), "two");
}

#[tokio::test]
async fn during_a_rotation_both_versions_are_known() {
    let aws = Aws::default().answers(200, holds("new")).answers(200, holds("old"));
    let both = secret(&aws, HOUR).await.current_and_previous().await.unwrap();
    let keys: Vec<&str> = both.iter().map(|secret| secret.subscription_key.expose_secret()).collect();
    assert_eq!(keys, ["new", "old"]);
    assert_eq!(stages(&aws), ["AWSCURRENT", "AWSPREVIOUS"]);
}

#[tokio::test]
async fn a_secret_that_was_never_rotated_has_one_version_and_that_is_remembered() {
    let aws = Aws::default().answers(200, holds("one")).fails("ResourceNotFoundException", &json!({}));
    let secret = secret(&aws, HOUR).await;
    for _ in 0..2 {
        assert_eq!(secret.current_and_previous().await.unwrap().len(), 1);
    }
    assert_eq!(aws.calls().len(), 2);
}

#[tokio::test]
async fn refusals_make_it_be_read_again_but_not_each_time() {
    let aws = Aws::default().answers(200, holds("one")).answers(200, holds("two")).answers(200, holds("three"));
    let secret = secret(&aws, Duration::from_millis(500)).await;
    assert_eq!(secret.current().await.unwrap().subscription_key.expose_secret(), "one");
    assert_eq!(secret.refresh().await.unwrap().subscription_key.expose_secret(), "one");
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert_eq!(secret.refresh().await.unwrap().subscription_key.expose_secret(), "two");
    assert_eq!(secret.refresh().await.unwrap().subscription_key.expose_secret(), "two");
    assert_eq!(aws.calls().len(), 2);
}

#[tokio::test]
async fn a_secret_that_cannot_be_had_says_which_and_shows_nothing() {
    let misshapen = json!({ "SecretString": "s3cr3t" });
    for (aws, expected) in [
        (Aws::default().answers(200, misshapen), "subscription_key"),
        (Aws::default().fails("ResourceNotFoundException", &json!({})), "it has no value"),
        (Aws::default().fails("AccessDeniedException", &json!({})), "AccessDeniedException"),
    ] {
        let error = chain(&secret(&aws, HOUR).await.current().await.unwrap_err());
        assert!(error.contains("arn:secret") && error.contains(expected) && !error.contains("s3cr3t"), "{error}");
    }
}

#[tokio::test]
async fn a_failure_is_not_kept() {
    let aws = Aws::default().fails("AccessDeniedException", &json!({})).answers(200, holds("one"));
    let secret = secret(&aws, HOUR).await;
    assert!(secret.current().await.is_err());
    assert_eq!(secret.current().await.unwrap().subscription_key.expose_secret(), "one");
}
