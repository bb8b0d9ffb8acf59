use domain::step::Lane;
use simulation::run::perform::perform;
use simulation::systematic::{Search, systematic};

use crate::days::{GO_ON, folder, jobs};

#[test]
fn of_the_export() {
    let search = Search { lane: Lane::Export, jobs: jobs(), pairs: None };
    assert!(systematic(&search, &perform, &folder(), &GO_ON, &mut std::io::stderr()).unwrap());
}
