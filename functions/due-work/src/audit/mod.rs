//! Whether Shopify still rings us: each hour the webhook subscriptions and the granted scopes are compared with what must
//! stand. Shopify deletes a subscription by itself after hours of failed deliveries and tells nobody
//! (gnikyt/laravel-shopify#936). What can be mended is; the rest becomes an exception that the audit settles once it is.

mod admin;
mod expected;
mod note;

use domain::exception::Owner;
use driver::operations::{OperationException, raise_as, settle};
use driver::ports::{NotNow, TableError, Tables};
use jiff::{SignedDuration, Timestamp};
use shopify::API_VERSION;

pub use self::admin::WebhookAdmin;
pub use self::expected::SCOPES;
use self::expected::{Repair, missing_scopes, other_versions, repairs};
use self::note::Note;

/// The kind of the exception of scopes that were not granted.
pub const SCOPE_MISSING: &str = "scope_missing";
/// The kind of the exception of webhooks in another version of the API.
pub const WEBHOOK_VERSION: &str = "webhook_version";
/// The kind of the exception of subscriptions that Shopify does not let us list or make.
pub const SUBSCRIPTION_REFUSED: &str = "webhook_subscription_refused";

/// How the audit goes about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditSettings {
    /// The address that every topic must ring at.
    pub address: String,
    /// How long after an audit that found everything right the next one comes. Any other is repeated after a twelfth of it.
    pub every: SignedDuration,
}

/// What an audit came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Audited {
    /// It is not time for one.
    NotDue,
    /// It was made.
    Made {
        /// Subscriptions that were created, moved or made whole.
        repaired: u64,
        /// Whether everything is right now. If not, an exception says what is wrong, or Shopify did not answer.
        all_right: bool,
    },
}

/// What is known of one kind of trouble.
enum Finding {
    Right,
    Wrong(String),
    /// Shopify did not answer.
    Unknown,
}

/// Compares the app's subscriptions and scopes with what must stand, where it is time to.
///
/// # Errors
/// When a table fails.
pub async fn audit(
    tables: &impl Tables,
    admin: &impl WebhookAdmin,
    settings: &AuditSettings,
    now: Timestamp,
) -> Result<Audited, TableError> {
    let Some(note) = Note::claim(tables, settings, now).await? else { return Ok(Audited::NotDue) };
    let scopes = scopes(admin).await;
    // Told at once: what follows may take longer than this run has.
    let scopes_are_right = matches!(scopes, Finding::Right);
    tell(tables, SCOPE_MISSING, scopes, now).await?;
    let (subscriptions, versions, repaired) = subscriptions(admin, settings, note.address()).await;
    let findings = [(SUBSCRIPTION_REFUSED, subscriptions), (WEBHOOK_VERSION, versions)];
    let all_right = scopes_are_right && findings.iter().all(|(_, finding)| matches!(finding, Finding::Right));
    for (kind, finding) in findings {
        tell(tables, kind, finding, now).await?;
    }
    if all_right {
        // What was made or moved just now has not been looked at: Shopify may show it in another version than ours.
        note.done(tables, settings, (repaired == 0).then_some(now)).await?;
    }
    Ok(Audited::Made { repaired, all_right })
}

async fn tell(tables: &impl Tables, kind: &str, finding: Finding, now: Timestamp) -> Result<(), TableError> {
    match finding {
        Finding::Right => settle(tables, kind).await,
        Finding::Wrong(text) => {
            let exception = OperationException { kind: kind.to_owned(), owner: Owner::Engineering, text, since: now };
            raise_as(tables, kind, &exception).await
        }
        Finding::Unknown => Ok(()),
    }
}

async fn scopes(admin: &impl WebhookAdmin) -> Finding {
    match admin.granted_scopes().await {
        Ok(granted) => match missing_scopes(&granted).as_slice() {
            [] => Finding::Right,
            missing => Finding::Wrong(format!(
                "the shop did not grant `{}`; add it to the app's scopes in a new version of the app and approve that in the shop",
                missing.join("`, `")
            )),
        },
        Err(unanswered) => not_answered("tell the app's scopes", unanswered),
    }
}

/// What is known of the subscriptions, of their versions, and how many were mended.
async fn subscriptions(
    admin: &impl WebhookAdmin,
    settings: &AuditSettings,
    earlier: Option<&str>,
) -> (Finding, Finding, u64) {
    let present = match admin.subscriptions().await {
        Ok(present) => present,
        Err(unanswered) => {
            return (not_answered("list the app's webhook subscriptions", unanswered), Finding::Unknown, 0);
        }
    };
    let versions = match other_versions(&present).as_slice() {
        [] => Finding::Right,
        others => Finding::Wrong(format!(
            "webhooks come in version {} of the API where {API_VERSION} is read; set the app's webhook API version to {API_VERSION}: it is no setting of a subscription",
            others.join(" and ")
        )),
    };
    let (mut repaired, mut refused, mut unanswered) = (0, Vec::new(), false);
    for repair in repairs(&present, &settings.address, earlier) {
        let topic = repair.topic().as_str();
        match mend(admin, repair, &settings.address).await {
            Ok(()) => repaired += 1,
            Err(NotNow { why, refused: true, .. }) => refused.push(format!("{topic} ({why})")),
            Err(NotNow { why, .. }) => {
                unanswered = true;
                tracing::warn!(topic, why, "the webhook subscription was not mended; the next audit tries again");
            }
        }
    }
    let subscriptions = if !refused.is_empty() {
        Finding::Wrong(format!(
            "webhook subscriptions at {} are not as they must be: {}; where Shopify refuses one, approve protected customer data for the app and grant it `read_orders`. Until then the sweep alone finds what these topics tell",
            settings.address,
            refused.join(", ")
        ))
    } else if unanswered {
        Finding::Unknown
    } else {
        Finding::Right
    };
    (subscriptions, versions, repaired)
}

async fn mend(admin: &impl WebhookAdmin, repair: Repair<'_>, address: &str) -> Result<(), NotNow> {
    match repair {
        Repair::Create(topic) => {
            admin.create(topic, address).await?;
            tracing::warn!(topic = topic.as_str(), address, "a webhook subscription was missing: created");
        }
        Repair::Move(topic, astray) => {
            admin.send_to(&astray.id, address).await?;
            tracing::warn!(
                topic = topic.as_str(),
                from = astray.uri,
                address,
                shortcomings = astray.shortcomings().join(", "),
                "a webhook subscription was astray or did not tell everything: set right"
            );
        }
    }
    Ok(())
}

fn not_answered(what: &str, NotNow { why, refused, .. }: NotNow) -> Finding {
    if refused {
        return Finding::Wrong(format!(
            "Shopify refuses to {what}: {why}; mend the app's credentials or scopes, and approve protected customer data for it"
        ));
    }
    tracing::warn!(why, "Shopify did not {what}; the next audit asks again");
    Finding::Unknown
}
