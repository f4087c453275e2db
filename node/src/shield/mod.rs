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
//! | [`carriers`] | recognises carriers, and decides which of them are opened |
//! | [`retracted`] | content of carriers that retracted blocks have made public |
//! | [`unshielding`] | the order of a block: each carrier with its inner transaction |
//! | [`pool`] | the node's pool as block building sees it |

pub mod carriers;
pub mod keys;
#[cfg(test)]
mod mock;
pub mod pool;
pub mod retracted;
pub mod unshielding;

use std::sync::Arc;

use noesis_shield::KEY_HASH_LEN;
use sc_service::TaskManager;
use sc_transaction_pool_api::TransactionPool;

use crate::types::{FullClient, FullPool};

use self::{carriers::KnownTransactions, keys::NoRandomness, retracted::ExposedContent};
pub use self::{keys::ShieldKeys, pool::UnshieldingPool};

/// A transaction of the pool.
pub type Pooled = <FullPool as TransactionPool>::InPoolTransaction;

/// Hash by which a carrier names its key.
pub type KeyHash = [u8; KEY_HASH_LEN];

/// The state of the shield, which tasks keep up with the chain and the pool.
#[derive(Clone)]
pub struct Shield {
	/// Key pairs of this node.
	pub keys: Arc<ShieldKeys>,
	/// Transactions of the pool whose kind is known.
	pub known: Arc<KnownTransactions>,
	/// Content of carriers from retracted blocks.
	pub exposed: Arc<ExposedContent>,
}

impl Shield {
	/// Creates the state with one fresh key pair, and starts the tasks.
	///
	/// # Errors
	///
	/// If the operating system gives no randomness.
	pub fn start(
		client: &Arc<FullClient>,
		pool: &Arc<FullPool>,
		task_manager: &TaskManager,
	) -> Result<Self, NoRandomness> {
		let shield = Self {
			keys: Arc::new(ShieldKeys::new()?),
			known: Arc::default(),
			exposed: Arc::default(),
		};
		keys::start_rotation(shield.keys.clone(), client.clone(), task_manager);
		carriers::start_learning(shield.known.clone(), client.clone(), pool.clone(), task_manager);
		retracted::start_watch(shield.exposed.clone(), client.clone(), task_manager);
		Ok(shield)
	}
}
