use domain::planted::Bug;
use simulation::mutants::{medians, mutants, row};
use simulation::run::perform::perform;

use crate::days::{GO_ON, jobs};

/// Six of them, of as many kinds; `cargo simulate --mutants` plants them all.
const PLANTED: [Bug; 6] = [
    Bug::NoLookupAfterUnknown,
    Bug::IntentWithoutDueTime,
    Bug::VersionNotChecked,
    Bug::OwnWriteCounts,
    Bug::ShippingTaxAsFreight,
    Bug::IneligibleExported,
];

#[test]
fn and_the_median_one_is_shrunk_to_few_orders_and_faults() {
    let mut planted = Vec::new();
    mutants(&PLANTED, jobs(), &|case| perform(case, None), &GO_ON, |mutant| planted.push(mutant));
    let rows: Vec<String> = planted.iter().map(row).collect();
    assert_eq!(planted.len(), PLANTED.len());
    assert!(planted.iter().all(|mutant| mutant.caught.is_some()), "{rows:#?}");
    let (orders, faults) = medians(&planted);
    assert!(orders <= 2 && faults <= 4, "{rows:#?}");
}
