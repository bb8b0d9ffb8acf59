use bluecherry::{Client, Freshness, KeyError, KeySource, ReferenceField, Settings, SettingsError};
use secrecy::SecretString;

use crate::{by_hand, sample};

struct NoKey;

impl KeySource for NoKey {
    async fn key(&self, _: Freshness) -> Result<SecretString, KeyError> {
        Err("no key is needed".into())
    }
}

fn with(change: impl FnOnce(&mut Settings)) -> Result<(), SettingsError> {
    let mut settings = sample::settings("https://erp.example");
    change(&mut settings);
    Client::new(settings, NoKey, by_hand::at).map(|_| ())
}

#[test]
fn the_base_url_is_https_unless_it_is_on_this_machine() {
    for url in [
        "https://erp.example/{company}/{environment}",
        "https://erp.example/api?code={environment}",
        "http://127.0.0.1:8080/{company}",
        "http://localhost:1",
        "http://[::1]:1",
    ] {
        assert!(with(|settings| settings.url = url.to_owned()).is_ok(), "{url}");
    }
    for url in ["http://erp.example", "http://127.0.0.1.example", "ftp://localhost"] {
        let error = with(|settings| settings.url = url.to_owned()).unwrap_err();
        assert!(matches!(error, SettingsError::NotHttps { .. }), "{url}: {error}");
    }
    for url in ["", "erp.example", "mailto:a@b.example", "https://erp.example/{tenant}", "https:///{company}/{"] {
        let error = with(|settings| settings.url = url.to_owned()).unwrap_err();
        assert!(matches!(error, SettingsError::NotAUrl { .. }), "{url}: {error}");
    }
}

#[test]
fn a_code_cannot_lead_the_url_elsewhere() {
    for code in ["", "..", "a/b", "PRD?x=", "a b", "é"] {
        let error = with(|settings| settings.environment = code.to_owned()).unwrap_err();
        assert!(matches!(error, SettingsError::NotACode { what: "environment", .. }), "{code}: {error}");
        let error = with(|settings| settings.company = code.to_owned()).unwrap_err();
        assert!(matches!(error, SettingsError::NotACode { what: "company", .. }), "{code}: {error}");
    }
}

#[test]
fn the_reference_must_fit_its_field() {
    assert!(with(|settings| settings.reference_length = 30).is_ok());
    let error = with(|settings| settings.reference_length = 21).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the field `cust_po` takes 21 characters and a reference needs up to 22: choose a longer field"
    );
}

#[test]
fn the_key_needs_a_header() {
    let error = with(|settings| settings.key_header = "Subscription Key".to_owned()).unwrap_err();
    assert!(matches!(error, SettingsError::NotAHeader(_)), "{error}");
}

#[test]
fn a_reference_field_goes_by_its_name_on_the_wire() {
    for field in [ReferenceField::CustPo, ReferenceField::RefNum2, ReferenceField::AuxRefNum] {
        assert_eq!(ReferenceField::named(field.name()), Some(field));
    }
    assert_eq!(ReferenceField::named("notes"), None);
}
