//! Rules about all calls of the runtime, which no single pallet can hold.
//!
//! A rule about the state of one pallet belongs in that pallet.

pub mod carriers;
pub mod filters;
pub mod free;
pub mod guards;
pub mod metadata;
pub mod proxies;
pub mod transactions;
