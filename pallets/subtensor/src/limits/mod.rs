//! Rate limits.

mod free_transactions;
#[allow(clippy::cast_possible_truncation, reason = "codec's derive expands to it")]
mod rate_limits;
pub mod storage;

pub use free_transactions::{
	FreeSpace, FreeTransactions, FREE_BYTES_PER_BLOCK, FREE_TRANSACTIONS_PER_BLOCK, MAX_FREE_LENGTH,
};
pub use rate_limits::{Hyperparameter, RateLimitKey, RateLimits};
