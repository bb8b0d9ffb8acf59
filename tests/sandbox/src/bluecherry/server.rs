//! The simulator as a server on this machine.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::codes::MasterData;
use super::company::Company;
use super::company_settings::CompanySettings;
use super::connection::Connection;
use super::gateway::{Counts, Gateway, GatewaySettings};
use super::house::{Clock, House};
use super::routes::router;

/// How the simulator starts.
#[derive(Clone)]
pub struct Settings {
    /// Port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// The company.
    pub company: CompanySettings,
    /// Its master data.
    pub master_data: MasterData,
    /// The gateway in front of it.
    pub gateway: GatewaySettings,
    /// The wall time that the company and the rate limit go by. Held calls wait in real time.
    pub clock: Clock,
}

/// Why the simulator is not there.
#[derive(Debug, Error)]
pub enum StartError {
    /// The port can't be had.
    #[error(
        "the BlueCherry simulator can't listen on {address}: {source}; free the port, or take port 0 for any free one"
    )]
    Listen {
        /// Where it should listen.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
}

/// Starts simulators.
#[derive(Debug, Clone, Copy)]
pub struct BlueCherrySimulator;

/// A simulator that runs. Dropping it takes the server down.
pub struct Running {
    address: SocketAddr,
    /// The company: its books, its switches.
    pub company: Arc<Mutex<Company>>,
    house: House,
    server: Option<JoinHandle<()>>,
}

impl BlueCherrySimulator {
    /// Starts a simulator; it answers once this returns.
    ///
    /// # Errors
    /// [`StartError::Listen`] when the port can't be had.
    pub async fn start(settings: Settings) -> Result<Running, StartError> {
        let company = Arc::new(Mutex::new(Company::new(settings.company, settings.master_data)));
        let house = House {
            company: Arc::clone(&company),
            gateway: Arc::new(Mutex::new(Gateway::new(settings.gateway))),
            clock: settings.clock,
            stopping: watch::Sender::new(false),
        };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port));
        let mut running = Running { address, company, house, server: None };
        running.up().await?;
        Ok(running)
    }
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL as a template with `{company}` and `{environment}`.
    pub fn base_url(&self) -> String {
        format!("http://{}/{{company}}/{{environment}}", self.address)
    }

    /// What has come in.
    pub fn counts(&self) -> Counts {
        self.house.gateway().counts().clone()
    }

    /// Takes these keys from now on, and no others, as after a rotation.
    pub fn take_keys(&self, keys: Vec<String>) {
        self.house.gateway().take_keys(keys);
    }

    /// Listens again, on the same port. Does nothing when it is up.
    ///
    /// # Errors
    /// [`StartError::Listen`] when another process took the port meanwhile.
    pub async fn up(&mut self) -> Result<(), StartError> {
        if self.server.is_some() {
            return Ok(());
        }
        let refused = |source| StartError::Listen { address: self.address, source };
        let listener = TcpListener::bind(self.address).await.map_err(refused)?;
        self.address = listener.local_addr().map_err(refused)?;
        self.house.stopping.send_replace(false);
        let house = self.house.clone();
        let service = router(house.clone()).into_make_service_with_connect_info::<Connection>();
        self.server = Some(tokio::spawn(async move {
            let served = axum::serve(listener, service).with_graceful_shutdown(async move { house.stopped().await });
            // It never fails by itself: the listener waits out its own errors.
            let _ = served.await;
        }));
        Ok(())
    }

    /// Refuses connections from now on, and cuts those that are open. The books stay.
    pub async fn down(&mut self) {
        self.house.stopping.send_replace(true);
        if let Some(mut server) = self.server.take()
            && timeout(Duration::from_secs(1), &mut server).await.is_err()
        {
            server.abort();
            let _ = server.await;
        }
    }

    /// Ends the simulator; its port is free once this returns.
    pub async fn stop(mut self) {
        self.down().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.house.stopping.send_replace(true);
    }
}
