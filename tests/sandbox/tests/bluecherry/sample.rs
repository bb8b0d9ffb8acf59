//! A small company, an order that it takes, and a server with a clock that stands still until it is moved.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::{Client, RequestBuilder};
use sandbox::bluecherry::{
    BlueCherrySimulator, Company, CompanySettings, Customer, Division, Fault, GatewaySettings, MasterData, Running,
    SalesOrder, Settings, Sku,
};
use serde_json::{Value, json};

pub const KEY: &str = "sandbox-subscription-key";
pub const REFERENCE: &str = "SO-1A2B3C-1";

pub fn now() -> Timestamp {
    "2026-11-24T10:00:30Z".parse().unwrap()
}

pub fn company() -> Company {
    Company::new(settings(), master_data())
}

pub fn settings() -> CompanySettings {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(-5));
    CompanySettings { zone, seed: 11, ..CompanySettings::default() }
}

pub fn master_data() -> MasterData {
    let sku = |division: &str, size_bk: u8, size_desc: &str| Sku {
        division: division.to_owned(),
        style: "00417".to_owned(),
        color_code: "BLK".to_owned(),
        lbl_code: "MAIN".to_owned(),
        dimension: String::new(),
        size_bk,
        size_desc: size_desc.to_owned(),
        upc: None,
    };
    let list = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect();
    MasterData {
        divisions: vec![
            Division { code: "WOM".to_owned(), currencies: list(&["USD", "GBP"]) },
            Division { code: "MEN".to_owned(), currencies: list(&["USD"]) },
        ],
        locations: list(&["NJ", "UK"]),
        customers: vec![Customer { code: "WEB".to_owned(), stores: list(&["ONLINE"]) }],
        skus: vec![sku("WOM", 2, "S"), sku("WOM", 3, "M"), sku("MEN", 2, "S")],
        ship_via: list(&["UPSG"]),
        allowance_codes: list(&["PROMO"]),
        charge_codes: list(&["FRT"]),
        payment_methods: list(&["CARD"]),
        terms: list(&["PREPD"]),
        ord_types: list(&["WEB"]),
    }
}

/// Merchandise 120.00, allowances 12.50, freight 5.95, tax 9.00: 122.45.
pub fn order_json() -> Value {
    json!({
        "ext_ref": REFERENCE, "channel": "SHOPIFY", "ord_type": "WEB", "division": "WOM", "customer": "WEB",
        "store": "ONLINE", "cust_po": REFERENCE, "ord_date": "2026-11-24", "start_date": "2026-11-24",
        "cancel_date": "2026-12-24", "location": "NJ", "ship_via": "UPSG", "terms": "PREPD",
        "currency_code": "USD", "ship_complete": "N",
        "ship_to": {
            "name": "Zoë Müller", "addr1": "1 Main Street", "city": "Newark", "state": "NJ", "zip": "07102",
            "country": "US", "phone": "+1 973 555 0100"
        },
        "lines": [
            { "ext_line_ref": "L1", "line_no": 1, "sku": sku_json(2), "qty": 2, "unit_price": "25.0000",
              "tax_amt": "3.50", "allowances": [{ "code": "PROMO", "amt": "2.50" }] },
            { "ext_line_ref": "L2", "line_no": 2, "sku": sku_json(3), "qty": 1, "unit_price": "25.00",
              "tax_amt": "1.50" },
            { "ext_line_ref": "L3", "line_no": 3, "sku": sku_json(3), "qty": 1, "unit_price": "45.00",
              "tax_amt": "3.50" }
        ],
        "allowances": [{ "code": "PROMO", "amt": "10.00" }],
        "charges": [{ "code": "FRT", "amt": "5.95", "tax_amt": "0.50" }],
        "payments": [{ "method": "CARD", "reference": "pay_1", "amt": "122.45" }],
        "control": { "units": 4, "merch_amt": "120.00", "allow_amt": "12.50", "freight_amt": "5.95",
                     "tax_amt": "9.00", "total": "122.45" }
    })
}

fn sku_json(size_bk: u8) -> Value {
    json!({ "division": "WOM", "style": "00417", "color_code": "BLK", "lbl_code": "MAIN", "dimension": "",
            "size_bk": size_bk, "size_desc": "", "upc": null })
}

/// The order with the value at a JSON pointer replaced.
pub fn order_with(pointer: &str, value: Value) -> SalesOrder {
    let mut order = order_json();
    *order.pointer_mut(pointer).unwrap_or_else(|| panic!("the order has no {pointer}")) = value;
    serde_json::from_value(order).unwrap()
}

pub fn order() -> SalesOrder {
    serde_json::from_value(order_json()).unwrap()
}

/// A simulator over HTTP with a client and a clock by hand.
pub struct Server {
    pub running: Running,
    pub client: Client,
    elapsed: Arc<AtomicI64>,
}

impl Server {
    pub async fn start(gateway: GatewaySettings) -> Self {
        let elapsed = Arc::new(AtomicI64::new(0));
        let hands = Arc::clone(&elapsed);
        let clock = Arc::new(move || now() + Duration::from_millis(hands.load(Ordering::SeqCst).unsigned_abs()));
        let settings = Settings { port: 0, company: settings(), master_data: master_data(), gateway, clock };
        let running = BlueCherrySimulator::start(settings).await.unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        Self { running, client, elapsed }
    }

    pub async fn plain() -> Self {
        Self::start(GatewaySettings::default()).await
    }

    pub fn pass(&self, time: Duration) {
        self.elapsed.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub fn company(&self) -> MutexGuard<'_, Company> {
        let company: &Mutex<Company> = &self.running.company;
        company.lock().unwrap()
    }

    pub fn script(&self, faults: &[Fault]) {
        self.company().script(REFERENCE, faults.iter().copied());
    }

    pub fn booked(&self) -> usize {
        self.company().truth().len()
    }

    pub fn url(&self, path: &str) -> String {
        let base = self.running.base_url().replace("{company}", "SAMPLE").replace("{environment}", "STG");
        format!("{base}{path}")
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.url(path)).header("Ocp-Apim-Subscription-Key", KEY)
    }

    pub fn post(&self) -> RequestBuilder {
        self.client.post(self.url("/orders")).header("Ocp-Apim-Subscription-Key", KEY).json(&order_json())
    }

    /// Waits until the book holds `orders`, and panics when it never does.
    pub async fn wait_for_booked(&self, orders: usize) {
        for _ in 0..500 {
            if self.booked() == orders {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the book holds {} orders, not {orders}", self.booked());
    }
}
