//! What the ports translate plainly is what the real clients say and read over the wire.

use std::sync::Arc;
use std::time::Duration;

use domain::id::OrderId;
use domain::sales_order::SalesOrder;
use domain::step::PostAnswer;
use driver::rows::Body;
use jiff::Timestamp;
use sandbox::bluecherry::{BlueCherrySimulator, Company, CompanySettings, GatewaySettings};
use sandbox::shopify::graphql::Bucket;
use sandbox::shopify::{Location, Settings, Shop, ShopifySimulator};
use sandbox::world::samples::value;
use sandbox::world::{HOUSE_ADDRESS, SCHEMA};
use secrecy::SecretString;
use simulation::customers::{begins, happen, plan, zone};
use simulation::play::{play_then, samples};
use simulation::ports::{image_of, wire_order};
use simulation::rates::Level;

use crate::a_day_without_faults::case;

struct App;

impl shopify::CredentialSource for App {
    async fn credentials(&self, _: shopify::Freshness) -> Result<shopify::Credentials, shopify::CredentialsError> {
        Ok(shopify::Credentials { client_id: "app".to_owned(), client_secret: "secret".into() })
    }
}

struct Key;

impl bluecherry::KeySource for Key {
    async fn key(&self, _: bluecherry::Freshness) -> Result<SecretString, bluecherry::KeyError> {
        Ok("key".into())
    }
}

fn noon() -> Timestamp {
    "2027-06-01T12:00:00Z".parse().unwrap()
}

/// A shop in which a day has been played, whatever a reader can see of it.
fn shop() -> Shop {
    let case = case(11, 300, Level::None);
    let rows = &samples().locations;
    let mut locations = rows
        .iter()
        .map(|row| Location { id: value(row, "source").parse().unwrap(), name: value(row, "warehouse").to_owned() });
    let mut shop = Shop::new(locations.next().unwrap(), locations.collect());
    let mut company = Company::new(CompanySettings::default(), samples().master_data(&["GBP"], &[]));
    for action in plan(&case, samples()) {
        // What the shop refuses, it refuses in a world too.
        let _ = happen(&action, &mut shop, &mut company, begins(&case), begins(&case) + action.at);
    }
    shop
}

#[tokio::test]
async fn an_image_is_what_the_client_reads() {
    let mut settings = Settings::new(shop(), SCHEMA, "app", "secret", Arc::new(noon));
    settings.bucket = Bucket::new(1_000_000, 1_000_000);
    let running = ShopifySimulator::start(settings).await.unwrap();
    let settings = shopify::Settings::new(&running.base_url, Duration::from_secs(10)).unwrap();
    let client = shopify::Client::new(settings, App).unwrap();
    let orders: Vec<_> = running.shop().orders().cloned().collect();
    assert!(orders.len() > 250, "{}", orders.len());
    for order in orders {
        let read = client.read_order(OrderId(order.id)).await.unwrap();
        let (image, delivery) = image_of(&order, read.image.read_at).unwrap();
        assert_eq!(image, read.image);
        assert!(delivery == read.delivery, "{}", order.name);
    }
    running.stop().await;
}

/// The sales orders of a day, with the Shopify order that each comes of.
fn sales_orders() -> Vec<(Arc<SalesOrder>, sandbox::shopify::Order)> {
    let mut found = Vec::new();
    play_then(&case(12, 150, Level::None), None, |view| {
        for order in view.shop.orders() {
            view.tables.with_order(OrderId(order.id), |rows| {
                let parts = rows.values().filter_map(|row| match &row.body {
                    Body::Part(part) => part.posted().cloned(),
                    _ => None,
                });
                found.extend(parts.map(|posted| (posted, order.clone())));
            });
        }
    });
    found
}

#[tokio::test]
async fn a_sales_order_is_what_the_client_posts() {
    let settings = sandbox::bluecherry::Settings {
        port: 0,
        company: CompanySettings { zone: zone(), ..CompanySettings::default() },
        master_data: samples().master_data(&["GBP"], &[]),
        gateway: GatewaySettings { keys: vec!["key".to_owned()], calls: 100_000, ..GatewaySettings::default() },
        clock: Arc::new(noon),
    };
    let running = BlueCherrySimulator::start(settings).await.unwrap();
    let house = serde_json::from_str(HOUSE_ADDRESS).unwrap();
    let settings = bluecherry::Settings {
        url: running.base_url(),
        company: "SAMPLE".to_owned(),
        environment: "STG".to_owned(),
        key_header: "Ocp-Apim-Subscription-Key".to_owned(),
        reference_field: bluecherry::ReferenceField::CustPo,
        reference_length: 22,
        echo: bluecherry::Echo::Answer,
        timeout: Duration::from_secs(10),
        zone: zone(),
        house_address: Some(house),
        ship_complete: false,
    };
    let house = settings.house_address.clone();
    let client = bluecherry::Client::new(settings, Key, noon).unwrap();
    let orders = sales_orders();
    assert!(orders.len() > 100, "{}", orders.len());
    let mut compared = 0;
    for (sales_order, order) in orders {
        let (_, delivery) = image_of(&order, noon()).unwrap();
        let ours = wire_order(&sales_order, &delivery, house.as_ref(), &zone()).unwrap();
        let PostAnswer::Booked(_) = client.post(&sales_order, &delivery, Timestamp::MAX).await else { continue };
        let theirs = running.company.lock().unwrap().orders().last().unwrap().posted.clone();
        assert_eq!(ours, *theirs);
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
    running.stop().await;
}
