//! What the functions are told of the two systems that they speak to.

use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::blocks::{secret, shop_domain, timer};
use super::reader::Reader;

/// What is set of Shopify.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShopifySettings {
    /// Where the app's secret is: `SHOPIFY_SECRET_ARN`.
    pub secret_arn: String,
    /// The shop: `SHOP_DOMAIN`.
    pub shop_domain: String,
    /// Where the Admin API is: `SHOPIFY_URL`; the shop's domain unless set.
    pub url: String,
    /// How long we wait for an answer: `SHOPIFY_TIMEOUT`.
    pub timeout: Duration,
    /// The tag of an accepted order, if one is wanted: `ORDER_TAG`.
    pub order_tag: Option<String>,
}

pub(super) fn shopify(reader: &mut Reader<'_>) -> Option<ShopifySettings> {
    let secret_arn = secret(reader, "SHOPIFY_SECRET_ARN");
    let shop_domain = shop_domain(reader);
    let url = match (reader.optional("SHOPIFY_URL"), &shop_domain) {
        (Some(found), _) => reader.url("SHOPIFY_URL", &found, "https://sample.myshopify.com"),
        (None, Some(shop)) => Some(format!("https://{shop}")),
        (None, None) => None,
    };
    let timeout = timer(reader, "SHOPIFY_TIMEOUT");
    let order_tag = reader.optional("ORDER_TAG");
    Some(ShopifySettings {
        secret_arn: secret_arn?,
        shop_domain: shop_domain?,
        url: url?,
        timeout: timeout?,
        order_tag,
    })
}

/// The field of a sales order that carries our reference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReferenceField {
    /// `cust_po`.
    CustPo,
    /// `ref_num2`.
    RefNum2,
    /// `aux_ref_num`.
    AuxRefNum,
}

/// Where the totals of a written order are checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Echo {
    /// In the answer itself.
    Answer,
    /// By one read afterwards.
    ReadBack,
}

/// What is set of BlueCherry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BlueCherrySettings {
    /// Where the subscription key is: `BLUECHERRY_SECRET_ARN`.
    pub secret_arn: String,
    /// Base of the API, with company and environment filled in: `BLUECHERRY_URL`.
    pub url: String,
    /// The one company that is written to: `BLUECHERRY_COMPANY`.
    pub company: String,
    /// The one environment that is written to, `STG` or `PRD`: `BLUECHERRY_ENVIRONMENT`.
    pub environment: String,
    /// The header that carries the key: `BLUECHERRY_KEY_HEADER`.
    pub key_header: String,
    /// The field that carries our reference: `BLUECHERRY_REFERENCE_FIELD`.
    pub reference_field: ReferenceField,
    /// Most characters that this field keeps: `BLUECHERRY_REFERENCE_LENGTH`.
    pub reference_length: usize,
    /// Where a written order is checked: `BLUECHERRY_ECHO`.
    pub echo: Echo,
    /// How long we wait for an answer: `BLUECHERRY_TIMEOUT`.
    pub timeout: Duration,
    /// The zone in which BlueCherry writes its dates: `BLUECHERRY_ZONE`.
    pub zone: TimeZone,
}

pub(super) fn bluecherry(reader: &mut Reader<'_>) -> Option<BlueCherrySettings> {
    let secret_arn = secret(reader, "BLUECHERRY_SECRET_ARN");
    let company = reader.value("BLUECHERRY_COMPANY", "a company's code, such as ACME", code);
    let environment = reader.word("BLUECHERRY_ENVIRONMENT", &[("STG", "STG"), ("PRD", "PRD")]);
    let url = url(reader, company.as_deref(), environment);
    let key_header = reader.value("BLUECHERRY_KEY_HEADER", "a header's name, such as Ocp-Apim-Subscription-Key", code);
    let reference_field = reader.word(
        "BLUECHERRY_REFERENCE_FIELD",
        &[
            ("cust_po", ReferenceField::CustPo),
            ("ref_num2", ReferenceField::RefNum2),
            ("aux_ref_num", ReferenceField::AuxRefNum),
        ],
    );
    let reference_length = reader.number("BLUECHERRY_REFERENCE_LENGTH", 14, 22);
    let echo = reader.word("BLUECHERRY_ECHO", &[("answer", Echo::Answer), ("read-back", Echo::ReadBack)]);
    let timeout = timer(reader, "BLUECHERRY_TIMEOUT");
    let zone = reader.value("BLUECHERRY_ZONE", "a time zone's IANA name, such as America/New_York", |found| {
        TimeZone::get(found).ok()
    });
    Some(BlueCherrySettings {
        secret_arn: secret_arn?,
        url: url?,
        company: company?,
        environment: environment?.to_owned(),
        key_header: key_header?,
        reference_field: reference_field?,
        reference_length: reference_length?,
        echo: echo?,
        timeout: timeout?,
        zone: zone?,
    })
}

const URL_EXAMPLE: &str = "https://host/{company}/{environment}";

fn url(reader: &mut Reader<'_>, company: Option<&str>, environment: Option<&str>) -> Option<String> {
    let template = reader.text("BLUECHERRY_URL", &format!("the API's base, such as {URL_EXAMPLE}"))?;
    let template = reader.url("BLUECHERRY_URL", &template, URL_EXAMPLE)?;
    let url = template.replace("{company}", company?).replace("{environment}", environment?);
    if url.contains(['{', '}']) {
        let expected =
            format!("an address with no other placeholder than {{company}} and {{environment}}, such as {URL_EXAMPLE}");
        reader.fault("BLUECHERRY_URL", Some(template), expected);
        return None;
    }
    Some(url)
}

fn code(found: &str) -> Option<String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    found.bytes().all(fits).then(|| found.to_owned())
}

/// The slowest client's timeout must fit into what is left of an invocation when a call begins.
pub(super) fn slowest(shopify: &ShopifySettings, bluecherry: &BlueCherrySettings) -> SignedDuration {
    SignedDuration::try_from(shopify.timeout.max(bluecherry.timeout)).unwrap_or(SignedDuration::MAX)
}
