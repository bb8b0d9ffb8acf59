//! What must hold, end to end: its tests are the crate.
