//! Tests of the pallet, one file per subject, on one mock runtime.

mod carriers;
mod inherent;
mod invariants;
mod limits;
pub(crate) mod mock;
mod queue;
mod rotation;
mod wire;
