//! Chance, keyed: what is drawn for one call of one document depends on nothing else, so that leaving out one order shifts
//! nothing for the others.

use std::cell::RefCell;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// As many words as the generator makes at a time.
const WORDS: usize = 64;

/// The generator of one world. Its stream is `ChaCha8`'s, which no version changes.
pub struct Draws(RefCell<ChaCha8Rng>);

impl Draws {
    /// The draws of a day.
    pub fn new(seed: u64, day: u32) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..12].copy_from_slice(&day.to_le_bytes());
        Self(RefCell::new(ChaCha8Rng::from_seed(key)))
    }

    /// What is drawn at an attempt, from 0, of a stream.
    pub fn draw(&self, stream: u64, attempt: u32) -> Drawn {
        let mut generator = self.0.borrow_mut();
        generator.set_stream(stream);
        generator.set_word_pos(u128::from(attempt) * WORDS as u128);
        let mut words = [0; WORDS];
        for word in &mut words {
            *word = generator.next_u32();
        }
        Drawn(words)
    }
}

/// The stream of a document and a purpose.
pub fn stream(document: u64, purpose: u64) -> u64 {
    // The finaliser of splitmix64: near numbers get streams that have nothing to do with each other.
    let mut mixed = document.wrapping_add(purpose.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The words drawn for one attempt. Each question has a word of its own.
#[derive(Clone, Copy)]
pub struct Drawn(pub(super) [u32; WORDS]);

impl Drawn {
    /// Whether what happens so often of a million times happens, by the word of this number.
    pub fn happens(&self, word: usize, of_a_million: u32) -> bool {
        u64::from(self.0[word]) * 1_000_000 < u64::from(of_a_million) << 32
    }

    /// A number in `low..=high`, by the word of this number.
    pub fn between(&self, word: usize, low: i64, high: i64) -> i64 {
        between(self.0[word], low, high)
    }

    /// The word of this number.
    pub fn word(&self, word: usize) -> u32 {
        self.0[word]
    }
}

/// A number in `low..=high`, by a word that was drawn.
pub fn between(word: u32, low: i64, high: i64) -> i64 {
    let span = i128::from(high.max(low)) - i128::from(low) + 1;
    let part = (i128::from(word) * span) >> 32;
    low + i64::try_from(part).unwrap_or_default()
}
