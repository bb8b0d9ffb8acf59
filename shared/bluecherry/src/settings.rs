//! Where BlueCherry is, and every assumption of the contract in which a merchant may differ.

use std::time::Duration;

use domain::address::Address;
use domain::reference::LONGEST;
use jiff::tz::TimeZone;
use reqwest::Url;
use reqwest::header::HeaderName;

/// The client's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Base URL, in which `{company}` and `{environment}` are replaced: `https://host/{company}/{environment}`, or
    /// `https://host/api?code={environment}`. https, unless it is on this machine. The merchant's URL is completed by a code
    /// for staging or production (Loop's help page on BlueCherry); where the code stands in it is assumed.
    pub url: String,
    /// The company that must answer.
    pub company: String,
    /// The environment that must answer: `STG` or `PRD` (assumed).
    pub environment: String,
    /// Header that carries the subscription key. `Ocp-Apim-Subscription-Key` is the stock name of Azure API Management.
    pub key_header: String,
    /// The field of a sales order that the merchant keeps free for our reference.
    pub reference_field: ReferenceField,
    /// How many characters that field takes; at least [`LONGEST`].
    pub reference_length: usize,
    /// Where the totals, the currency and the lines as booked come from after a post.
    pub echo: Echo,
    /// How long one operation may take, from its start to the last byte of its answer, repetition after a refused key
    /// included. A post has left or failed within it, so the horizon of its probe counts on it.
    pub timeout: Duration,
    /// The zone of BlueCherry's clock, which writes local times without one.
    pub zone: TimeZone,
    /// Where an order goes that has no shipping address; none when such an order is not to be sent.
    pub house_address: Option<Address>,
    /// Whether an order must not ship in pieces.
    pub ship_complete: bool,
}

/// A field of a sales order that can carry a foreign reference. The names are BlueCherry's own (Loop's help page, and the
/// columns of customers' queries); which one is free differs by merchant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReferenceField {
    /// `cust_po`, the customer's purchase order number.
    CustPo,
    /// `ref_num2`.
    RefNum2,
    /// `aux_ref_num`.
    AuxRefNum,
}

impl ReferenceField {
    /// The field of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::CustPo, Self::RefNum2, Self::AuxRefNum].into_iter().find(|field| field.name() == name)
    }

    /// The field's name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::CustPo => "cust_po",
            Self::RefNum2 => "ref_num2",
            Self::AuxRefNum => "aux_ref_num",
        }
    }
}

/// Where it is seen what was booked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Echo {
    /// In the answer to the post.
    Answer,
    /// In a read by number, which costs one more call.
    ReadBack,
}

/// Settings that cannot work.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The base URL cannot be used.
    #[error("`{url}` is no base URL: give one such as https://host/{{company}}/{{environment}}")]
    NotAUrl {
        /// The URL, with what it was completed to.
        url: String,
    },
    /// It would send the key and customers' addresses in the clear.
    #[error("`{url}` is not https: only a loopback address may be plain http")]
    NotHttps {
        /// The URL.
        url: String,
    },
    /// A code that goes into the URL is empty, or would change the URL's form.
    #[error("the {what} `{code}` cannot stand in a URL: use letters, digits, `-` and `_`")]
    NotACode {
        /// `company` or `environment`.
        what: &'static str,
        /// What was set.
        code: String,
    },
    /// No HTTP header has this name.
    #[error("`{0}` is not the name of an HTTP header, such as Ocp-Apim-Subscription-Key")]
    NotAHeader(String),
    /// Our references would not fit.
    #[error(
        "the field `{field}` takes {length} characters and a reference needs up to {LONGEST}: choose a longer field"
    )]
    ReferenceTooShort {
        /// The field.
        field: &'static str,
        /// How many it takes.
        length: usize,
    },
    /// This machine cannot do TLS.
    #[error("no HTTPS client on this machine")]
    NoTls(#[source] reqwest::Error),
}

/// Settings that were checked, in the form in which they are used.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) base: Url,
    pub(crate) loopback: bool,
    pub(crate) key_header: HeaderName,
}

impl Settings {
    pub(crate) fn check(&self) -> Result<Checked, SettingsError> {
        for (what, code) in [("company", &self.company), ("environment", &self.environment)] {
            let plain = |character: char| character.is_ascii_alphanumeric() || character == '-' || character == '_';
            if code.is_empty() || !code.chars().all(plain) {
                return Err(SettingsError::NotACode { what, code: code.clone() });
            }
        }
        let url = self.url.replace("{company}", &self.company).replace("{environment}", &self.environment);
        let not_a_url = || SettingsError::NotAUrl { url: url.clone() };
        if url.contains(['{', '}']) {
            return Err(not_a_url());
        }
        let base = Url::parse(&url).map_err(|_| not_a_url())?;
        let host = base.host_str().ok_or_else(not_a_url)?;
        let loopback = ["127.0.0.1", "[::1]", "localhost"].contains(&host);
        match base.scheme() {
            "https" => {}
            "http" if loopback => {}
            _ => return Err(SettingsError::NotHttps { url }),
        }
        let key_header = HeaderName::try_from(self.key_header.as_str())
            .map_err(|_| SettingsError::NotAHeader(self.key_header.clone()))?;
        if self.reference_length < LONGEST {
            let (field, length) = (self.reference_field.name(), self.reference_length);
            return Err(SettingsError::ReferenceTooShort { field, length });
        }
        Ok(Checked { base, loopback, key_header })
    }
}
