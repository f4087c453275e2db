//! Tests of the pallet, one file per subject, on one mock runtime.

mod announcements;
mod delegation;
mod deposits;
mod execution;
mod fees;
pub(crate) mod mock;
mod pure;
mod refunds;
mod wire;
