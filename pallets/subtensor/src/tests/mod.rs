//! Tests of the pallet, one file per room, on one mock runtime.

mod chain;
mod emission;
mod mock;
mod subnets;
