//! Where the shop's Admin API is, and how long a call may take.

use std::time::Duration;

use reqwest::Url;

/// The version of the Admin API that the operations and their types are written for.
pub const API_VERSION: &str = "2026-10";

/// Where to call.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) token: Url,
    pub(crate) graphql: Url,
    pub(crate) loopback: bool,
    pub(crate) timeout: Duration,
}

/// The address cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SettingsError {
    /// It is no URL with a host.
    #[error("`{0}` is no URL: give the shop's, such as https://sample.myshopify.com")]
    NotAUrl(String),
    /// It would send tokens in the clear.
    #[error("`{0}` is not https: only a loopback address may be plain http")]
    NotHttps(String),
}

impl Settings {
    /// Settings for the shop at `url`, such as `https://sample.myshopify.com`; each call may take `timeout` in all.
    ///
    /// # Errors
    /// When the address is no URL, or is neither https nor on this machine.
    pub fn new(url: &str, timeout: Duration) -> Result<Self, SettingsError> {
        let not_a_url = || SettingsError::NotAUrl(url.to_owned());
        let base = Url::parse(url).map_err(|_| not_a_url())?;
        let host = base.host_str().ok_or_else(not_a_url)?;
        let loopback = ["127.0.0.1", "[::1]", "localhost"].contains(&host);
        match base.scheme() {
            "https" => {}
            "http" if loopback => {}
            _ => return Err(SettingsError::NotHttps(url.to_owned())),
        }
        let join = |path: &str| base.join(path).map_err(|_| not_a_url());
        Ok(Self {
            token: join("/admin/oauth/access_token")?,
            graphql: join(&format!("/admin/api/{API_VERSION}/graphql.json"))?,
            loopback,
            timeout,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use super::*;

    #[test]
    fn a_token_never_leaves_this_machine_unencrypted() {
        let settings = |url| Settings::new(url, Duration::from_secs(1));
        for url in ["https://sample.myshopify.com", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1"] {
            assert!(settings(url).is_ok(), "{url}");
        }
        for url in [
            "http://sample.myshopify.com",
            "http://127.0.0.1.example.com",
            "ftp://localhost",
            "http://localhost.example",
        ] {
            assert_eq!(settings(url).unwrap_err(), SettingsError::NotHttps(url.to_owned()));
        }
        for url in ["sample.myshopify.com", "", "mailto:a@b.example"] {
            assert_eq!(settings(url).unwrap_err(), SettingsError::NotAUrl(url.to_owned()));
        }
    }

    #[test]
    fn the_paths_carry_the_version_of_the_schema() {
        let settings = Settings::new("https://sample.myshopify.com/", Duration::from_secs(1)).unwrap();
        assert_eq!(settings.graphql.as_str(), "https://sample.myshopify.com/admin/api/2026-10/graphql.json");
        assert_eq!(settings.token.as_str(), "https://sample.myshopify.com/admin/oauth/access_token");
    }
}
