use std::time::Duration;

use domain::image::{OrderImage, Quantity};
use rust_decimal::Decimal;
use sandbox::shopify::{ApiFaults, Order};

use crate::shop::{ORDER, Shopify, id, noon, order};

/// As many as no page holds.
const LINES: u32 = 120;

/// Each line with its units, and the locations that ship them.
fn assert_whole(image: &OrderImage, placed: &Order) {
    let lines: Vec<_> = image.lines.iter().map(|line| (line.id.0, line.sku.as_str(), line.current.0)).collect();
    let expected: Vec<_> =
        placed.lines.iter().map(|line| (line.id, line.sku.as_deref().unwrap(), line.quantity)).collect();
    assert_eq!(lines, expected);
    let units: u32 = (1..=LINES).sum();
    assert_eq!(image.total.amount, Decimal::from(units) * Decimal::new(1001, 2));
    for line in &image.lines {
        let routed: u32 =
            image.routing.iter().filter(|routed| routed.line == line.id).map(|routed| routed.quantity.0).sum();
        assert_eq!(Quantity(routed), line.current, "line {} is routed", line.sku);
    }
}

#[tokio::test]
async fn an_order_of_120_lines_from_one_location_is_read_whole() {
    let shopify = Shopify::with(order(LINES)).await;
    let read = shopify.client().read_order(id()).await.unwrap();
    assert_whole(&read.image, &order(LINES));
    assert_eq!(read.image.routing.len(), 120);
    let calls = shopify.running.calls();
    for (operation, pages) in
        [("OrderForExport", 1), ("OrderLinesAfter", 2), ("OrderRoutingAfter", 0), ("RoutedLinesAfter", 2)]
    {
        assert_eq!(calls.of(operation), pages, "{operation}");
    }
    assert_eq!(calls.reads(ORDER), 5);
    shopify.running.stop().await;
}

#[tokio::test]
async fn an_order_of_120_lines_from_twelve_locations_is_read_whole() {
    let mut placed = order(LINES);
    for (line, location) in placed.lines.iter_mut().zip((1..=12).cycle()) {
        line.locations = vec![(location, line.quantity)];
    }
    let shopify = Shopify::with(placed.clone()).await;
    let read = shopify.client().read_order(id()).await.unwrap();
    assert_whole(&read.image, &placed);
    for (line, (read, location)) in read.image.routing.iter().map(|routed| (routed.line, routed.location.0)).enumerate()
    {
        let placed = placed.lines.iter().find(|placed| placed.id == read.0).unwrap();
        assert_eq!(placed.locations[0].0, location, "row {line} of the routing");
    }
    assert_eq!(shopify.running.calls().of("OrderRoutingAfter"), 1, "ten locations stand on the first page");
    shopify.running.stop().await;
}

#[tokio::test]
async fn an_order_that_changes_between_its_pages_is_read_anew() {
    let shopify = Shopify::with(order(LINES)).await;
    let slow = ApiFaults { slow: 1.0, delay: Duration::from_millis(200), ..ApiFaults::default() };
    shopify.running.set_faults(slow);
    let client = shopify.client();
    let change = async {
        while shopify.running.calls().of("OrderForExport") == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        shopify.running.shop().touch(ORDER, noon() + Duration::from_secs(2)).unwrap();
    };
    let (read, ()) = tokio::join!(client.read_order(id()), change);
    let image = read.unwrap().image;
    assert_eq!(image.updated_at, noon() + Duration::from_secs(2));
    assert_whole(&image, &order(LINES));
    assert_eq!(shopify.running.calls().of("OrderForExport"), 2);
    shopify.running.stop().await;
}
