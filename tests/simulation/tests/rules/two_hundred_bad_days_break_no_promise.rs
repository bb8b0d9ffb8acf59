use simulation::fault::FaultKind;

use crate::days::{bad_days, jobs};

#[test]
fn and_every_kind_of_fault_strikes() {
    let report = bad_days(20_261_124, 200, 12, jobs());
    assert!(report.violations.is_empty(), "{} violations", report.violations.len());
    assert_eq!((report.days, report.months), (200, 4));
    let missing: Vec<FaultKind> = FaultKind::ALL.into_iter().filter(|kind| !report.faults.contains_key(kind)).collect();
    assert_eq!(missing, [], "never struck");
    assert!(report.kills > 1000 && report.found_by_sweep > 0);
}
