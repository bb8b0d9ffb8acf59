use simulation::case::Case;
use simulation::played::Played;
use simulation::rates::Level;
use simulation::run::panics::{PANIC, guarded};
use simulation::run::plan::Plan;
use simulation::shrink::{at_work, shrink};

use crate::synthetic::play;

/// Order 3 panics.
fn panics(case: &Case) -> Played {
    guarded(case, |case| {
        assert!(!at_work(case).contains(&3), "order 3 is in the way");
        play(case, |_, _| false)
    })
}

#[test]
fn and_is_shrunk_as_one() {
    let case = Plan { seed: 1, orders: 10, level: Level::None }.day(2);
    let played = panics(&case);
    assert_eq!(played.violations[0].invariant, PANIC);
    assert_eq!(played.violations[0].says, "order 3 is in the way");
    let shrunk = shrink(&case, PANIC, 1, &panics, &|| false).unwrap();
    assert_eq!(at_work(&shrunk.case), [3]);
}
