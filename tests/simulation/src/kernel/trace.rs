//! The trace: one running hash over everything that happened, so that two runs can be told to be the same.

use std::cell::Cell;

const BASIS: u64 = 0xCBF2_9CE4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01B3;

/// A running hash (FNV-1a, word by word).
pub struct Trace(Cell<u64>);

impl Default for Trace {
    fn default() -> Self {
        Self(Cell::new(BASIS))
    }
}

impl Trace {
    /// Adds what happened.
    pub fn note(&self, words: &[u64]) {
        let hash = words.iter().fold(self.0.get(), |hash, word| (hash ^ word).wrapping_mul(PRIME).rotate_left(23));
        self.0.set(hash);
    }

    /// The hash so far.
    pub fn hash(&self) -> u64 {
        self.0.get()
    }
}

/// A stable hash of a name (FNV-1a): the document of what is no order's.
pub fn name_hash(name: &str) -> u64 {
    name.bytes().fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}
