use crate::outside::{Outside, minutes, noon, orders, seconds};

const ORDERS: u64 = 25_000;
const PAGES: usize = 100;

fn a_busy_day() -> Outside {
    let outside = Outside::with_pages_of(250);
    for order in 1..=ORDERS {
        outside.changes(order, noon() - seconds(i64::try_from(order % 3_000).unwrap()));
    }
    outside
}

#[test]
fn twenty_five_thousand_orders_take_a_hundred_calls_and_each_is_rung_once() {
    let outside = a_busy_day();
    let ran = outside.ticks(&orders());
    assert_eq!((ran.pages, ran.orders, ran.whole), (100, ORDERS, true));
    assert_eq!(outside.calls(), PAGES);
    assert_eq!(outside.rung(), (1..=ORDERS).collect::<Vec<_>>());
}

#[test]
fn a_worker_that_is_killed_before_or_after_any_page_loses_nothing_and_repeats_one_page_at_most() {
    // Each page is one effect on the shop and one on the bell.
    for dies_after in (0..2 * PAGES).step_by(7).chain([1, 2 * PAGES - 1]) {
        let outside = a_busy_day();
        outside.dies_after(dies_after);
        assert!(outside.ticks_or_dies(&orders()).is_none(), "killed");
        outside.lives();
        outside.passes(minutes(10));
        assert!(outside.ticks(&orders()).whole);
        assert!(outside.calls() <= PAGES + 1, "{} calls", outside.calls());
        let mut rung = outside.rung();
        rung.dedup();
        assert_eq!(rung, (1..=ORDERS).collect::<Vec<_>>(), "killed after {dies_after} effects");
    }
}

#[test]
fn a_run_stops_in_time_and_the_next_one_goes_on() {
    let outside = a_busy_day();
    outside.shop.call_takes.set(seconds(1));
    let mut ticks = 0;
    loop {
        ticks += 1;
        let polled = outside.ticks_within(&orders(), seconds(60)).unwrap().unwrap();
        let feed_poll::Polled::Ran(ran) = polled else { panic!("its lease was not given back") };
        assert!(ran.pages <= 30, "a page may take {:#}, and Lambda ends after a minute", orders().page_within);
        if ran.whole {
            break;
        }
        assert_eq!(outside.feed(&orders()).mark, None, "the mark waits for the whole run");
    }
    assert_eq!(ticks, 4);
    assert_eq!(outside.calls(), PAGES);
    assert_eq!(outside.rung().len(), 25_000);
    assert_eq!(outside.feed(&orders()).mark, Some(noon() + seconds(1)), "when the first tick read its first page");
}
