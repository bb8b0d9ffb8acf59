//! A sales order whose answer was lost is looked for under its reference, and not posted again.

use sandbox::bluecherry::{Call, Fault, Silence};
use sandbox::day::generator::Expected;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, plan};

#[tokio::test]
async fn a_lost_answer_is_found_by_the_probe() {
    let scene = Scene::start(plan("lost-answers", &[])).await;
    let held = paid(1, &[(SHIRT, 1)]);
    let dropped = paid(2, &[(SHIRT, 2)]);
    for (order, silence) in [(&held, Silence::Held), (&dropped, Silence::Dropped)] {
        scene.befall(order, [Fault::Unanswered(silence)]);
        scene.place(order);
    }

    let end = scene.ends(&[(&held, Expected::Exported), (&dropped, Expected::Exported)]).await;
    for order in [&held, &dropped] {
        assert_eq!(end.answers(order), ["unknown", "found"]);
        assert_eq!(end.booked[&order.id].len(), 1);
    }
    assert_eq!(end.calls(Call::PostOrder), 2);
}
