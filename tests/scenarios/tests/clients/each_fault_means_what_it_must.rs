use std::time::Duration;

use bluecherry::Settings;
use domain::step::{FindAnswer, PostAnswer};
use jiff::Timestamp;
use sandbox::bluecherry::{Fault, Moment, Silence};

use crate::erp::{Erp, company, noon, patience};
use crate::sample::{delivery, reference, sales_order};

/// How long the client waits.
const TIMEOUT: Duration = Duration::from_secs(2);
/// How long the gateway waits for the company.
const PATIENCE: Duration = Duration::from_millis(500);
/// Longer than anyone waits.
const AGES: u64 = 60_000;

/// What an answer to a post may mean, short of its reasons.
#[derive(PartialEq, Debug)]
enum Meaning {
    Booked,
    NotDone { until: Option<Timestamp> },
    Rejected,
    Unknown,
}

/// What a post that meets a fault must be taken for, and how many orders stand in the books afterwards.
fn expected(fault: Fault) -> (Meaning, usize) {
    let later = Meaning::NotDone { until: None };
    match fault {
        Fault::Passes => (Meaning::Booked, 1),
        Fault::Late { millis } if Duration::from_millis(millis) < PATIENCE => (Meaning::Booked, 1),
        Fault::Unanswered(Silence::Held | Silence::Dropped) | Fault::Late { .. } => (Meaning::Unknown, 1),
        Fault::Throttled { retry_after } => {
            (Meaning::NotDone { until: Some(noon() + Duration::from_secs(retry_after)) }, 0)
        }
        Fault::BadGateway(moment) | Fault::ServerError(moment) | Fault::NoOrderNumber(moment) => {
            (Meaning::Unknown, after(moment))
        }
        // The company says itself that it takes nothing now, whatever the status under which it says so.
        Fault::Busy | Fault::RejectedOnce | Fault::ErrorsIn200 => (later, 0),
        Fault::Hold { millis, .. } if Duration::from_millis(millis) < TIMEOUT => (Meaning::Booked, 1),
        Fault::Hold { moment, .. } => (Meaning::Unknown, after(moment)),
        Fault::BookedLater { millis } if Duration::from_millis(millis) < TIMEOUT => (Meaning::Booked, 1),
        Fault::BookedLater { .. } => (Meaning::Unknown, 0),
        Fault::Doubled => (Meaning::Booked, 2),
        Fault::KillCaller(_) => panic!("it would kill this test: the scenarios play it on a process of its own"),
    }
}

fn after(moment: Moment) -> usize {
    match moment {
        Moment::BeforeBooking => 0,
        Moment::AfterBooking => 1,
    }
}

fn meaning(answer: &PostAnswer) -> Meaning {
    match answer {
        PostAnswer::Booked(_) => Meaning::Booked,
        PostAnswer::NotDone { until, .. } => Meaning::NotDone { until: *until },
        PostAnswer::Rejected(_) => Meaning::Rejected,
        PostAnswer::Unknown { .. } => Meaning::Unknown,
        PostAnswer::Refused { .. } | PostAnswer::Staged { .. } => panic!("no fault is such an answer: {answer:?}"),
    }
}

/// Posts into a fault, then looks for what became of it.
async fn play(fault: Fault) {
    let erp = Erp::with(company(), patience(PATIENCE)).await;
    erp.company().script(reference().as_str(), [fault]);
    let client = erp.client_with(Settings { timeout: TIMEOUT, ..erp.settings() });
    let answer = client.post(&sales_order(), &delivery(), jiff::Timestamp::MAX).await;
    let (must_mean, booked) = expected(fault);
    assert_eq!(meaning(&answer), must_mean, "{fault:?}: {answer:?}");
    assert_eq!(erp.booked().len(), booked, "{fault:?}");
    match client.find(&reference()).await {
        FindAnswer::Nothing => assert_eq!(booked, 0, "{fault:?}"),
        FindAnswer::One(found) => {
            assert_eq!(booked, 1, "{fault:?}");
            assert_eq!(sales_order().difference_from(&found), None, "{fault:?}");
        }
        FindAnswer::Several(found) => assert_eq!((found.len(), booked), (2, 2), "{fault:?}"),
        other => panic!("{fault:?}: {other:?}"),
    }
    erp.running.stop().await;
}

#[tokio::test]
async fn a_post_that_meets_a_fault_is_taken_for_what_it_is_and_the_probe_finds_the_truth() {
    use Fault::{
        BadGateway, BookedLater, Busy, Doubled, ErrorsIn200, Hold, Late, NoOrderNumber, Passes, RejectedOnce,
        ServerError, Throttled, Unanswered,
    };
    use Moment::{AfterBooking, BeforeBooking};
    let faults = [
        Passes,
        Unanswered(Silence::Held),
        Unanswered(Silence::Dropped),
        Late { millis: 10 },
        Late { millis: AGES },
        Throttled { retry_after: 7 },
        BadGateway(BeforeBooking),
        BadGateway(AfterBooking),
        ServerError(BeforeBooking),
        ServerError(AfterBooking),
        Busy,
        RejectedOnce,
        ErrorsIn200,
        NoOrderNumber(BeforeBooking),
        NoOrderNumber(AfterBooking),
        Hold { moment: BeforeBooking, millis: 10 },
        Hold { moment: AfterBooking, millis: 10 },
        Hold { moment: BeforeBooking, millis: AGES },
        Hold { moment: AfterBooking, millis: AGES },
        BookedLater { millis: 10 },
        BookedLater { millis: AGES },
        Doubled,
    ];
    let plays: Vec<_> = faults.into_iter().map(|fault| tokio::spawn(play(fault))).collect();
    for play in plays {
        play.await.unwrap();
    }
}
