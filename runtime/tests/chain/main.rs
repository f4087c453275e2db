//! Tests of the composed runtime, with its real weights and genesis presets.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "a test that cannot go on should panic"
)]

mod benchmarks;
mod block;
mod bounds;
mod calls;
mod fee_payers;
mod fees;
mod floods;
mod free;
mod genesis;
mod guards;
mod imports;
mod interface;
mod limits;
mod pool;
mod proxies;
mod rejections;
mod shield;
#[cfg(feature = "try-runtime")]
mod try_state;
mod wire;
