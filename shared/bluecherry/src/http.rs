//! One call over HTTP.

use std::error::Error;
use std::time::Instant;

use jiff::Timestamp;
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use reqwest::{Method, Response, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use crate::answer::Reply;
use crate::client::Client;
use crate::key::{Freshness, KeySource};
use crate::settings::{Checked, Settings};

/// The longest answer that is read. A sales order of a hundred lines takes some 80 kB.
const LONGEST_ANSWER: usize = 4 * 1024 * 1024;
/// The part of the timeout after which a connection that is not made has certainly sent nothing.
const CONNECT_SHARE: u32 = 3;

/// No answer came.
#[derive(Debug)]
pub(crate) enum NoReply {
    /// Certainly nothing was sent.
    NotSent(String),
    /// It may have been sent, and done.
    Lost(String),
}

/// A client that follows no redirect (it would carry the key and addresses elsewhere), repeats nothing by itself, speaks
/// https unless to this machine, and takes a new connection for each call: one that died unseen while the function was
/// frozen would make the outcome of the next post unknown.
pub(crate) fn client(settings: &Settings, checked: &Checked) -> reqwest::Result<reqwest::Client> {
    let builder = reqwest::Client::builder()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(0)
        .connect_timeout(settings.timeout / CONNECT_SHARE);
    if checked.loopback { builder.no_proxy() } else { builder.https_only(true) }.build()
}

/// A call to be made.
pub(crate) struct Call<'a, B> {
    pub(crate) operation: &'static str,
    pub(crate) method: &'a Method,
    pub(crate) url: &'a Url,
    pub(crate) body: Option<&'a B>,
    /// After which it may not leave any more.
    pub(crate) send_by: Option<Timestamp>,
}

impl<K: KeySource> Client<K> {
    /// Makes one call. A key that is refused is read anew, and the call, of which nothing was done, is made once more if that
    /// gives another key. All of it takes no longer than the timeout: whoever gave the post its time counts on that.
    pub(crate) async fn call<B: Serialize>(&self, call: &Call<'_, B>) -> Result<Reply, NoReply> {
        let started = Instant::now();
        let key = self.keys.key(Freshness::Cached).await.map_err(|error| no_key(&*error))?;
        let reply = self.send(call, &key, started).await?;
        if reply.status != 401 {
            return Ok(reply);
        }
        match self.keys.key(Freshness::Reread).await {
            Ok(fresh) if fresh.expose_secret() != key.expose_secret() => self.send(call, &fresh, started).await,
            Ok(_) => Ok(reply),
            Err(error) => {
                tracing::warn!(error = &*error, "the subscription key was refused and could not be read anew");
                Ok(reply)
            }
        }
    }

    async fn send<B: Serialize>(
        &self,
        call: &Call<'_, B>,
        key: &SecretString,
        started: Instant,
    ) -> Result<Reply, NoReply> {
        let mut key = HeaderValue::from_str(key.expose_secret().trim())
            .map_err(|_| NoReply::NotSent("the subscription key has characters that no header can carry".to_owned()))?;
        key.set_sensitive(true);
        let left = self.settings.timeout.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Err(NoReply::NotSent("reading the subscription key took too long".to_owned()));
        }
        if call.send_by.is_some_and(|send_by| (self.now)() > send_by) {
            return Err(NoReply::NotSent("the post was ready too late and did not leave".to_owned()));
        }
        let mut request = self
            .http
            .request(call.method.clone(), call.url.clone())
            .header(&self.checked.key_header, key)
            .timeout(left);
        if let Some(body) = call.body {
            request = request.json(body);
        }
        let answer = match request.send().await {
            Ok(response) => self.receive(response).await,
            Err(error) => Err(no_reply(&error)),
        };
        let status = answer.as_ref().map_or(0, |reply| reply.status);
        let elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(operation = call.operation, status, elapsed_ms, "bluecherry");
        answer
    }

    async fn receive(&self, mut response: Response) -> Result<Reply, NoReply> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| no_reply(&error))? {
            if body.len() + chunk.len() > LONGEST_ANSWER {
                return Err(NoReply::Lost(format!("BlueCherry's answer is longer than {LONGEST_ANSWER} bytes")));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Reply { status: response.status().as_u16(), headers: response.headers().clone(), body, at: (self.now)() })
    }
}

/// The reasons are a few fixed sentences: an error's own text would show the address.
fn no_reply(error: &reqwest::Error) -> NoReply {
    if error.is_connect() {
        NoReply::NotSent("no connection to BlueCherry".to_owned())
    } else if error.is_builder() {
        NoReply::NotSent("the request could not be written".to_owned())
    } else if error.is_timeout() {
        NoReply::Lost("BlueCherry did not answer in time".to_owned())
    } else {
        NoReply::Lost("the connection to BlueCherry broke".to_owned())
    }
}

fn no_key(error: &(dyn Error + Send + Sync + 'static)) -> NoReply {
    tracing::error!(error = error as &dyn Error, "the subscription key could not be read");
    NoReply::NotSent("the subscription key could not be read".to_owned())
}
