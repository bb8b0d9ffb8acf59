use domain::step::Lane;
use simulation::run::perform::perform;
use simulation::systematic::{Search, systematic};

use crate::days::{GO_ON, folder, jobs};

/// As many shapes as show among them everything that is met, and as two cores go through in two minutes.
const SHAPES: usize = 16;

#[test]
fn of_the_export() {
    let search = Search { lane: Lane::Export, shapes: SHAPES, jobs: jobs(), pairs: None };
    assert!(systematic(&search, &perform, &folder(), &GO_ON, &mut std::io::stderr()).unwrap());
}
