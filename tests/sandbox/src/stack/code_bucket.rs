//! The bucket that the functions' zips are deployed from.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, RequestChecksumCalculation};
use aws_sdk_s3::primitives::ByteStream;

use super::call::{CallError, doing};
use super::package::Package;
use super::template::CodeAt;

const BUCKET: &str = "code";

/// Puts the zips up, each under its own key, and says where they lie by package name.
///
/// # Errors
/// When a zip cannot be read, or the bucket does not take it.
pub async fn upload(sdk: &SdkConfig, packages: &[Package]) -> Result<BTreeMap<String, CodeAt>, CallError> {
    // A checksum of tens of megabytes takes a dev build longer than the rest of the deployment.
    let quick = Builder::from(sdk).request_checksum_calculation(RequestChecksumCalculation::WhenRequired);
    let client = Client::from_conf(quick.build());
    client.create_bucket().bucket(BUCKET).send().await.map_err(doing("making the bucket for the functions' code"))?;
    let mut code = BTreeMap::new();
    for package in packages {
        let uploading = format!("uploading {}", package.zip.display());
        let body = ByteStream::from_path(&package.zip).await.map_err(doing(&uploading))?;
        let request = client.put_object().bucket(BUCKET).key(&package.key).body(body);
        request.customize().disable_payload_signing().send().await.map_err(doing(&uploading))?;
        code.insert(package.name.clone(), CodeAt { bucket: BUCKET.to_owned(), key: package.key.clone() });
    }
    Ok(code)
}
