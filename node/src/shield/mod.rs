//! The author's side of the MEV shield: keys to encrypt to, and blocks that hold what was encrypted.
//!
//! A user encrypts a signed transaction to a key that an author has announced, and sends it inside
//! a carrier, `MevShield.submit_encrypted`. The author opens the carrier while it builds a block and
//! puts what was inside directly behind it, so that nobody reads the transaction before it has its
//! place.
//!
//! | module | subject |
//! |---|---|
//! | [`keys`] | key pairs, announced one after the other and kept in memory only |
//! | [`pool`] | the transactions for a block, carriers opened |

pub mod keys;
pub mod pool;

pub use keys::ShieldKeys;
pub use pool::UnshieldingPool;
