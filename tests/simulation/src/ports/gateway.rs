//! Calls to BlueCherry by way of its gateway, which looks at the key and limits the calls.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};
use sandbox::bluecherry::Refusal;

use super::call::{About, Befell, Call, Failure};
use super::secrets::{Version, subscription_key};
use super::worker::Worker;
use crate::cloud::ROTATIONS;
use crate::fault::{CallKind, FaultKind};
use crate::world::World;

/// What the gateway, or the way to it, made of a call.
#[derive(Clone, Copy)]
pub(super) enum Unserved {
    /// Its caller was too late.
    NotSent,
    /// It did not come through, or its answer did not come back.
    Failed(Failure),
    /// The gateway refused it: until then, or until somebody acts.
    Stopped { wait: Option<SignedDuration> },
}

/// A call that may have to be made with a second key.
struct Asked<F> {
    kind: CallKind,
    about: About,
    send_by: Option<Timestamp>,
    /// Until when its caller waits.
    gives_up: Timestamp,
    /// What it is about, once the gateway has seen it.
    document: Rc<Cell<u64>>,
    effect: Rc<RefCell<F>>,
}

impl Worker {
    /// Makes a call that the gateway may stop. A key that is refused is read anew, and the call is made once more if that gives
    /// another: all of it within the patience that is had with one.
    pub(super) async fn call_erp<T: 'static>(
        &self,
        kind: CallKind,
        about: About,
        send_by: Option<Timestamp>,
        effect: impl FnMut(&Rc<World>, Timestamp, &Befell) -> T + 'static,
    ) -> Result<T, Unserved> {
        let gives_up = self.world.kernel.now() + self.world.erp_patience();
        let asked =
            Asked { kind, about, send_by, gives_up, document: Rc::default(), effect: Rc::new(RefCell::new(effect)) };
        let key = self.erp_key().await;
        let first = self.send_erp(key, &asked).await;
        if !matches!(first, Err(Unserved::Stopped { wait: None })) {
            return first;
        }
        let fresh = self.erp_key_anew().await;
        if fresh == key {
            return first;
        }
        // The call that was refused is made in vain: the one in its place is as much granted.
        self.world.checker.borrow_mut().granted(self.machine.number, asked.document.get());
        self.send_erp(fresh, &asked).await
    }

    /// Makes a call with a key.
    async fn send_erp<T: 'static, F: FnMut(&Rc<World>, Timestamp, &Befell) -> T + 'static>(
        &self,
        key: Version,
        asked: &Asked<F>,
    ) -> Result<T, Unserved> {
        let patience = asked.gives_up.duration_since(self.world.kernel.now());
        // Looked at once the key is here, as the client does.
        if !patience.is_positive() || asked.send_by.is_some_and(|send_by| self.clock() > send_by) {
            return Err(Unserved::NotSent);
        }
        let call = Call { kind: asked.kind, about: asked.about, patience };
        let (key, document, effect) = (subscription_key(key), Rc::clone(&asked.document), Rc::clone(&asked.effect));
        let admitted = move |world: &Rc<World>, befell: &Befell| {
            document.set(befell.document);
            if befell.fault == Some(FaultKind::SecretRotated) {
                world.rotate_erp(befell.between(0, ROTATIONS));
            }
            let now = world.erp_clock();
            let admitted = world.gateway.borrow_mut().admit(Some(&key), now);
            if let Err(refusal) = &admitted {
                world.stopped(befell.document, refusal);
            }
            admitted?;
            Ok((*effect.borrow_mut())(world, now, befell))
        };
        match self.world.call(&self.machine, call, admitted).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(Refusal::NoKey | Refusal::WrongKey)) => Err(Unserved::Stopped { wait: None }),
            Ok(Err(Refusal::Throttled { retry_after: seconds } | Refusal::OutOfQuota { replenished_in: seconds })) => {
                let wait = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
                Err(Unserved::Stopped { wait: Some(wait) })
            }
            Err(failure) => Err(Unserved::Failed(failure)),
        }
    }
}
