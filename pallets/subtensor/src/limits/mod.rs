//! Rate limits.

mod free_transactions;
pub mod storage;

pub use free_transactions::{FreeTransactions, FREE_TRANSACTIONS_PER_BLOCK};
