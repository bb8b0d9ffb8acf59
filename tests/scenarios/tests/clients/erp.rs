//! A company behind its gateway, and a client that calls it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bluecherry::{Client, Freshness, KeyError, KeySource, Settings};
use jiff::Timestamp;
use sandbox::bluecherry::{
    BlueCherrySimulator, BookedOrder, Company, CompanySettings, Customer, Division, GatewaySettings, ImportCycle,
    MasterData, Running, Sku,
};
use secrecy::SecretString;

use crate::sample;

/// The time, for both ends, until the simulator's is moved.
pub fn noon() -> Timestamp {
    "2026-11-24T17:00:00Z".parse().unwrap()
}

/// The simulator, and where the subscription key is kept.
pub struct Erp {
    pub running: Running,
    pub stored: Arc<Mutex<&'static str>>,
    passed: Arc<AtomicU64>,
}

/// The key, which is kept until it must be read anew.
pub struct Key {
    kept: Mutex<&'static str>,
    stored: Arc<Mutex<&'static str>>,
}

impl KeySource for Key {
    async fn key(&self, freshness: Freshness) -> Result<SecretString, KeyError> {
        let mut kept = self.kept.lock().unwrap();
        if freshness == Freshness::Reread {
            *kept = *self.stored.lock().unwrap();
        }
        Ok((*kept).into())
    }
}

impl Erp {
    pub async fn start() -> Self {
        Self::with(company(), GatewaySettings::default()).await
    }

    pub async fn with(company: CompanySettings, gateway: GatewaySettings) -> Self {
        let gateway = GatewaySettings { keys: vec!["first key".to_owned()], ..gateway };
        let passed = Arc::new(AtomicU64::new(0));
        let hands = Arc::clone(&passed);
        let settings = sandbox::bluecherry::Settings {
            port: 0,
            company,
            master_data: master_data(),
            gateway,
            clock: Arc::new(move || noon() + Duration::from_secs(hands.load(Ordering::SeqCst))),
        };
        let running = BlueCherrySimulator::start(settings).await.unwrap();
        Self { running, stored: Arc::new(Mutex::new("first key")), passed }
    }

    /// Moves the simulator's clock on.
    pub fn pass(&self, time: Duration) {
        self.passed.fetch_add(time.as_secs(), Ordering::SeqCst);
    }

    pub fn settings(&self) -> Settings {
        sample::settings(&format!("http://{}", self.running.address()))
    }

    pub fn client(&self) -> Client<Key> {
        self.client_with(self.settings())
    }

    pub fn client_with(&self, settings: Settings) -> Client<Key> {
        let kept = Mutex::new(*self.stored.lock().unwrap());
        Client::new(settings, Key { kept, stored: Arc::clone(&self.stored) }, noon).unwrap()
    }

    pub fn company(&self) -> MutexGuard<'_, Company> {
        self.running.company.lock().unwrap()
    }

    pub fn booked(&self) -> Vec<BookedOrder> {
        self.company().truth()
    }
}

pub fn company() -> CompanySettings {
    CompanySettings { zone: sample::zone(), ..CompanySettings::default() }
}

/// A company that imports its orders every five minutes; the next import begins five minutes past noon.
pub fn importing() -> CompanySettings {
    let every = jiff::SignedDuration::from_mins(5);
    CompanySettings { imports: Some(ImportCycle { every }), ..company() }
}

/// A gateway with this patience.
pub fn patience(timeout: Duration) -> GatewaySettings {
    GatewaySettings { timeout, ..GatewaySettings::default() }
}

/// Every code that the sample names.
fn master_data() -> MasterData {
    let list = |code: &str| vec![code.to_owned()];
    let sku = Sku {
        division: "WMN".to_owned(),
        style: "00123".to_owned(),
        color_code: "BLK".to_owned(),
        size_bk: 4,
        ..Sku::default()
    };
    MasterData {
        divisions: vec![Division { code: "WMN".to_owned(), currencies: list("USD") }],
        locations: list("NJ1"),
        customers: vec![Customer { code: "HOUSE".to_owned(), stores: list("0001") }],
        skus: vec![sku],
        ship_via: list("UPSG"),
        allowance_codes: list("PROMO"),
        charge_codes: list("FRT"),
        payment_methods: list("SHOPPAY"),
        terms: list("CC"),
        ord_types: list("WEB"),
    }
}
