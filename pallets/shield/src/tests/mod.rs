//! Tests of the pallet, one file per subject, on one mock runtime.

mod announced;
mod carriers;
mod inherent;
mod invariants;
mod limits;
pub(crate) mod mock;
mod queue;
mod rotation;
mod stale;
mod status;
mod wire;
