//! Rate limits.

mod free_transactions;
mod rate_limits;
pub mod storage;

pub use free_transactions::{FreeTransactions, FREE_TRANSACTIONS_PER_BLOCK};
pub use rate_limits::{Hyperparameter, RateLimitKey, RateLimits};
