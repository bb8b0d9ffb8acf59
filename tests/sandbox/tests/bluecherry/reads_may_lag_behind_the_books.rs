use std::time::Duration;

use sandbox::bluecherry::{Company, CompanySettings};

use crate::sample::{REFERENCE, master_data, now, order, settings};

#[test]
fn an_order_shows_in_reads_only_so_long_after_it_was_booked() {
    let read_lag = jiff::SignedDuration::from_secs(20);
    let mut company = Company::new(CompanySettings { read_lag, ..settings() }, master_data());
    assert_eq!(company.post_order(&order(), now()).status, 201, "the post itself is answered with the order");
    for (seconds, seen) in [(0, false), (19, false), (20, true), (3600, true)] {
        let then = now() + Duration::from_secs(seconds);
        assert_eq!(company.seen_under(REFERENCE, then).len(), usize::from(seen), "after {seconds} s");
        let status = if seen { 200 } else { 404 };
        assert_eq!(company.orders_by_reference(REFERENCE, then).status, status, "after {seconds} s");
        assert_eq!(company.order_by_number("00041001", then).status, status, "after {seconds} s");
    }
    assert_eq!(company.truth().len(), 1, "the truth does not lag");
}

#[test]
fn duplicates_are_refused_by_the_books_and_not_by_what_reads_show() {
    let read_lag = jiff::SignedDuration::from_mins(1);
    let mut company = Company::new(CompanySettings { read_lag, ..settings() }, master_data());
    company.switches.features.refuses_duplicates = true;
    company.post_order(&order(), now());
    assert_eq!(company.post_order(&order(), now()).value()["duplicate"], "Y");
}
