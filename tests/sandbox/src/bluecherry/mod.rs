//! The simulator of the ERP: one company behind its gateway.
//!
//! [`Company`] is a plain state machine that books sales orders, stages them for an import, or refuses them, and [`Gateway`]
//! another that counts calls by key; a simulation may drive both without any network and without JSON. [`BlueCherrySimulator`] serves them over HTTP under
//! `/{company}/{environment}/…`, with the faults that only a network can have: answers that never come, connections that
//! break, callers that die.
//!
//! What is public about the ERP is its vocabulary; paths, envelopes, limits and codes of errors follow the adapter
//! contract, `shared/bluecherry/openapi.yaml`, which says of each what is documented and what is assumed. The simulator
//! has types of its own and imports nothing of the client that is tested against it.

mod answer;
mod answers;
mod books;
mod charset;
mod checks;
mod codes;
mod company;
mod company_settings;
mod connection;
mod echo;
mod faults;
mod gateway;
mod house;
mod imports;
mod orders;
mod posting;
mod rejects;
mod routes;
mod server;

pub use answer::{Answer, Body};
pub use books::{BookedOrder, Posting};
pub use codes::{Customer, Division, MasterData, Sku};
pub use company::{Booking, Company, State};
pub use company_settings::{CompanySettings, Environment, Lengths, ReferenceField};
pub use faults::{ClosedWindow, Fault, Features, Moment, NEXT, Rate, Silence, Switches, WindowState};
pub use gateway::{Call, Counts, Gateway, GatewaySettings, Refusal};
pub use house::Clock;
pub use imports::{ImportCycle, ImportState, ImportTimes};
pub use orders::{Address, Allowance, Charge, Circular, Control, Line, Payment, SalesOrder};
pub use rejects::Problem;
pub use server::{BlueCherrySimulator, Running, Settings, StartError};
