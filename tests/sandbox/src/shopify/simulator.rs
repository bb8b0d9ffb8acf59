//! The running simulator: the API's server and the deliveries.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::book::{Book, Counters, Delivered};
use super::calls::Calls;
use super::delivery::{self, WebhookSettings};
use super::faults::ApiFaults;
use super::graphql::{Api, Bucket, InvalidSchema};
use super::http::{Server, router};
use super::shop::Shop;
use super::tokens::Tokens;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How the simulator starts.
pub struct Settings {
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// The shop as it stands at the start.
    pub shop: Shop,
    /// The Admin schema as SDL, whole or pruned.
    pub schema: String,
    /// The app's client id.
    pub client_id: String,
    /// The app's client secret.
    pub client_secret: String,
    /// How long a token is good: 24 h at Shopify.
    pub token_life: Duration,
    /// The bucket of query costs.
    pub bucket: Bucket,
    /// What goes wrong with API calls.
    pub faults: ApiFaults,
    /// Decides tokens and faults.
    pub seed: u64,
    /// The time.
    pub clock: Clock,
}

impl Settings {
    /// Shopify's own limits on its standard plan, a free port, no faults.
    pub fn new(shop: Shop, schema: &str, client_id: &str, client_secret: &str, clock: Clock) -> Self {
        Self {
            port: 0,
            shop,
            schema: schema.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: client_secret.to_owned(),
            token_life: Duration::from_hours(24),
            bucket: Bucket::new(2000, 100),
            faults: ApiFaults::default(),
            seed: 0,
            clock,
        }
    }
}

/// Why the simulator didn't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port can't be had.
    #[error(
        "the Shopify simulator can't listen on 127.0.0.1:{port}: {source}; choose another port, or 0 for a free one"
    )]
    Port {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The schema is no use.
    #[error(transparent)]
    Schema(#[from] InvalidSchema),
}

/// The simulator.
pub struct ShopifySimulator;

impl ShopifySimulator {
    /// Starts serving. Webhooks wait until [`Running::deliver`] says where they go.
    ///
    /// # Errors
    /// When the port is taken or the schema is invalid.
    pub async fn start(settings: Settings) -> Result<Running, StartError> {
        let api = Api::new(&settings.schema, settings.bucket)?;
        let port = settings.port;
        let refused = |source| StartError::Port { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let shop = Arc::new(Mutex::new(settings.shop));
        let server = Arc::new(Server {
            shop: Arc::clone(&shop),
            api: Mutex::new(api),
            calls: Arc::default(),
            tokens: Mutex::new(Tokens::default()),
            faults: Mutex::new(settings.faults),
            client_id: settings.client_id,
            client_secret: Mutex::new(settings.client_secret),
            token_life: settings.token_life,
            seed: settings.seed,
            clock: settings.clock,
        });
        let routes = router(Arc::clone(&server));
        let serving = tokio::spawn(async move {
            // Ends with the task; an error of the listener shows as refused connections.
            let _ = axum::serve(listener, routes).await;
        });
        Ok(Running { base_url: format!("http://{address}"), shop, server, book: Arc::default(), tasks: vec![serving] })
    }
}

/// A running simulator; it ends when this is dropped.
pub struct Running {
    /// `http://127.0.0.1:port`.
    pub base_url: String,
    /// The shop: act on it as its people and customers do.
    pub shop: Arc<Mutex<Shop>>,
    server: Arc<Server>,
    book: Arc<Mutex<Book>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// The shop, held for as long as the guard lives.
    pub fn shop(&self) -> MutexGuard<'_, Shop> {
        held(&self.shop)
    }

    /// Subscribes the settings' topics at their target and begins to deliver webhooks, those that waited included.
    pub fn deliver(&mut self, settings: WebhookSettings) {
        for &topic in &settings.topics {
            self.shop().subscribe(topic, &settings.target, &settings.api_version);
        }
        let (shop, book) = (Arc::clone(&self.shop), Arc::clone(&self.book));
        let clock = Arc::clone(&self.server.clock);
        self.tasks.push(tokio::spawn(delivery::run(shop, settings, clock, book)));
    }

    /// Whether no event waits and no delivery is under way.
    pub fn is_quiet(&self) -> bool {
        let shop = held(&self.shop);
        !shop.has_events() && held(&self.book).counters.in_flight == 0
    }

    /// What was counted of the deliveries.
    pub fn counters(&self) -> Counters {
        held(&self.book).counters
    }

    /// Each delivery so far.
    pub fn deliveries(&self) -> Vec<Delivered> {
        held(&self.book).history.clone()
    }

    /// The API calls so far.
    pub fn calls(&self) -> Calls {
        held(&self.server.calls).clone()
    }

    /// How many access tokens were issued.
    pub fn tokens_issued(&self) -> u64 {
        held(&self.server.tokens).count()
    }

    /// Makes each token bad that was issued so far, as a rotation of the app's secret does.
    pub fn revoke_tokens(&self) {
        held(&self.server.tokens).revoke();
    }

    /// Rotates the app's client secret: new tokens are issued for this one alone. Those that were issued stay good.
    pub fn rotate_client_secret(&self, client_secret: &str) {
        client_secret.clone_into(&mut held(&self.server.client_secret));
    }

    /// Changes what goes wrong with API calls.
    pub fn set_faults(&self, faults: ApiFaults) {
        *held(&self.server.faults) = faults;
    }

    /// Takes scopes away from the app; what they reach is then answered `ACCESS_DENIED`.
    pub fn miss_scopes(&self, scopes: impl IntoIterator<Item = String>) {
        self.shop().miss_scopes(scopes);
    }

    /// Ends the server and the deliveries, and waits until the port is free.
    pub async fn stop(mut self) {
        for task in std::mem::take(&mut self.tasks) {
            task.abort();
            // An aborted task reports that it was aborted.
            let _ = task.await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// What the lock guards, also after a holder panicked: the simulator's facts are whole between statements.
pub(super) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
