//! The client: one for each function instance.

use domain::address::Delivery;
use domain::import::ImportId;
use domain::reference::ExternalReference;
use domain::sales_order::SalesOrder;
use domain::step::{FindAnswer, ImportAnswer, PostAnswer};
use jiff::Timestamp;
use reqwest::{Method, Url};

use crate::answer::status::StatusAnswer;
use crate::answer::{self, Reply, find, post, status};
use crate::http::{self, Call, NoReply};
use crate::key::KeySource;
use crate::paths;
use crate::settings::{Checked, Echo, Settings, SettingsError};
use crate::transform;

/// Calls one company's BlueCherry. It holds no state but its connection settings; budgets and the gate before a post are the
/// caller's. Each method makes one call, one more when a refused key was replaced, and a post one more under
/// [`Echo::ReadBack`].
pub struct Client<K> {
    pub(crate) http: reqwest::Client,
    pub(crate) settings: Settings,
    pub(crate) checked: Checked,
    pub(crate) keys: K,
    pub(crate) now: fn() -> Timestamp,
}

impl<K: KeySource> Client<K> {
    /// A client that has called nothing yet. `now` is the clock from which waits are counted.
    ///
    /// # Errors
    /// When the settings cannot work, or this machine cannot do TLS.
    pub fn new(settings: Settings, keys: K, now: fn() -> Timestamp) -> Result<Self, SettingsError> {
        let checked = settings.check()?;
        let http = http::client(&settings, &checked).map_err(SettingsError::NoTls)?;
        Ok(Self { http, settings, checked, keys, now })
    }

    /// The company and environment that must answer, by the settings.
    pub fn pinned(&self) -> (&str, &str) {
        (&self.settings.company, &self.settings.environment)
    }

    /// Asks which company and environment answers, and whether it takes orders.
    pub async fn status(&self) -> StatusAnswer {
        match self.get("status", &self.url(&paths::STATUS)).await {
            Ok(reply) => status::read(&reply, &self.settings.zone),
            Err(NoReply::NotSent(why) | NoReply::Lost(why)) => StatusAnswer::NotNow { until: None, why },
        }
    }

    /// Posts a sales order. It is not idempotent: a second post makes a second sales order. So it does not leave after
    /// `send_by`, however long the key took to be read.
    pub async fn post(&self, sales_order: &SalesOrder, delivery: &Delivery, send_by: Timestamp) -> PostAnswer {
        let request = match transform::request(sales_order, delivery, &self.settings) {
            Ok(request) => request,
            Err(error) => return PostAnswer::Rejected(vec![error]),
        };
        let url = self.url(&paths::ORDERS);
        let call = Call {
            operation: "post order",
            method: &Method::POST,
            url: &url,
            body: Some(&request),
            send_by: Some(send_by),
        };
        let reply = match self.call(&call).await {
            Ok(reply) => reply,
            Err(NoReply::NotSent(why)) => return PostAnswer::NotDone { until: None, why },
            Err(NoReply::Lost(why)) => return PostAnswer::Unknown { why },
        };
        let zone = &self.settings.zone;
        if self.settings.echo == Echo::ReadBack
            && let Some(number) = post::accepted_number(&reply, zone)
        {
            let url = self.url(&paths::by_number(number.as_str()));
            return match self.get("read order", &url).await {
                Ok(reply) => post::read_back(&reply, &number, &sales_order.lines),
                Err(NoReply::NotSent(why) | NoReply::Lost(why)) => post::unread_back(&number, &why),
            };
        }
        let answer = post::read(&reply, &sales_order.lines, zone);
        let field = self.settings.reference_field;
        if let PostAnswer::Booked(booked) = &answer
            && post::is_filed_elsewhere(&reply, &sales_order.reference, field)
        {
            let (number, reference) = (booked.number.as_str(), sales_order.reference.as_str());
            let field = field.name();
            tracing::error!(
                number,
                reference,
                field,
                "BlueCherry files it elsewhere: set the reference field that it keeps, or a lost answer is posted twice"
            );
        }
        answer
    }

    /// Looks for sales orders under a reference.
    pub async fn find(&self, reference: &ExternalReference) -> FindAnswer {
        match self.get("find order", &self.url(&paths::by_reference(reference.as_str()))).await {
            Ok(reply) => find::read(&reply, reference, self.settings.reference_field, &self.settings.zone),
            Err(NoReply::NotSent(why) | NoReply::Lost(why)) => FindAnswer::Unanswered { until: None, why },
        }
    }

    /// Asks what became of a staged sales order.
    pub async fn import(&self, import: &ImportId) -> ImportAnswer {
        match self.get("find import", &self.url(&paths::import(import.as_str()))).await {
            Ok(reply) => answer::import::read(&reply, &self.settings.zone),
            Err(NoReply::NotSent(why) | NoReply::Lost(why)) => ImportAnswer::Unanswered { until: None, why },
        }
    }

    async fn get(&self, operation: &'static str, url: &Url) -> Result<Reply, NoReply> {
        self.call(&Call::<()> { operation, method: &Method::GET, url, body: None, send_by: None }).await
    }

    fn url(&self, path: &[&str]) -> Url {
        paths::below(&self.checked.base, path)
    }
}
