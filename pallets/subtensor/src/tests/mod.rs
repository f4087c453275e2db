//! Tests of the pallet on one mock runtime: a file per room, a directory per room with calls.

mod access;
mod block;
mod chain;
mod free;
mod hyperparams;
mod issuance;
mod keys;
mod limits;
pub(crate) mod mock;
mod rooms;
mod rows;
mod subnets;
mod world;
