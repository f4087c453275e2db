//! The author's side of the MEV shield: keys, and blocks with decrypted transactions.
//!
//! A user encrypts a signed transaction to a key that an author has announced, and submits it inside
//! a carrier, `MevShield.submit_encrypted`. The author decrypts the carrier while it builds a block
//! and includes the inner transaction directly after it, so that nobody reads that transaction
//! before it has its place in the block.
//!
//! | module | subject |
//! |---|---|
//! | [`keys`] | key pairs, announced one after the other and kept in memory only |
//! | [`pool`] | the transactions for a block, with carriers decrypted |

pub mod keys;
pub mod pool;

pub use keys::ShieldKeys;
pub use pool::UnshieldingPool;
