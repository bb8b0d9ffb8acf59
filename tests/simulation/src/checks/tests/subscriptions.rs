//! What an audit leaves of the app in the shop.

use domain::exception::Owner;
use driver::operations::{OperationException, raise_as};
use futures_util::FutureExt;
use sandbox::shopify::Topic;

use super::scene::{Scene, at, order};
use crate::checks::Checker;

const ADDRESS: &str = "https://hooks.example/webhooks/shopify";

/// Looks at an app that is as it must be but for this.
fn broken(change: impl FnOnce(&mut Scene)) -> usize {
    let mut scene = Scene::placed(order());
    scene.shop.subscribe_all(ADDRESS);
    change(&mut scene);
    scene.looks(|checker, view| checker.is_audited(view, ADDRESS)).len()
}

fn tells(scene: &Scene, kind: &str) {
    let (kind, text) = (kind.to_owned(), "act".to_owned());
    let exception = OperationException { kind: kind.clone(), owner: Owner::Engineering, text, since: at(9) };
    raise_as(&scene.tables, &kind, &exception).now_or_never().unwrap().unwrap();
}

fn first(scene: &Scene) -> u64 {
    scene.shop.subscriptions()[0].id
}

#[test]
fn each_topic_rings_once_at_our_address() {
    let elsewhere = "https://crm.example/orders";
    assert_eq!(broken(|_| ()), 0);
    let beside = |scene: &mut Scene| assert!(scene.shop.subscribe(Topic::OrdersPaid, elsewhere, "2026-10") > 0);
    assert_eq!(broken(beside), 0);
    assert_eq!(broken(|scene| assert!(scene.shop.delete_subscription(first(scene)))), 1);
    assert_eq!(broken(|scene| assert!(scene.shop.move_subscription(first(scene), elsewhere))), 1);
    let filters = |known: &mut sandbox::shopify::Subscription| known.filter = Some("tag:a".to_owned());
    assert_eq!(broken(|scene| assert!(scene.shop.change_subscription(first(scene), filters))), 1);
    let doubles = |scene: &mut Scene| {
        let (topic, second) = (scene.shop.subscriptions()[0].topic, elsewhere);
        let id = scene.shop.subscribe(topic, second, shopify::API_VERSION);
        assert!(scene.shop.move_subscription(id, ADDRESS));
    };
    assert_eq!(broken(doubles), 1);
}

#[test]
fn what_only_a_person_can_mend_is_told_as_long_as_it_is_so() {
    let misses = |scene: &mut Scene| scene.shop.miss_scopes(["write_orders".to_owned()]);
    assert_eq!(broken(misses), 1);
    assert_eq!(broken(|scene| (misses(scene), tells(scene, "scope_missing")).1), 0);
    assert_eq!(broken(|scene| tells(scene, "scope_missing")), 1);
    let alters = |scene: &mut Scene| scene.shop.write_webhooks_in("2026-07");
    assert_eq!(broken(alters), 1);
    assert_eq!(broken(|scene| (alters(scene), tells(scene, "webhook_version")).1), 0);
    assert_eq!(broken(|scene| tells(scene, "webhook_version")), 1);
    assert_eq!(broken(|scene| tells(scene, "webhook_subscription_refused")), 1);
    assert_eq!(broken(|scene| tells(scene, "bluecherry_refused")), 0, "the audit knows nothing of it");
}

#[test]
fn an_audit_that_hears_of_a_missing_scope_tells_it() {
    let mut scene = Scene::placed(order());
    assert_eq!(scene.looks(Checker::scopes_are_told).len(), 1);
    let mut scene = Scene::placed(order());
    tells(&scene, "scope_missing");
    assert!(scene.looks(Checker::scopes_are_told).is_empty());
}
