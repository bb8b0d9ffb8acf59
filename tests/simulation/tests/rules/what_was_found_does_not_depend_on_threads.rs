use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use simulation::case::Case;
use simulation::rates::Level;
use simulation::run::plan::Plan;
use simulation::run::report::Report;
use simulation::run::{Run, run};

use crate::synthetic::play;

fn report(seed: u64, jobs: usize) -> Report {
    let plan = Plan { seed, orders: 8, level: Level::Heavy };
    let days = Run { plan, days: 60, jobs, folder: PathBuf::from("never written") };
    let player = |case: &Case, _: Option<&mut dyn FnMut(&str)>| play(case, |_, _| false);
    run(&days, &player, &AtomicBool::new(false), &mut std::io::sink()).unwrap()
}

#[test]
fn one_and_three_give_the_same_trace_and_sums() {
    let (one, three) = (report(7, 1), report(7, 3));
    assert_eq!(one.trace, three.trace);
    assert_eq!((one.days, one.months, one.orders), (60, 1, 59 * 8 + 35 * 8));
    assert_eq!((three.days, three.months, three.orders), (60, 1, 59 * 8 + 35 * 8));
    assert_ne!(one.trace, report(8, 1).trace);
}
