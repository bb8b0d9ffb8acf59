//! Stores that shared one cursor skipped each other's records (peers' issue 30, microsoft/BCApps#7633).

use feed_poll::{Settings, Window};

use crate::outside::{Outside, minutes, noon, orders};

#[test]
fn two_shops_and_two_feeds_in_one_table_do_not_move_each_others_marks() {
    let outside = Outside::with_pages_of(3);
    let other_shop = Settings { shop_domain: "other.myshopify.com".to_owned(), ..orders() };
    let other_feed = Settings {
        feed: "orders-30d",
        window: Window::Back { back: minutes(600), go_live: noon() - minutes(100_000) },
        ..orders()
    };
    outside.ticks(&orders());
    outside.passes(minutes(10));
    outside.ticks(&other_feed);
    assert_eq!(outside.window(), noon() + minutes(10) - minutes(605));
    outside.ticks(&other_shop);
    assert_eq!(outside.window(), noon() - minutes(60), "it begins at go-live");
    assert_eq!(outside.feed(&orders()).mark, Some(noon()));
    assert_eq!(outside.feed(&other_shop).mark, Some(noon() + minutes(10)));
    assert_eq!(outside.feed(&other_feed).mark, Some(noon() + minutes(10)));
}

#[test]
fn a_run_of_one_shop_keeps_no_other_from_running() {
    let outside = Outside::with_pages_of(3);
    outside.dies_after(0);
    assert!(outside.ticks_or_dies(&orders()).is_none(), "it dies with the lease in hand");
    outside.lives();
    assert!(outside.ticks(&Settings { shop_domain: "other.myshopify.com".to_owned(), ..orders() }).whole);
}
