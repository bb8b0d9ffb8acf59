//! I7: a twin must come to the same.

use super::scene::Scene;
use crate::checks::twin::compare;

#[test]
fn a_world_and_its_twin_come_to_the_same_units_and_money() {
    let one = Scene::exported().nets();
    assert_eq!(compare(&one, &Scene::exported().nets()), []);
    let mut lost = Scene::exported();
    lost.books.clear();
    assert_eq!(compare(&one, &lost.nets()).len(), 1);
}
