use sandbox::bluecherry::{Booking, Fault};

use crate::sample::{Server, company, now, order};

#[tokio::test]
async fn a_post_that_is_doubled_on_the_wire_makes_two_orders_and_one_answer() {
    for (refuses_duplicates, booked) in [(false, 2), (true, 1)] {
        let server = Server::plain().await;
        server.company().switches.features.refuses_duplicates = refuses_duplicates;
        server.script(&[Fault::Doubled]);
        let response = server.post().send().await.unwrap();
        assert_eq!(response.status(), 201);
        assert!(response.text().await.unwrap().contains("00041001"));
        assert_eq!(server.booked(), booked);
        server.running.stop().await;
    }
}

#[test]
fn one_posting_that_is_taken_twice_is_two_orders() {
    let mut company = company();
    let (posting, _) = company.arrive(&order());
    for number in ["00041001", "00041002"] {
        let Booking::Booked(booked) = company.take(&order(), &posting, now()) else { panic!("not booked") };
        assert_eq!((booked.ord_num.as_str(), booked.attempt), (number, 1));
    }
}
