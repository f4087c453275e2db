//! Rules that hold across pallets.
//!
//! A rule is here if it needs to know all calls of the runtime, so that no single pallet can hold
//! it. A rule about the state of one pallet belongs into that pallet.

pub mod guards;
pub mod metadata;
pub mod proxies;
pub mod transactions;
