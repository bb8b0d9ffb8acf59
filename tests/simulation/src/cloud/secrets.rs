//! Rotation of secrets in the middle of a day: the other side takes the value before for a while.

use std::rc::Rc;

use jiff::SignedDuration;

use crate::customers::days;
use crate::fault::{CallKind, FaultKind};
use crate::kernel::{Keeps, name_hash};
use crate::ports::subscription_key;
use crate::world::World;

/// How often somebody may rotate a secret.
const EVERY: SignedDuration = SignedDuration::from_hours(6);

/// For how long the value before is taken.
const OVERLAP: SignedDuration = SignedDuration::from_hours(1);

/// A rotation; Shopify goes on signing with the value before for so long.
type Rotate = fn(&Rc<World>, SignedDuration);

impl World {
    /// Plans the rotations of the whole world.
    pub fn plan_rotations(self: &Rc<Self>) {
        let rotations: [(&str, Rotate); 2] = [
            ("rotation of the Shopify app's secret", Self::rotate_shopify),
            ("rotation of BlueCherry's key", Self::rotate_erp),
        ];
        for (name, rotate) in rotations {
            for _ in 0..days(&self.case) * 4 {
                let document = name_hash(name);
                let (attempt, drawn) = self.chance.attempt(document, CallKind::Secret);
                let kinds = &[FaultKind::SecretRotated];
                if self.chance.strikes(kinds, &drawn, document, CallKind::Secret, attempt).is_none() {
                    continue;
                }
                let after = EVERY * i32::try_from(attempt).unwrap_or(i32::MAX)
                    + SignedDuration::from_secs(drawn.between(50, 0, 4 * 3_600));
                let switches = SignedDuration::from_secs(drawn.between(51, 0, 3_500));
                self.kernel.after(after, Keeps::Asleep, Box::new(move |world: &Rc<Self>| rotate(world, switches)));
            }
        }
    }

    /// The new secret is put where the functions read it; Shopify goes on signing with the one before, and then switches.
    fn rotate_shopify(self: &Rc<Self>, switches: SignedDuration) {
        self.tell(|| "0 the Shopify app's secret is rotated".to_owned());
        let mut vault = self.vault.get();
        vault.shopify += 1;
        self.vault.set(vault);
        let switch = |world: &Rc<Self>| {
            let mut vault = world.vault.get();
            vault.signing = vault.shopify;
            world.vault.set(vault);
        };
        self.kernel.after(switches, Keeps::Asleep, Box::new(switch));
    }

    /// The gateway takes both keys for a while.
    fn rotate_erp(self: &Rc<Self>, _: SignedDuration) {
        self.tell(|| "0 BlueCherry's key is rotated".to_owned());
        let mut vault = self.vault.get();
        vault.erp += 1;
        self.vault.set(vault);
        let (new, old) = (subscription_key(vault.erp), subscription_key(vault.erp - 1));
        self.gateway.borrow_mut().take_keys(vec![new.clone(), old]);
        let only_new = move |world: &Rc<Self>| world.gateway.borrow_mut().take_keys(vec![new]);
        self.kernel.after(OVERLAP, Keeps::Asleep, Box::new(only_new));
    }
}
