//! The secrets: what Secrets Manager holds, what the other side takes, and what a machine remembers.

use std::cell::Cell;
use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};
use platform::secrets::SecretError;
use secrecy::SecretString;
use webhook_intake::SigningSecrets;

use super::call::{About, Call};
use super::worker::Worker;
use crate::fault::CallKind;
use crate::kernel::name_hash;
use crate::world::World;

/// Which value of a secret: 1 is the one of the world's begin.
pub type Version = u32;

/// What Secrets Manager holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Vault {
    /// The version in force of the Shopify app's secret.
    pub shopify: Version,
    /// The version with which Shopify signs: around a rotation another than that, for a while.
    pub signing: Version,
    /// The version in force of BlueCherry's key.
    pub erp: Version,
    /// When somebody began to rotate the Shopify app's secret.
    pub shopify_rotated: Option<Timestamp>,
    /// When somebody began to rotate BlueCherry's key.
    pub erp_rotated: Option<Timestamp>,
}

impl Vault {
    /// What is there when the world begins.
    pub const FIRST: Self = Self { shopify: 1, signing: 1, erp: 1, shopify_rotated: None, erp_rotated: None };
}

/// The text of a version of the Shopify app's secret.
pub fn client_secret(version: Version) -> String {
    format!("client-secret-{version}")
}

/// The text of a version of BlueCherry's key.
pub fn subscription_key(version: Version) -> String {
    format!("subscription-key-{version}")
}

/// A refresh is only heeded when what is held is older than this part of the longest age, as in the platform.
const REFRESH_PART: i32 = 10;

/// What a machine remembers of a secret: the version in force and the one before, each with when it was read.
#[derive(Default)]
pub struct Held {
    current: Cell<Option<(Timestamp, Version)>>,
    previous: Cell<Option<(Timestamp, Option<Version>)>>,
}

fn is_fresh(read_at: Timestamp, now: Timestamp, age: SignedDuration) -> bool {
    let held_for = now.duration_since(read_at);
    held_for >= SignedDuration::ZERO && held_for < age
}

impl Worker {
    async fn read<T: 'static>(&self, name: &str, read: impl Fn(&Vault) -> T + 'static) -> T {
        let call = Call {
            kind: CallKind::Secret,
            about: About::Whatever(name_hash(name)),
            patience: SignedDuration::from_secs(5),
        };
        let effect = move |world: &Rc<World>, _: &_| read(&world.vault.get());
        match self.world.call(&self.machine, call, effect).await {
            Ok(value) => value,
            // Nothing that befalls this call gives it another answer.
            Err(_) => std::future::pending().await,
        }
    }

    async fn current_within(&self, age: SignedDuration) -> Version {
        let held = &self.machine.shopify_secret;
        if let Some((_, version)) = held.current.get().filter(|(at, _)| is_fresh(*at, self.clock(), age)) {
            return version;
        }
        let version = self.read("the Shopify app's secret", |vault| vault.shopify).await;
        held.current.set(Some((self.clock(), version)));
        version
    }

    async fn both_within(&self, age: SignedDuration) -> Vec<Version> {
        let current = self.current_within(age).await;
        let held = &self.machine.shopify_secret;
        let held_before = held.previous.get().filter(|(at, _)| is_fresh(*at, self.clock(), age));
        let previous = if let Some((_, version)) = held_before {
            version
        } else {
            let before = |vault: &Vault| (vault.shopify > 1).then(|| vault.shopify - 1);
            let version = self.read("the Shopify app's secret", before).await;
            held.previous.set(Some((self.clock(), version)));
            version
        };
        [Some(current), previous].into_iter().flatten().collect()
    }

    /// The key with which BlueCherry is called.
    pub(super) async fn erp_key(&self) -> Version {
        self.erp_key_within(self.world.secret_age()).await
    }

    /// The same, read anew since the one at hand was refused; the one at hand if it was only just read.
    pub(super) async fn erp_key_anew(&self) -> Version {
        self.erp_key_within(self.world.secret_age() / REFRESH_PART).await
    }

    async fn erp_key_within(&self, age: SignedDuration) -> Version {
        let held = &self.machine.erp_key;
        if let Some((_, version)) = held.current.get().filter(|(at, _)| is_fresh(*at, self.clock(), age)) {
            return version;
        }
        let version = self.read("BlueCherry's key", |vault| vault.erp).await;
        held.current.set(Some((self.clock(), version)));
        version
    }

    /// Has an access token for Shopify, which is granted for the app's secret and lasts for a day: longer than any machine.
    pub(super) async fn shopify_token(&self) {
        if self.machine.shopify_secret.current.get().is_none() {
            self.current_within(self.world.secret_age()).await;
        }
    }
}

impl SigningSecrets for Worker {
    async fn current(&self) -> Result<Vec<SecretString>, SecretError> {
        Ok(texts([self.current_within(self.world.secret_age()).await]))
    }

    async fn current_and_previous(&self) -> Result<Vec<SecretString>, SecretError> {
        Ok(texts(self.both_within(self.world.secret_age()).await))
    }

    async fn read_anew(&self) -> Result<Vec<SecretString>, SecretError> {
        Ok(texts(self.both_within(self.world.secret_age() / REFRESH_PART).await))
    }
}

fn texts(versions: impl IntoIterator<Item = Version>) -> Vec<SecretString> {
    versions.into_iter().map(|version| SecretString::from(client_secret(version))).collect()
}
