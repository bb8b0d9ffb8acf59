//! The sandbox: simulators of Shopify and BlueCherry, the local AWS stack that runs the real function programs under the very
//! template that is deployed, and a trading day played through them.

pub mod bluecherry;
pub mod day;
pub mod schema;
pub mod shopify;
pub mod stack;
pub mod world;
