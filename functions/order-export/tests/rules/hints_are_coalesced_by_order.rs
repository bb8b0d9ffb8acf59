use domain::id::OrderId;
use domain::order::Standing;
use domain::trail::Cause;
use driver::drive::Driven;
use driver::hint::Hint;
use order_export::{export, report};

use crate::outside::{deadline, paid, systems};

const ONE: OrderId = OrderId(1);
const OTHER: OrderId = OrderId(2);

#[tokio::test]
async fn three_hints_of_an_order_in_one_invocation_are_one_drive_with_one_read() {
    let systems = systems().await;
    let created = Hint { cause: Cause("orders/create".to_owned()), ..paid(ONE) };
    let stub = Hint { updated_at: None, cause: Cause("orders/edited".to_owned()), ..paid(ONE) };
    let exported = export(&systems, vec![created, paid(OTHER), stub, paid(ONE)], deadline()).await;
    let mut driven = exported.driven.clone();
    driven.sort_by_key(|(order, _)| *order);
    assert_eq!(driven, [ONE, OTHER].map(|order| (order, Driven::Resting(Standing::Exported))));
    assert_eq!(report(exported), []);
    for order in [ONE, OTHER] {
        for call in ["read", "post", "write"] {
            assert_eq!(systems.ports.count(call, order), 1, "{call} of order {order}");
        }
    }
}
