use sandbox::bluecherry::{Company, CompanySettings, Fault, Moment, NEXT, Rate, SalesOrder, Switches};
use serde_json::json;

use crate::sample::{company, master_data, order, order_json, settings};

fn rates() -> Vec<Rate> {
    vec![
        Rate { fault: Fault::Busy, per_mille: 100 },
        Rate { fault: Fault::BadGateway(Moment::AfterBooking), per_mille: 200 },
    ]
}

fn faulty(seed: u64) -> Company {
    let mut company = Company::new(CompanySettings { seed, ..settings() }, master_data());
    company.switches.rates = rates();
    company
}

fn referred(number: usize) -> SalesOrder {
    let mut order = order_json();
    order["cust_po"] = json!(format!("SO-{number}-1"));
    serde_json::from_value(order).unwrap()
}

fn drawn(company: &mut Company, numbers: impl Iterator<Item = usize>) -> Vec<(usize, Fault)> {
    let mut drawn: Vec<_> = numbers.map(|number| (number, company.arrive(&referred(number)).1)).collect();
    drawn.sort_by_key(|(number, _)| *number);
    drawn
}

#[test]
fn the_order_of_arrival_changes_no_fault() {
    let forwards = drawn(&mut faulty(11), 0..300);
    let backwards = drawn(&mut faulty(11), (0..300).rev());
    assert_eq!(forwards, backwards);
    assert_ne!(forwards, drawn(&mut faulty(12), 0..300), "another seed is another day");
}

#[test]
fn faults_strike_at_about_their_rate() {
    let drawn = drawn(&mut faulty(11), 0..1000);
    let struck = |wanted: Fault| drawn.iter().filter(|(_, fault)| *fault == wanted).count();
    assert!((70..=130).contains(&struck(Fault::Busy)), "{}", struck(Fault::Busy));
    let bad = struck(Fault::BadGateway(Moment::AfterBooking));
    assert!((160..=240).contains(&bad), "{bad}");
}

#[test]
fn each_attempt_draws_anew() {
    let mut company = faulty(11);
    let faults: Vec<Fault> = (0..50).map(|_| company.arrive(&order()).1).collect();
    assert!(faults.contains(&Fault::Passes) && faults.contains(&Fault::BadGateway(Moment::AfterBooking)), "{faults:?}");
}

#[test]
fn a_script_goes_before_the_draw_and_is_taken_in_order() {
    let mut company = company();
    company.script("SO-1-1", [Fault::Busy, Fault::Passes]);
    company.script(NEXT, [Fault::ErrorsIn200]);
    let mut arrive = |number| company.arrive(&referred(number)).1;
    assert_eq!(
        [arrive(1), arrive(2), arrive(1), arrive(2)],
        [Fault::Busy, Fault::ErrorsIn200, Fault::Passes, Fault::Passes]
    );
}

#[test]
fn the_switches_can_be_written_as_json() {
    let switches: Switches = serde_json::from_value(json!({
        "rates": [{ "fault": { "unanswered": "held" }, "per_mille": 30 }, { "fault": "busy", "per_mille": 5 }],
        "scripts": { "next": [{ "hold": { "moment": "before_booking", "millis": 500 } }] },
        "features": { "padded_codes": true }
    }))
    .unwrap();
    assert_eq!(switches.rates[1], Rate { fault: Fault::Busy, per_mille: 5 });
    assert_eq!(switches.scripts["next"][0], Fault::Hold { moment: Moment::BeforeBooking, millis: 500 });
    assert!(switches.features.padded_codes && !switches.features.refuses_duplicates);
}
