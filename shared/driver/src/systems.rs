//! The ports with what the driver needs to know to use them.

use std::sync::atomic::AtomicU64;

use domain::policy::Policy;
use jiff::SignedDuration;

use crate::budget::Budget;
use crate::gate::StatusCache;
use crate::ports::Ports;
use crate::refusal::Refusals;

/// Everything that drives orders: ports, policies, and what is shared between the orders of one environment.
pub struct Systems<P: Ports> {
    /// The outside.
    pub ports: P,
    /// What holds for every order.
    pub policy: Policy,
    /// How the driver goes about it.
    pub settings: Settings,
    /// Who writes the trail: function and version.
    pub actor: String,
    /// Orders whose news the sweep brought, late enough for a webhook to have been lost. Whoever reports it takes it from here.
    pub found_by_sweep: AtomicU64,
    pub(crate) status: StatusCache,
    pub(crate) refusals: Refusals,
}

/// How the driver goes about its work.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The shared budget of calls to BlueCherry.
    pub budget: Budget,
    /// How old a status may be.
    pub status_age: SignedDuration,
    /// How many shards the due index has.
    pub due_shards: u16,
    /// How far due work pushes on the due row of an order that it rings: as much too early may stand what waits.
    pub due_push: SignedDuration,
    /// What is left to an invocation when no new effect is begun any more.
    pub margin: SignedDuration,
    /// News that a sweep brings so long after the change is news that no webhook told.
    pub late_after: SignedDuration,
}

impl<P: Ports> Systems<P> {
    /// Brings ports, policies and settings together.
    pub fn new(ports: P, policy: Policy, settings: Settings, actor: impl Into<String>) -> Self {
        Self {
            ports,
            policy,
            settings,
            actor: actor.into(),
            found_by_sweep: AtomicU64::new(0),
            status: StatusCache::default(),
            refusals: Refusals::default(),
        }
    }
}
