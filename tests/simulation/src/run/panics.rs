//! A panic in a world is a violation of its day, not the end of the run.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::thread;

use crate::case::Case;
use crate::played::{Counts, Played, Violation};
use crate::run::jobs::WORLD;

/// The word for a panic where an invariant's id stands.
pub const PANIC: &str = "panic";

/// Plays a case. What panics is told as a violation.
pub fn guarded(case: &Case, play: impl FnOnce(&Case) -> Played) -> Played {
    // The world is gone with the panic: nothing of it is looked at again.
    catch_unwind(AssertUnwindSafe(|| play(case))).unwrap_or_else(|panic| Played {
        violations: vec![Violation { invariant: PANIC, order: None, says: text(&*panic).to_owned() }],
        trace: 0,
        counts: Counts::default(),
        strikes: Vec::new(),
        calls: Vec::new(),
    })
}

/// Keeps the threads of worlds from writing each panic to standard error: planted bugs panic by the thousand.
pub fn hush_worlds() {
    let usual = take_hook();
    set_hook(Box::new(move |panic| {
        if thread::current().name() != Some(WORLD) {
            usual(panic);
        }
    }));
}

fn text(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&'static str>().copied()).unwrap_or("it says nothing")
}
