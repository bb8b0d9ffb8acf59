//! What customers order in the scenes.

use rust_decimal::Decimal;
use sandbox::shopify::{Address, Line, Order, ShippingLine, Tax};
use sandbox::world::now;

/// An article of division 10.
pub const SHIRT: &str = "W-001204-BLK-M";
/// An article of division 20.
pub const TROUSERS: &str = "M-004410-KHA-32/32";
/// The location that serves both divisions: warehouse NJ.
pub const NEW_JERSEY: u64 = 76_210_043_001;
/// Warehouse LA, for division 10.
pub const LOS_ANGELES_10: u64 = 76_210_043_002;
/// Warehouse LA, for division 20.
pub const LOS_ANGELES_20: u64 = 76_210_043_003;

/// Beyond 2^53, as Shopify's ids are.
const FIRST: u64 = 820_982_911_946_154_508;

/// An article with the locations that send its units.
pub struct Bought<'a>(pub &'a str, pub &'a [(u64, u32)]);

/// A paid order of these articles, its address and all. `number` tells it from the others of its scene.
pub fn paid(number: u32, articles: &[(&str, u32)]) -> Order {
    let sent: Vec<[(u64, u32); 1]> = articles.iter().map(|(_, quantity)| [(NEW_JERSEY, *quantity)]).collect();
    let bought: Vec<Bought<'_>> = articles.iter().zip(&sent).map(|((sku, _), sent)| Bought(sku, sent)).collect();
    paid_from(number, &bought)
}

/// A paid order of these articles.
pub fn paid_from(number: u32, bought: &[Bought<'_>]) -> Order {
    let id = FIRST + u64::from(number) * 1_000;
    let mut order = Order::blank(id, &format!("#{}", 1000 + number), "GBP", now());
    order.email = Some(format!("quentin.{number}@example.test"));
    order.phone = Some(format!("+44 7700 9{number:05}"));
    order.shipping_address = Some(address(&format!("{number} Quayside Lane")));
    order.billing_address.clone_from(&order.shipping_address);
    for (Bought(sku, locations), place) in bought.iter().zip(1_u64..) {
        let quantity = locations.iter().map(|(_, units)| units).sum();
        let mut line = Line::plain(id + place, sku, id + 500 + place, quantity, pounds(5_000));
        line.taxes.push(vat(pounds(1_000) * Decimal::from(quantity)));
        line.locations = locations.to_vec();
        order.lines.push(line);
    }
    order.shipping_lines.push(ShippingLine {
        title: "Standard".to_owned(),
        code: Some("Standard".to_owned()),
        price: pounds(495),
        current_discounted_price: pounds(495),
        taxes: vec![vat(pounds(99))],
        removed: false,
    });
    order.paid_by(id + 900, "shopify_payments")
}

/// An address of somebody who lives nowhere.
pub fn address(street: &str) -> Address {
    Address {
        name: Some("Quentin Quibble".to_owned()),
        address1: Some(street.to_owned()),
        city: Some("Leeds".to_owned()),
        zip: Some("LS1 1AA".to_owned()),
        country_code: Some("GB".to_owned()),
        ..Address::default()
    }
}

/// An amount of so many pence.
pub fn pounds(pence: i64) -> Decimal {
    Decimal::new(pence, 2)
}

fn vat(price: Decimal) -> Tax {
    Tax { title: "VAT".to_owned(), rate: Decimal::new(20, 2), price }
}
