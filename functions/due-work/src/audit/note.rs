//! When the last audit was made. Writing it over the version that was read keeps two runs from auditing at once.

use driver::operations::AUDIT;
use driver::ports::{Operation, TableError, Tables};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::AuditSettings;

/// The name of its row.
const SHOPIFY: &str = "shopify";

/// The note that an audit has made of itself.
pub(super) struct Note {
    body: Body,
    row: Operation,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Body {
    /// When an audit last began.
    tried_at: Option<Timestamp>,
    /// When one last found everything right.
    done_at: Option<Timestamp>,
    /// The address that this one left everything at.
    address: Option<String>,
}

impl Body {
    /// Whether it is time. A stack that has moved does not wait for the hour: nothing rings at its new address.
    fn is_due(&self, settings: &AuditSettings, now: Timestamp) -> bool {
        let has_moved = self.address.as_ref() != Some(&settings.address);
        let is_over = |since: Option<Timestamp>, wait| since.is_none_or(|since| !is_within(now, since, wait));
        is_over(self.tried_at, settings.every / 12) && (has_moved || is_over(self.done_at, settings.every))
    }
}

/// A time that is still to come was noted by a clock that has jumped since; nobody waits for it.
fn is_within(now: Timestamp, since: Timestamp, wait: SignedDuration) -> bool {
    let passed = now.duration_since(since);
    !passed.is_negative() && passed < wait
}

impl Note {
    /// Notes that an audit begins, if it is time for one and no other run has begun it. A note that cannot be read is as none.
    pub(super) async fn claim(
        tables: &impl Tables,
        settings: &AuditSettings,
        now: Timestamp,
    ) -> Result<Option<Self>, TableError> {
        let row = tables.operation(AUDIT, SHOPIFY).await?;
        let body: Body = row.as_ref().and_then(|row| serde_json::from_str(&row.body).ok()).unwrap_or_default();
        if !body.is_due(settings, now) {
            return Ok(None);
        }
        let version = row.map_or(0, |row| row.version);
        let row = Operation { kind: AUDIT.to_owned(), name: SHOPIFY.to_owned(), body: String::new(), version };
        let mut note = Self { body: Body { tried_at: Some(now), ..body }, row };
        Ok(note.save(tables).await?.then_some(note))
    }

    /// The address at which an earlier audit left everything.
    pub(super) fn address(&self) -> Option<&str> {
        self.body.address.as_deref()
    }

    /// Notes that everything is right: seen to be so at that time, or left so, which the next audit looks at soon. Where another
    /// run has begun an audit meanwhile, that one notes it.
    pub(super) async fn done(
        mut self,
        tables: &impl Tables,
        settings: &AuditSettings,
        seen_at: Option<Timestamp>,
    ) -> Result<(), TableError> {
        self.body.done_at = seen_at;
        self.body.address = Some(settings.address.clone());
        self.save(tables).await.map(|_| ())
    }

    async fn save(&mut self, tables: &impl Tables) -> Result<bool, TableError> {
        self.row.body = serde_json::to_string(&self.body).unwrap_or_default();
        self.row.version += 1;
        tables.put_operation(&self.row).await
    }
}
