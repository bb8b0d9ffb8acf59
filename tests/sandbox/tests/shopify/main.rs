//! The Shopify simulator behaves as Shopify is documented to.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod a_change_bumps_and_tells;
mod a_change_keeps_the_books_straight;
mod a_connection_is_read_page_by_page;
mod a_payload_is_placed_or_refused_with_a_reason;
mod a_stub_is_enough_of_a_body;
mod a_token_expires_and_can_be_had_again;
mod an_operation_is_checked_before_it_runs;
mod changed_orders_are_searched_by_time;
mod changes_are_read_page_by_page;
mod costs_are_taken_from_a_bucket;
mod deliveries_are_signed_retried_and_repeated;
mod deliveries_follow_the_subscriptions;
mod faults_are_drawn_by_seed_document_and_attempt;
mod metafields_are_set_as_a_whole;
mod money_keeps_its_value_from_payload_to_answer;
mod published_payloads_are_placed;
mod routing_comes_after_the_order;
mod scopes_are_granted_and_taken;
mod subscriptions_are_the_shops_state;
mod the_customer_sees_a_currency_of_their_own;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use rust_decimal::Decimal;
use sandbox::shopify::graphql::{Answer, Api, Bucket};
use sandbox::shopify::{Line, Location, Order, Running, Settings, Shop, ShopifySimulator};
use serde_json::{Value, json};

const SECRET: &str = "hush";

fn noon() -> Timestamp {
    "2026-11-24T12:00:00.75Z".parse().unwrap()
}

fn shop() -> Shop {
    Shop::new(location(1, "Main"), vec![location(2, "Annex")])
}

fn location(id: u64, name: &str) -> Location {
    Location { id, name: name.to_owned() }
}

/// A paid order of `lines` lines of two units at 10.00 each.
fn order(id: u64, lines: u64) -> Order {
    let mut order = Order::blank(id, &format!("#{id}"), "GBP", noon());
    order.lines =
        (1..=lines).map(|at| Line::plain(id % 1000 * 1000 + at, &format!("SKU-{at}"), at, 2, Decimal::TEN)).collect();
    order.paid_by(7, "shopify_payments")
}

/// A shop with one paid, routed order.
fn shop_with(order: Order) -> Shop {
    let mut shop = shop();
    let id = order.id;
    shop.place(order, noon());
    shop.route(id).unwrap();
    shop
}

fn client_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/shopify")
}

fn schema() -> String {
    std::fs::read_to_string(client_folder().join("schema/admin-2026-10.graphql")).unwrap()
}

/// The client's schema with fields of Shopify's that no document of the client asks for at present: `(type, field: Type)`.
fn wider(additions: &[(&str, &str)], types: &str) -> String {
    let text = additions.iter().fold(schema(), |text, (owner, field)| {
        let (before, after) =
            text.split_once(&format!("\ntype {owner} {{")).unwrap_or_else(|| panic!("no type {owner}"));
        let (block, _) = after.split_once("\n}").unwrap();
        let known = block.contains(&format!("\n  {field}"));
        let addition = if known { String::new() } else { format!("\n  {field}") };
        format!("{before}\ntype {owner} {{{addition}{after}")
    });
    format!("{text}\n{types}\n")
}

/// A document of the client: what goes over the wire, not its code.
fn document(file: &str) -> String {
    std::fs::read_to_string(client_folder().join("queries").join(file)).unwrap()
}

fn api() -> Api {
    Api::new(&schema(), Bucket::new(2000, 100)).unwrap()
}

/// Checks and executes; a refusal is an answer too.
fn ask(api: &mut Api, shop: &mut Shop, query: &str, variables: &Value) -> Value {
    match api.prepare(&json!({ "query": query, "variables": variables })) {
        Ok(prepared) => answer(api, shop, &prepared).body,
        Err(refusal) => refusal,
    }
}

fn answer(api: &mut Api, shop: &mut Shop, prepared: &sandbox::shopify::graphql::Prepared) -> Answer {
    api.execute(prepared, shop, noon())
}

fn gid(id: u64) -> Value {
    json!({ "id": format!("gid://shopify/Order/{id}") })
}

fn settings(shop: Shop) -> Settings {
    Settings::new(shop, &schema(), "client", SECRET, Arc::new(noon))
}

async fn start(shop: Shop) -> Running {
    ShopifySimulator::start(settings(shop)).await.unwrap()
}
