use domain::id::OrderId;
use shopify::Class;

use crate::by_hand::{ORDER, answer};
use crate::server::{reply, serve};

/// A redirect that is followed would carry the access token to wherever it points.
#[tokio::test]
async fn a_redirect_is_refused_and_its_target_never_called() {
    for status in [301, 302, 307, 308] {
        let moved = reply(status, "").header("location", "/admin/api/2026-10/graphql.json");
        let server = serve([moved, reply(200, answer(|_| {}))]).await;
        let error = server.client.read_order(OrderId(ORDER)).await.unwrap_err();
        assert_eq!(error.class(), Class::Denied, "{status}");
        assert_eq!(server.calls().len(), 1, "{status}");
    }
}
