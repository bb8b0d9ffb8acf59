use std::collections::BTreeSet;

use domain::planted::Bug;
use simulation::case::Case;
use simulation::fault::FaultKind;
use simulation::rates::Level;
use simulation::replay::read_case;
use simulation::run::found::tell;
use simulation::run::plan::Plan;

use crate::synthetic::{at_post, play};

#[test]
fn the_file_of_a_violation_holds_the_shrunk_case() {
    let folder = std::env::temp_dir().join(format!("simulation-{}", std::process::id()));
    let strike = at_post(FaultKind::ErpDoubled, 2);
    let plan = Plan { seed: u64::MAX, orders: 5, level: Level::Heavy };
    let case = Case { scripted: BTreeSet::from([strike]), bug: Some(Bug::ALL[0]), ..plan.day(3) };
    let player = |case: &Case, _: Option<&mut dyn FnMut(&str)>| play(case, |_, strikes| strikes.contains(&strike));
    let violation = player(&case, None).violations.remove(0);
    let mut out = Vec::new();
    let file = tell(&case, &violation, 1, &player, (&folder, "7-31"), &mut out).unwrap().unwrap();
    let read = read_case(&file).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(read.scripted, case.scripted);
    assert_eq!((read.seed, read.day, read.bug, read.nets), (case.seed, case.day, case.bug, case.nets));
    assert_eq!(simulation::shrink::at_work(&read), [2]);
    let told = String::from_utf8(out).unwrap();
    assert!(told.contains("shrunk to 1 orders and 1 faults") && told.contains("simulation-case-7-31.json"), "{told}");
}

#[test]
fn a_file_without_a_case_says_what_to_do() {
    let error = read_case(std::path::Path::new("nowhere.json")).unwrap_err().to_string();
    assert!(error.contains("nowhere.json") && error.contains("SEED:DAY"), "{error}");
}
