//! Keyed draws: whatever is drawn of a customer depends on (seed, day, number, purpose) alone, so that leaving one out, or drawing
//! one thing more of another, shifts nothing.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::case::Case;

/// The number under which a day draws what is no customer's.
const NOBODY: u32 = u32::MAX;

/// One stream of draws.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// What is drawn of a customer for a purpose.
    pub(super) fn of(case: &Case, number: u32, purpose: &str) -> Self {
        let words = [u64::from(case.day), u64::from(number), named(purpose)];
        let mut state = words.into_iter().fold(mix(case.seed), |state, word| mix(state ^ word));
        let mut key = [0; 32];
        for bytes in key.chunks_exact_mut(8) {
            state = mix(state);
            bytes.copy_from_slice(&state.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// What is drawn of the whole day for a purpose.
    pub(super) fn of_day(case: &Case, purpose: &str) -> Self {
        Self::of(case, NOBODY, purpose)
    }

    /// A number below `end`, from `start`.
    pub(super) fn between(&mut self, start: u64, end: u64) -> u64 {
        self.0.random_range(start..end.max(start + 1))
    }

    /// A number below `end`, from `start`.
    pub(super) fn count(&mut self, start: u32, end: u32) -> u32 {
        self.0.random_range(start..end.max(start + 1))
    }

    /// Whether it happens, so often of a thousand times.
    pub(super) fn happens(&mut self, per_mille: u64) -> bool {
        self.between(0, 1000) < per_mille
    }

    /// One of several.
    pub(super) fn one_of<'items, T>(&mut self, items: &'items [T]) -> Option<&'items T> {
        let place = usize::try_from(self.between(0, items.len() as u64)).ok()?;
        items.get(place)
    }
}

/// One number for the seed and the day of a case.
pub(super) fn key(case: &Case) -> u64 {
    mix(mix(case.seed) ^ u64::from(case.day))
}

/// The finaliser of `SplitMix64`: neighbouring seeds and days share nothing.
fn mix(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// FNV-1a: the same on every machine and in every version.
fn named(purpose: &str) -> u64 {
    purpose.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
