//! Shares against the specification: worked numbers, golden vectors, exact fractions.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_precision_loss,
	clippy::cast_sign_loss,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "what tests compute stays small, is cut on purpose, or fails the test"
)]

mod exact;
mod ledger;
mod pool_invariants;
mod vectors;
mod worked_numbers;
