//! The simulation: days of trade on virtual time, played from a seed through the code of the functions, with everything going
//! wrong that may, and with every promise checked.

pub mod case;
pub mod checks;
pub mod cloud;
pub mod customers;
pub mod fault;
pub mod kernel;
pub mod mutants;
pub mod oracle;
pub mod play;
pub mod played;
pub mod ports;
pub mod rates;
pub mod replay;
pub mod run;
pub mod shrink;
pub mod systematic;
pub mod world;
