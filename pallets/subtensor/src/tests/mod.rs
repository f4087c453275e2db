//! Tests of the pallet on one mock runtime: a file per room, a directory per room with calls.

mod block;
mod chain;
mod issuance;
mod keys;
mod mock;
mod subnets;
mod world;
