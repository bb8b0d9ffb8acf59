//! Rotation of secrets in the middle of a day: the functions read the new value, and the other side takes it, at different times.

use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};

use crate::kernel::Keeps;
use crate::ports::subscription_key;
use crate::world::World;

/// No secret is rotated again within this time: what was signed with the one before must not wait for longer than both are known.
const NOT_AGAIN: SignedDuration = SignedDuration::from_hours(6);

/// When the other side changes over, seen from the moment at which the functions can read the new value: ten minutes before that,
/// if somebody is slow to hand it over; in that moment; or after a minute or an hour in which the one before is taken too.
const CHANGES_OVER: [SignedDuration; 4] =
    [SignedDuration::from_mins(-10), SignedDuration::ZERO, SignedDuration::from_mins(1), SignedDuration::from_hours(1)];

/// The number of the last way in which a secret may be rotated; they are counted from 0.
pub const ROTATIONS: i64 = 3;

impl World {
    /// The Shopify app's secret is rotated. Shopify signs with one value at a time.
    pub fn rotate_shopify(self: &Rc<Self>, way: i64) {
        let mut vault = self.vault.get();
        if !self.may_rotate(&mut vault.shopify_rotated) {
            return;
        }
        self.vault.set(vault);
        self.rotate(
            "the Shopify app's secret",
            way,
            |world| {
                let mut vault = world.vault.get();
                vault.shopify += 1;
                world.vault.set(vault);
            },
            |world| {
                let mut vault = world.vault.get();
                vault.signing += 1;
                world.vault.set(vault);
            },
        );
    }

    /// BlueCherry's key is rotated. Its gateway takes both until it has changed over.
    pub fn rotate_erp(self: &Rc<Self>, way: i64) {
        let mut vault = self.vault.get();
        if !self.may_rotate(&mut vault.erp_rotated) {
            return;
        }
        self.vault.set(vault);
        let (old, new) = (subscription_key(vault.erp), subscription_key(vault.erp + 1));
        let only_new = vec![new.clone()];
        self.gateway.borrow_mut().take_keys(vec![old, new]);
        self.rotate(
            "BlueCherry's key",
            way,
            |world| {
                let mut vault = world.vault.get();
                vault.erp += 1;
                world.vault.set(vault);
            },
            |world| world.gateway.borrow_mut().take_keys(only_new),
        );
    }

    fn may_rotate(&self, rotated: &mut Option<Timestamp>) -> bool {
        let now = self.kernel.now();
        let is_over = rotated.is_none_or(|before| now.duration_since(before) > NOT_AGAIN);
        if is_over {
            *rotated = Some(now);
        }
        is_over
    }

    /// The functions can read the new value, and the other side changes over to it: in this order, or in the other.
    fn rotate(
        self: &Rc<Self>,
        what: &'static str,
        way: i64,
        is_read: impl FnOnce(&Rc<Self>) + 'static,
        changes_over: impl FnOnce(&Rc<Self>) + 'static,
    ) {
        let after = usize::try_from(way).ok().and_then(|way| CHANGES_OVER.get(way)).copied().unwrap_or_default();
        let is_told = move |world: &Rc<Self>| {
            world.tell(|| format!("0 {what} is rotated: the functions can read the new one"));
            is_read(world);
        };
        let is_over = move |world: &Rc<Self>| {
            world.tell(|| format!("0 {what} is rotated: the other side takes the new one alone"));
            changes_over(world);
        };
        self.once(-after, is_told);
        self.once(after, is_over);
    }

    /// Does it after that time; at once if it is over.
    pub(super) fn once(self: &Rc<Self>, after: SignedDuration, what: impl FnOnce(&Rc<Self>) + 'static) {
        if after.is_positive() {
            self.kernel.after(after, Keeps::Asleep, Box::new(what));
        } else {
            what(self);
        }
    }
}
