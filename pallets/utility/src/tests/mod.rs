//! Tests of the pallet, one file per subject, on one mock runtime.

mod agreement;
mod batch;
mod derivative;
mod filters;
mod guarded;
mod guards;
mod if_else;
mod info;
mod invariants;
pub(crate) mod mock;
mod probe;
mod properties;
mod root;
mod wire;
