//! The app as it stands in the shop: its webhook subscriptions, its scopes, and the version of its webhooks. What befalls them, and
//! what the audits of due work leave.

use std::cell::Cell;
use std::rc::Rc;

use due_work::Audited;
use jiff::{SignedDuration, Timestamp};
use sandbox::shopify::{Subscription, Topic};

use super::environment::{Function, MOST_SKEW};
use super::settings::WEBHOOK_URL;
use crate::checks::Checker;
use crate::checks::subscriptions::{lacks, wrong};
use crate::customers::days;
use crate::fault::{CallKind, FaultKind};
use crate::kernel::{Drawn, Keeps, name_hash};
use crate::ports::Machine;
use crate::world::World;

/// How often something may befall it.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What may pass beyond an audit's hour until everything is mended or told: a second audit that looks at what the first one made comes
/// after five minutes, and for each of the two a tick of due work and clocks that are off.
const MINUTES: SignedDuration = SignedDuration::from_mins(10);

/// The scopes of which a new version of the app may lack some. That orders are read is part of that they are written.
const WITHOUT: [&[&str]; 3] =
    [&["write_orders"], &["read_orders", "write_orders"], &["read_merchant_managed_fulfillment_orders"]];

/// The version of the API before the one that we read.
const OTHER_VERSION: &str = "2026-07";

/// What is known of the app in the shop.
pub struct Installation {
    /// The version of its webhooks.
    version: Cell<&'static str>,
    /// When something was last done to it, or put right again by somebody.
    changed_at: Cell<Option<Timestamp>>,
    /// When an audit last made a subscription in another version, which only the next one can see.
    made_at: Cell<Option<Timestamp>>,
    /// When a fault last struck due work that may have kept it from an audit.
    struck_at: Cell<Option<Timestamp>>,
    is_altered: Cell<bool>,
    /// Whether the last audit that heard which scopes are granted heard that one is missing.
    pub hears_of_missing: Cell<bool>,
}

impl Default for Installation {
    fn default() -> Self {
        Self {
            version: Cell::new(shopify::API_VERSION),
            changed_at: Cell::default(),
            made_at: Cell::default(),
            struck_at: Cell::default(),
            is_altered: Cell::default(),
            hears_of_missing: Cell::default(),
        }
    }
}

impl World {
    /// Lets things befall the app in each hour before faults stop.
    pub fn plan_installation(self: &Rc<Self>) {
        self.hour_of_the_app(0);
    }

    fn hour_of_the_app(self: &Rc<Self>, number: u32) {
        if number + 1 < 24 * days(&self.case) {
            let next = move |world: &Rc<Self>| world.hour_of_the_app(number + 1);
            self.kernel.after(HOUR, Keeps::Asleep, Box::new(next));
        }
        let document = name_hash("the app");
        let (attempt, drawn) = self.chance.attempt(document, CallKind::Installation);
        self.calls.borrow_mut().push((document, CallKind::Installation, attempt));
        let strikes = |kind| self.chance.strikes(&[kind], &drawn, document, CallKind::Installation, attempt).is_some();
        let within = |word| SignedDuration::from_secs(drawn.between(word, 1, 3_599));
        if strikes(FaultKind::SubscriptionLost) {
            self.once(within(48), move |world| world.lose_subscriptions(drawn.between(49, 0, topics())));
        }
        if strikes(FaultKind::SubscriptionAstray) {
            self.once(within(50), move |world| world.send_astray(drawn.between(51, 0, topics() - 1), &drawn, attempt));
        }
        if !self.installation.is_altered.get() && strikes(FaultKind::AppAltered) {
            self.installation.is_altered.set(true);
            self.once(within(53), move |world| world.alter_app(&drawn));
        }
    }

    /// One is deleted, or with the last way all of them, whose ever they are.
    fn lose_subscriptions(self: &Rc<Self>, way: i64) {
        let one = topic(way);
        let is_lost = {
            let mut shop = self.shop.borrow_mut();
            let is_meant =
                |known: &&Subscription| one.is_none_or(|topic| known.topic == topic && known.uri == WEBHOOK_URL);
            let gone: Vec<u64> = shop.subscriptions().iter().filter(is_meant).map(|known| known.id).collect();
            gone.into_iter().filter(|id| shop.delete_subscription(*id)).count() > 0
        };
        if is_lost {
            self.app_changed("webhook subscriptions are deleted");
        }
    }

    /// One rings elsewhere, where an earlier stack of ours listened or at a stranger's; or its filter lets nothing through.
    fn send_astray(self: &Rc<Self>, way: i64, drawn: &Drawn, number: u32) {
        let change = |known: &mut Subscription| match drawn.between(52, 0, 2) {
            0 => known.uri = format!("https://hooks-{number}.example/webhooks/shopify"),
            1 => known.uri = format!("https://crm-{number}.example/orders"),
            _ => known.filter = Some("tag:wholesale".to_owned()),
        };
        let is_astray = {
            let mut shop = self.shop.borrow_mut();
            let is_meant = |known: &&Subscription| topic(way) == Some(known.topic) && known.uri == WEBHOOK_URL;
            let id = shop.subscriptions().iter().find(is_meant).map(|known| known.id);
            id.is_some_and(|id| shop.change_subscription(id, change))
        };
        if is_astray {
            self.app_changed("a webhook subscription is sent astray");
        }
    }

    /// A new version of the app has another version for its webhooks, which may last beyond the day, or lacks a scope until faults
    /// stop at the latest.
    fn alter_app(self: &Rc<Self>, drawn: &Drawn) {
        let lasts = SignedDuration::from_mins(drawn.between(55, 20, 240));
        let without = usize::try_from(drawn.between(54, 0, 3)).ok().and_then(|way| WITHOUT.get(way));
        let lasts = if let Some(without) = without {
            self.shop.borrow_mut().miss_scopes(without.iter().map(ToString::to_string));
            self.app_changed("the app is released with a scope too few");
            let faults_stop = self.begins + HOUR * 24 * i32::try_from(days(&self.case)).unwrap_or(i32::MAX);
            lasts.min(faults_stop.duration_since(self.kernel.now()))
        } else {
            self.write_webhooks_in(OTHER_VERSION);
            self.app_changed("the app is released with another version for its webhooks");
            lasts * 3
        };
        self.once(lasts, |world| {
            world.installation.is_altered.set(false);
            world.shop.borrow_mut().miss_scopes([]);
            world.write_webhooks_in(shopify::API_VERSION);
            world.app_changed("the app is as it was again");
        });
    }

    fn write_webhooks_in(&self, version: &'static str) {
        self.installation.version.set(version);
        self.shop.borrow_mut().write_webhooks_in(version);
    }

    /// The app subscribes a topic. Whoever does has listed the others before: only the next audit sees in which version this one is.
    pub fn subscribes(&self, topic: Topic, address: &str) {
        let version = self.installation.version.get();
        self.shop.borrow_mut().subscribe(topic, address, version);
        self.tell(|| format!("0 {} is subscribed", topic.name()));
        if version != shopify::API_VERSION {
            self.installation.made_at.set(Some(self.kernel.now()));
        }
    }

    /// The world did something to the app. An audit has its time to mend or tell it; then it is looked at.
    fn app_changed(self: &Rc<Self>, what: &'static str) {
        let now = self.kernel.now();
        self.installation.changed_at.set(Some(now));
        self.note(&[name_hash(what)]);
        self.tell(|| format!("0 {what}"));
        if self.case.nets.due_work {
            let looks = move |world: &Rc<Self>| world.look_when_due(now);
            self.once(self.deployment.audit.every + MINUTES, looks);
        }
    }

    /// Looks at the app, whose audit is due since it was changed then: unless it was changed again, or a fault may have kept due work
    /// from the audit. Without `read_orders` no subscription can be made.
    fn look_when_due(&self, changed_at: Timestamp) {
        let Installation { changed_at: last, struck_at, .. } = &self.installation;
        let is_kept = struck_at.get() >= Some(changed_at) || lacks(&self.shop.borrow(), &["read_orders"]);
        if last.get() == Some(changed_at) && !is_kept {
            self.tell(|| "0 the app is looked at, since its audit is due".to_owned());
            self.look(|checker, view| checker.is_audited(view, WEBHOOK_URL));
        }
    }

    /// A fault strikes a call from this machine. If that is due work's, it may keep an audit from being made; but not where none is due
    /// yet, unless whoever is held up makes it later.
    pub fn strikes_due_work(&self, machine: &Machine, fault: FaultKind) {
        if machine.name != Function::DueWork.name() {
            return;
        }
        let latest = self.kernel.now() + SignedDuration::from_millis(MOST_SKEW);
        if fault == FaultKind::OutOfTime || !self.is_audited(latest) {
            self.installation.struck_at.set(Some(self.kernel.now()));
        }
    }

    /// An audit that began then ended without an error. What it says of the app is so, unless somebody changed it meanwhile.
    pub(super) fn audited(&self, began: Timestamp, audited: &Audited) {
        let Audited::Made { all_right, .. } = *audited else { return };
        let changed_at = self.installation.changed_at.get().max(self.installation.made_at.get());
        if changed_at >= Some(began) {
            return;
        }
        if all_right {
            self.look(|checker, view| checker.is_audited(view, WEBHOOK_URL));
        }
        if self.installation.hears_of_missing.take() {
            self.look(Checker::scopes_are_told);
        }
    }

    /// By when an audit must have mended or told whatever was wrong when faults stopped, or was changed later.
    fn audited_by(&self, faults_stopped: Timestamp) -> Timestamp {
        let since = self.installation.changed_at.get().unwrap_or(faults_stopped).max(faults_stopped);
        since + self.deployment.audit.every + MINUTES
    }

    /// Whether an audit has something to mend or to tell, and still the time for it.
    pub fn awaits_audit(&self, faults_stopped: Timestamp) -> bool {
        self.case.nets.due_work
            && self.installation.changed_at.get().is_some()
            && self.kernel.now() <= self.audited_by(faults_stopped)
            && wrong(&self.shop.borrow(), &self.tables, WEBHOOK_URL).is_some()
    }

    /// Looks at the app in a world at rest.
    pub fn look_at_installation(&self, faults_stopped: Timestamp) {
        if self.case.nets.due_work && !self.awaits_audit(faults_stopped) {
            self.look(|checker, view| checker.is_audited(view, WEBHOOK_URL));
        }
    }
}

fn topics() -> i64 {
    i64::try_from(Topic::ALL.len()).unwrap_or(i64::MAX)
}

fn topic(way: i64) -> Option<Topic> {
    usize::try_from(way).ok().and_then(|way| Topic::ALL.get(way)).copied()
}
