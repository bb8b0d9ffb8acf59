use domain::step::PostAnswer;

use crate::by_hand::{booked, reply, with_header};
use crate::sample;
use crate::server::Server;

#[tokio::test]
async fn neither_the_key_nor_the_address_goes_elsewhere() {
    for status in [301, 302, 307, 308] {
        let redirect = with_header(reply(status, ""), "location", "/elsewhere");
        let server = Server::start([redirect, reply(201, booked())]).await;
        let answer = server.client.post(&sample::sales_order(), &sample::delivery(), jiff::Timestamp::MAX).await;
        assert!(matches!(answer, PostAnswer::Unknown { .. }), "{status} {answer:?}");
        assert_eq!(server.calls().len(), 1, "{status}");
    }
}
