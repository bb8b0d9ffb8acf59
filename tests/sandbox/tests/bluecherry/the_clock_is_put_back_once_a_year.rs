use jiff::Timestamp;
use jiff::tz::TimeZone;
use sandbox::bluecherry::{ClosedWindow, Company, CompanySettings, ImportCycle, WindowState};
use serde_json::Value;

use crate::sample::{master_data, settings};

/// New York puts its clock back from 02:00 to 01:00 on 1 November 2026, at 06:00 UTC.
fn new_york() -> Company {
    let zone = TimeZone::get("America/New_York").unwrap();
    let imports = Some(ImportCycle { every: jiff::SignedDuration::from_mins(5) });
    Company::new(CompanySettings { zone, imports, ..settings() }, master_data())
}

fn at(time: &str) -> Timestamp {
    format!("2026-11-01T{time}Z").parse().unwrap()
}

fn status(company: &mut Company, time: &str) -> Value {
    company.status(at(time)).value().clone()
}

#[test]
fn the_hour_that_comes_twice_differs_by_its_offset_alone() {
    let mut company = new_york();
    for (time, offset) in [("05:31:00", "-04:00"), ("06:31:00", "-05:00")] {
        let status = status(&mut company, time);
        assert_eq!((&status["server_time"], &status["utc_offset"]), (&"2026-11-01T01:31:00".into(), &offset.into()));
        assert_eq!(status["order_import"]["next_at"], "2026-11-01T01:35:00", "the same words mean another moment");
    }
    assert_eq!(status(&mut company, "06:32:00")["order_import"]["last_begun_at"], "2026-11-01T01:30:00");
}

#[test]
fn before_the_clock_is_put_back_the_next_import_lies_behind_the_local_time() {
    let status = status(&mut new_york(), "05:58:00");
    assert_eq!(status["server_time"], "2026-11-01T01:58:00");
    assert_eq!(status["order_import"]["next_at"], "2026-11-01T01:00:00");
}

#[test]
fn a_window_of_ninety_minutes_by_the_clock_lasts_an_hour_longer() {
    let mut company = new_york();
    company.switches.window = Some(ClosedWindow { state: WindowState::Maint, until: at("07:30:00") });
    let status = status(&mut company, "05:00:00");
    assert_eq!((&status["server_time"], &status["utc_offset"]), (&"2026-11-01T01:00:00".into(), &"-04:00".into()));
    assert_eq!(status["window"]["until"], "2026-11-01T02:30:00", "its end is told by the offset that will hold then");
}
